// The table of errata, filtered by document, weight and words; the address keeps the choice.
const frame = document.querySelector(".errata")
if (frame) offerFilter(frame)

function offerFilter(frame) {
  const rows = [...frame.querySelectorAll("tbody tr")]
  const texts = new Map(rows.map(row => [row, plain(textOf(row))]))
  const every = name => [...new Set(rows.map(row => row.dataset[name]))]
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
  const said = form.querySelector("output")
  const [reset] = form.getElementsByTagName("button")

  function apply() {
    const chosen = new FormData(form)
    const words = plain(chosen.get("words")).split(/\s+/)
    const weights = chosen.getAll("weight")
    const fits = row =>
      ["", row.dataset.document].includes(chosen.get("document")) || row.dataset.document === "All five"
    let shown = 0
    for (const row of rows) {
      row.hidden = !(fits(row)
        && (!weights.length || weights.includes(row.dataset.weight))
        && words.every(word => texts.get(row).includes(word)))
      shown += !row.hidden
    }
    frame.hidden = !shown
    said.value = `${shown || "None"} of ${rows.length} errata`
    reset.hidden = ![...chosen.values()].some(Boolean)
  }

  function remember() {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value))
    const url = new URL(location)
    url.search = query
    history.replaceState(history.state, "", url)
  }

  function recall() {
    const query = new URLSearchParams(location.search)
    form.elements.words.value = query.get("words") ?? ""
    const wanted = query.get("document") ?? ""
    form.elements.document.value = documents.includes(wanted) ? wanted : ""
    for (const box of form.elements.weight) box.checked = query.getAll("weight").includes(box.value)
  }

  form.addEventListener("submit", event => event.preventDefault())
  form.addEventListener("input", () => { apply(); remember() })
  form.addEventListener("reset", event => {
    event.preventDefault()
    history.replaceState(history.state, "", location.pathname + location.hash)
    recall()
    apply()
    form.elements.words.focus() // the button is gone
  })
  recall()
  apply()
  frame.before(form)
}

// Formulas are there twice, to be seen and to be read: the latter has the LaTeX
function textOf(row) {
  const copy = row.cloneNode(true)
  copy.querySelectorAll(".katex-html").forEach(seen => seen.remove())
  return [...copy.cells].map(cell => cell.textContent).join(" ")
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\p{Pd}/gu, "-")
    .replace(/[‘’]/g, "'").toLowerCase().trim()
}
