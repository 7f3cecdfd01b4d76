// The engine and the formulas, loaded when they are first asked for.

const LEAST = 0.3 // a formula that scores less would only stand in the way of the text
const LEAST_OF_BEST = 0.45
const MOST = 5
const ABOVE_TEXT = 1e12 // the theme follows the highest score on Enter
const LUNR_SYNTAX = /[:~^]/g

export class Formulas {
  constructor(scripts) {
    this.scripts = scripts
    this.loaded = new Promise(resolve => (this.resolve = resolve))
  }

  /** Load what is needed, once; what cannot be loaded leaves the theme's search as it is. */
  load() {
    this.loading ??= Promise.all(this.scripts.map(loadScript))
      .then(() => this.start(window.formulary))
      .catch(error => console.error("formula search:", error))
  }

  start({ FormulaSearch, mathml, records }) {
    this.mathml = mathml
    this.engine = new FormulaSearch(records)
    window.formulary.ready = true
    this.resolve()
  }

  /** How a query was read, as MathML, if it is mathematics. */
  reading(text) {
    const trees = this.engine?.reading(text) ?? []
    return trees.length ? this.mathml(trees) : ""
  }

  /** What of a query the theme's search understands. */
  wordsOf(text) {
    return (this.engine ? this.engine.words(text) : text).replace(LUNR_SYNTAX, " ")
  }

  /** The formulas that are found, as results of the theme. */
  items(text) {
    if (!this.engine || !text.trim()) return []
    const found = this.engine.search(text, MOST)
    const least = Math.max(LEAST, LEAST_OF_BEST * Math.min(1, found[0]?.score ?? 0))
    const isCode = this.engine.isCode(text)
    return found.filter(({ score }) => score >= least).map(hit => [this.item(hit, isCode)])
  }

  item({ record, score }, isCode) {
    const { id, title, area, url, markup, function: name } = record
    const code = isCode && name ? `<code>${name}</code>` : ""
    return {
      location: url,
      title: `<span class="formula-hit" data-formula-id="${id}"><span class="formula-hit-title">${escape(title)}</span> <span class="formula-hit-area">${escape(area)}</span>${code}<span class="formula-hit-maths">${markup}</span></span>`,
      text: "",
      terms: {},
      score: ABOVE_TEXT + score,
    }
  }
}

const escape = text => text.replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c])

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.onload = resolve
    script.onerror = () => reject(new Error(`${src} is not there`))
    script.src = src
    document.head.append(script)
  })
}
