// The search box: examples while it is empty, how mathematics was read, and a way on where
// nothing was found. A query outlasts the visit to what it has found.

export class Box {
  constructor(search, formulas) {
    this.formulas = formulas
    this.input = search.querySelector("[data-md-component=search-query]")
    this.list = search.querySelector(".md-search-result__list")
    this.help = search.querySelector(".formula-search")
    this.parts = Object.fromEntries([...this.help.children].map(part => [part.dataset.formulaSearch, part]))
    this.show("examples")
    this.input.addEventListener("focus", () => formulas.load())
    this.input.addEventListener("input", () => this.typed())
    this.input.form.addEventListener("reset", () => setTimeout(() => this.typed()))
    this.parts.examples.addEventListener("click", event => this.example(event))
    new MutationObserver(() => this.cleanLinks()).observe(this.list, { childList: true })
    // after the theme, which takes the query out of the address when its box closes
    document.addEventListener("click", event => this.followed(event))
    for (const event of ["popstate", "pageshow"]) window.addEventListener(event, () => this.restore())
  }

  get query() {
    return this.input.value
  }

  /** The theme listens to keys alone; a query may also be pasted by mouse. */
  typed() {
    this.input.dispatchEvent(new KeyboardEvent("keyup"))
    if (!this.query) this.show("examples")
  }

  /** Above the results; links elsewhere would be in the way of the arrow keys. */
  show(...names) {
    this.help.replaceChildren(...names.map(name => this.parts[name]))
  }

  /** What to show for the items that the theme has found. */
  results(items) {
    const all = [...this.formulas.items(this.query), ...items]
    const empty = !this.query.trim()
    const reading = empty ? "" : this.formulas.reading(this.query)
    this.parts.reading.querySelector("span").innerHTML = reading
    this.show(...[empty && "examples", reading && "reading", !empty && !all.length && "nothing"].filter(Boolean))
    return all
  }

  example(event) {
    const link = event.target.closest("a")
    if (!link) return
    event.preventDefault()
    event.stopPropagation() // which would close the box
    this.input.value = link.textContent
    this.input.focus()
    this.typed()
  }

  /** The theme adds words to highlight, of which a formula has none. */
  cleanLinks() {
    for (const hit of this.list.querySelectorAll("[data-formula-id]")) {
      const link = hit.closest("a")
      const url = new URL(link.href)
      url.searchParams.delete("h")
      link.href = url
    }
  }

  /** Leave the query in the address of the page that is left, for the way back. */
  followed({ target }) {
    const link = target instanceof Element && target.closest(".md-search-result a")
    if (!link || !this.query.trim()) return
    const here = new URL(location.href)
    here.searchParams.set("q", this.query)
    history.replaceState(history.state, "", here)
  }

  restore() {
    const query = new URL(location.href).searchParams.get("q")
    if (!query || this.input === document.activeElement) return
    this.input.value = query
    this.input.focus()
    this.typed()
  }
}
