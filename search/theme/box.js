// The search box: examples while it is empty, how mathematics was read, and a way on where
// nothing was found. A query outlasts the visit to what it has found.

import { part } from "./page.js"

/** @import { ThemeItem } from "../types.js" */
/** @import { Formulas } from "./formulas.js" */

export class Box {
  constructor(/** @type {HTMLElement} */ search, /** @type {Formulas} */ formulas) {
    this.formulas = formulas
    this.input = part(search, "[data-md-component=search-query]", HTMLInputElement)
    this.list = part(search, ".md-search-result__list", HTMLElement)
    this.help = part(search, ".formula-search", HTMLElement)
    this.examples = part(this.help, "[data-formula-search=examples]", HTMLElement)
    this.reading = part(this.help, "[data-formula-search=reading]", HTMLElement)
    this.nothing = part(this.help, "[data-formula-search=nothing]", HTMLElement)
    this.show(this.examples)
    this.input.addEventListener("focus", () => formulas.load())
    this.input.addEventListener("input", () => this.typed())
    this.input.form?.addEventListener("reset", () => setTimeout(() => this.typed()))
    this.examples.addEventListener("click", event => this.example(event))
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
    if (!this.query) this.show(this.examples)
  }

  /** Above the results; links elsewhere would be in the way of the arrow keys. */
  show(/** @type {HTMLElement[]} */ ...parts) {
    this.help.replaceChildren(...parts)
  }

  /** What to show for the items that the theme has found. */
  results(/** @type {ThemeItem[][]} */ items) {
    const all = [...this.formulas.items(this.query), ...items]
    const empty = !this.query.trim()
    const reading = empty ? "" : this.formulas.reading(this.query)
    part(this.reading, "span", HTMLElement).innerHTML = reading
    if (empty) this.show(this.examples)
    else this.show(...(reading ? [this.reading] : []), ...(all.length ? [] : [this.nothing]))
    return all
  }

  example(/** @type {MouseEvent} */ event) {
    const link = linkAt(event, "a")
    if (!link) return
    event.preventDefault()
    event.stopPropagation() // which would close the box
    this.input.value = link.textContent ?? ""
    this.input.focus()
    this.typed()
  }

  /** The theme adds words to highlight, of which a formula has none. */
  cleanLinks() {
    for (const hit of this.list.querySelectorAll("[data-formula-id]")) {
      const link = hit.closest("a")
      if (!link) continue
      const url = new URL(link.href)
      url.searchParams.delete("h")
      link.href = url.href
    }
  }

  /** Leave the query in the address of the page that is left, for the way back. */
  followed(/** @type {MouseEvent} */ event) {
    if (!linkAt(event, ".md-search-result a") || !this.query.trim()) return
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

/** The link that was clicked on, with all that is in it. */
const linkAt = (/** @type {MouseEvent} */ { target }, /** @type {string} */ selector) =>
  target instanceof Element ? target.closest(selector) : null
