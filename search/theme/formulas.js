// The engine and the formulas, loaded when they are first asked for.

import { escape } from "../markup.js"

/** @import { FormulaSearch } from "../engine.js" */
/** @import { FormularyGlobal, Hit, PageRecord, ThemeItem } from "../types.js" */

export const LEAST = 0.3 // a formula that scores less would only stand in the way of the text
const LEAST_OF_BEST = 0.45
const MOST = 5
const ABOVE_TEXT = 1e12 // the theme follows the highest score on Enter
const LUNR_SYNTAX = /[:~^]/g

export class Formulas {
  /** @type {Promise<void> | undefined} */
  loading
  /** @type {FormulaSearch<PageRecord> | undefined} */
  engine
  /** @type {FormularyGlobal["mathml"] | undefined} */
  mathml
  /** Tells those who wait for the engine that it is there. */
  resolve = () => {}
  /** @type {Promise<void>} */
  loaded = new Promise(resolve => {
    this.resolve = resolve
  })

  constructor(/** @type {string[]} */ scripts) {
    this.scripts = scripts
  }

  /** Load what is needed, once; what cannot be loaded leaves the theme's search as it is. */
  load() {
    this.loading ??= Promise.all(this.scripts.map(loadScript))
      .then(() => this.start(window.formulary))
      .catch(error => console.error("formula search:", error))
  }

  start(/** @type {FormularyGlobal} */ { FormulaSearch, mathml, records }) {
    this.mathml = mathml
    this.engine = new FormulaSearch(records)
    window.formulary.ready = true
    this.resolve()
  }

  /** How a query was read, as MathML, if it is mathematics. */
  reading(/** @type {string} */ text) {
    const trees = this.engine?.reading(text) ?? []
    return trees.length && this.mathml ? this.mathml(trees) : ""
  }

  /** What of a query the theme's search understands. */
  wordsOf(/** @type {string} */ text) {
    return (this.engine ? this.engine.words(text) : text).replace(LUNR_SYNTAX, " ")
  }

  /**
   * The formulas that are found, as results of the theme.
   * @param {string} text
   * @returns {ThemeItem[][]}
   */
  items(text) {
    if (!this.engine || !text.trim()) return []
    const found = this.engine.search(text, MOST)
    const least = Math.max(LEAST, LEAST_OF_BEST * Math.min(1, found[0]?.score ?? 0))
    const isCode = this.engine.isCode(text)
    return found.filter(({ score }) => score >= least).map(hit => [this.item(hit, isCode)])
  }

  /**
   * @param {Hit<PageRecord>} hit
   * @param {boolean} isCode
   */
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

function loadScript(/** @type {string} */ src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.onload = resolve
    script.onerror = () => reject(new Error(`${src} is not there`))
    script.src = src
    document.head.append(script)
  })
}
