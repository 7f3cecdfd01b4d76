// The table of errata, filtered by document, weight and words; the address keeps the choice.
/** @type {HTMLElement | null} */
const errata = document.querySelector(".errata")
if (errata) offerFilter(errata)

function offerFilter(/** @type {HTMLElement} */ frame) {
  const body = /** @type {NodeListOf<HTMLTableRowElement>} */ (frame.querySelectorAll("tbody tr"))
  const rows = [...body]
  const texts = new Map(rows.map(row => [row, plain(textOf(row))]))
  const every = (/** @type {string} */ name) => [...new Set(rows.map(row => row.dataset[name] ?? ""))]
  const documents = every("document").filter(name => name !== "All five").sort()

  const form = document.createElement("form")
  form.className = "errata-filter"
  form.setAttribute("role", "search")
  form.setAttribute("aria-label", "Errata")
  form.innerHTML = `
    <p><label for="errata-words">Words</label>
    <input id="errata-words" type="search" name="words" autocomplete="off"></p>
    <p><label for="errata-document">Document</label>
    <select id="errata-document" name="document"><option value="">All</option>
    ${documents.map(name => `<option>${name}</option>`).join("")}</select></p>
    <fieldset><legend>Weight</legend>
    ${every("weight").map(name =>
      `<label><input type="checkbox" name="weight" value="${name}"> ${name}</label>`).join("")}
    </fieldset>
    <p class="errata-count"><output role="status" aria-live="polite"></output>
    <button type="reset">Show all</button></p>`
  const [words] = form.getElementsByTagName("input")
  const [source] = form.getElementsByTagName("select")
  const [said] = form.getElementsByTagName("output")
  const [reset] = form.getElementsByTagName("button")
  /** @type {NodeListOf<HTMLInputElement>} */
  const weights = form.querySelectorAll("[name=weight]")

  function apply() {
    const wanted = plain(words.value).split(/\s+/)
    const weighing = [...weights].filter(box => box.checked).map(box => box.value)
    const fits = (/** @type {HTMLTableRowElement} */ row) =>
      ["", row.dataset.document].includes(source.value) || row.dataset.document === "All five"
    for (const row of rows) {
      const text = texts.get(row) ?? ""
      row.hidden = !(fits(row)
        && (!weighing.length || weighing.includes(row.dataset.weight ?? ""))
        && wanted.every(word => text.includes(word)))
    }
    const shown = rows.filter(row => !row.hidden).length
    frame.hidden = !shown
    said.value = `${shown || "None"} of ${rows.length} errata`
    reset.hidden = !(words.value || source.value || weighing.length)
  }

  function remember() {
    const url = new URL(location.href)
    url.search = ""
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, String(value))
    history.replaceState(history.state, "", url)
  }

  function recall() {
    const query = new URLSearchParams(location.search)
    words.value = query.get("words") ?? ""
    const wanted = query.get("document") ?? ""
    source.value = documents.includes(wanted) ? wanted : ""
    for (const box of weights) box.checked = query.getAll("weight").includes(box.value)
  }

  form.addEventListener("submit", event => event.preventDefault())
  form.addEventListener("input", () => { apply(); remember() })
  form.addEventListener("reset", event => {
    event.preventDefault()
    history.replaceState(history.state, "", location.pathname + location.hash)
    recall()
    apply()
    words.focus() // the button is gone
  })
  recall()
  apply()
  frame.before(form)
}

// Formulas are there twice, to be seen and to be read: the latter has the LaTeX
function textOf(/** @type {HTMLTableRowElement} */ row) {
  const copy = /** @type {HTMLTableRowElement} */ (row.cloneNode(true))
  copy.querySelectorAll(".katex-html").forEach(seen => seen.remove())
  return [...copy.cells].map(cell => cell.textContent).join(" ")
}

function plain(/** @type {string} */ text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\p{Pd}/gu, "-")
    .replace(/[‘’]/g, "'").toLowerCase().trim()
}
