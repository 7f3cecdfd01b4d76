// Formulas for a query: mathematics by the features of its tree, words by the text index,
// and both together in one ranking.

import { trees } from "./canonical.js"
import { looksLikePython } from "./lexer.js"
import { MathsIndex } from "./maths.js"
import { hasLatex, isMaths, libraryName, namesIn, outerFunction, plainName, read, statements } from "./query.js"
import { STOP_WORDS, TextIndex, wordsOf } from "./text.js"

/** @import { Hit, Query, SearchRecord, Wording } from "./types.js" */
/** @typedef {Map<string, string>} Acronyms each with what it abbreviates, in lower case */

const OWN = 1 // for a title, an alias or a form, word by word
const CALLED = 0.8 // for a name that is called, as in nn.HuberLoss(delta=1)
const NESTED = 0.3 // for one that is called within other mathematics
const BESIDE_CALL = 0.5 // for the mathematics of its arguments
const LITTLE = 6 // characters of mathematics beside words, which say more
const COMMENT = 0.35
const OUTERMOST = 0.5 // for the function of a library that all is an argument of
const NAMED = 0.1 // for any other name in mathematics
const MOST_NAMES = 8
const LEAST = 0.02 // what scores less is no result

const DERIVATIVE = /^(?:deriv\w*|differentiat\w*|gradient|grad)$/i

const asTyped = (/** @type {string} */ text) => {
  const spaced = text.trim().replace(/\s+/g, " ")
  return /^[\w\s()-]{4,}$/.test(spaced) ? spaced.toLowerCase() : spaced
}

/** @template {SearchRecord} [Found=SearchRecord] */
export class FormulaSearch {
  constructor(/** @type {Found[]} */ records) {
    this.records = records
    this.names = records.map(functions)
    const acronyms = spelledOutAcronyms(records)
    this.text = new TextIndex(records.map((record, i) => phrases(record, this.names[i], acronyms)))
    this.maths = new MathsIndex(records.map(formulas))
    this.own = this.ownWords()
  }

  /**
   * The best records, best first.
   * @param {string} text
   * @returns {Hit<Found>[]}
   */
  search(text, limit = 8) {
    const scores = this.scores(read(text))
    for (const i of this.own.get(asTyped(text)) ?? []) scores[i] += OWN
    return this.records
      .map((record, i) => ({ record, score: scores[i] }))
      .filter(({ score }) => score > LEAST)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
  }

  /** How mathematics in a query was read: its trees, or none. */
  reading(/** @type {string} */ text) {
    const { maths } = read(text)
    return maths ? trees(maths) : []
  }

  /** The words of a query that are, or stand in, its mathematics; all of it where there is none. */
  words(/** @type {string} */ text) {
    const { words, maths } = read(text)
    return maths ? [...words, ...namesIn(maths).map(name => name.text)].join(" ") : text
  }

  isCode(/** @type {string} */ text) {
    return looksLikePython(text)
  }

  /** Everything that the records say of themselves, as it stands there. */
  ownWords() {
    /** @type {Map<string, Set<number>>} */
    const own = new Map()
    this.records.forEach((record, i) => {
      for (const text of [record.title, record.id, ...formulas(record), ...record.foundBy]) {
        const owners = own.get(asTyped(text)) ?? new Set()
        own.set(asTyped(text), owners.add(i))
      }
    })
    return own
  }

  scores(/** @type {Query} */ query) {
    const byWords = query.words.length ? this.text.search(query.words) : undefined
    const derived = query.words.some(word => DERIVATIVE.test(word))
    const byMaths = query.maths ? this.maths.search(query.maths, derived) : undefined
    const none = new Float64Array(this.records.length)
    if (byMaths) return byWords ? this.blend(byMaths, byWords, query) : this.named(byMaths, query)
    const scores = query.bare ? this.bare(byWords ?? none, query.words, query.bare) : byWords ?? none
    return query.name ? this.called(scores, query.name) : scores
  }

  /**
   * Words and mathematics side by side: the more words, the more they count.
   * @param {Float64Array} byMaths
   * @param {Float64Array} byWords
   * @param {Query} query
   */
  blend(byMaths, byWords, query) {
    const telling = query.words.filter(word => !STOP_WORDS.has(word.toLowerCase())).length
    const little = query.maths.length < LITTLE
    const share = little ? 0.75 : Math.min(0.65, 0.3 + 0.12 * telling)
    return byMaths.map((score, i) => (1 - share) * score + share * byWords[i])
  }

  /**
   * Mathematics alone: words in it, such as softmax, may also be names.
   * @param {Float64Array} byMaths
   * @param {Query} query
   */
  named(byMaths, { maths, comment }) {
    const best = new Float64Array(byMaths.length)
    const note = (/** @type {string} */ text, /** @type {number} */ weight) => {
      this.text.search([text])?.forEach((score, i) => (best[i] = Math.max(best[i], weight * score)))
    }
    const names = namesIn(maths).slice(0, MOST_NAMES)
    for (const { text, called, outermost } of names) note(text, called ? (outermost ? CALLED : NESTED) : NAMED)
    if (comment) note(comment, COMMENT)
    const share = names.some(({ called, outermost }) => called && outermost) ? BESIDE_CALL : 1
    const library = outerFunction(maths)
    const scores = byMaths.map((score, i) => share * score + best[i])
    return library ? this.called(scores, library, OUTERMOST) : scores
  }

  /**
   * Short words may be letters: `QK` is more likely a product than a name.
   * @param {Float64Array} byWords
   * @param {string[]} words
   * @param {string} letters
   */
  bare(byWords, words, letters) {
    const byMaths = this.maths.search(letters)
    if (!byMaths) return byWords
    const known = words.flatMap(wordsOf).every(word => this.text.knows(word))
    const weight = known ? 0.12 : /[A-Z]|log|exp|sqrt|sum/.test(letters) ? 0.7 : 0.2
    return byWords.map((score, i) => (known ? 1 : 0.6) * score + weight * byMaths[i])
  }

  /**
   * A function of a library by its dotted name.
   * @param {Float64Array} scores
   * @param {string} name
   */
  called(scores, name, weight = 1) {
    return scores.map((score, i) => {
      const names = this.names[i]
      const bonus = names.map((other, place) => {
        const full = other.toLowerCase()
        if (full === name) return 0.7 - 0.05 * place + (names.length === 1 ? 0.05 : 0)
        return name.length > 3 && full.startsWith(name) ? (0.4 * name.length) / full.length : 0
      })
      return score + weight * Math.max(0, ...bonus)
    })
  }
}

/** The functions of libraries that compute a formula. */
function functions(/** @type {SearchRecord} */ { code, foundBy }) {
  const names = [...code.flatMap(statements), ...foundBy].map(libraryName)
  return [...new Set(names.filter(name => name !== undefined))]
}

/** What states or computes a formula: several statements count together, and each alone. */
const formulas = (/** @type {SearchRecord} */ { latex, code, foundBy }) => [
  latex.join(",\\quad "),
  ...latex.slice(latex.length > 1 ? 0 : 1),
  ...code.map(statements).flatMap(lines => (lines.length > 1 ? [lines.join("; "), ...lines] : lines)),
  ...foundBy.filter(isMaths),
]

/**
 * The words that a record is found by; those of LaTeX are none.
 * @param {SearchRecord} record
 * @param {string[]} names
 * @param {Acronyms} acronyms
 * @returns {Wording}
 */
function phrases({ id, title, foundBy, text }, names, acronyms) {
  const own = [
    { text: title, weight: 1 },
    ...foundBy.filter(phrase => !hasLatex(phrase)).map(phrase => ({ text: phrase, weight: 0.97 })),
    { text: id.replace(/-/g, " "), weight: 0.95 },
    ...names.map(name => ({ text: plainName(name), weight: 0.8 })),
  ]
  const others = own.flatMap(phrase =>
    otherwise(phrase.text, acronyms).map(other => ({ text: other, weight: 0.97 * phrase.weight }))
  )
  return { phrases: [...own, ...others], text }
}

/** Acronyms that find a record, with the name of that record that they abbreviate. */
function spelledOutAcronyms(/** @type {SearchRecord[]} */ records) {
  /** @type {Acronyms} */
  const found = new Map()
  for (const { title, foundBy } of records)
    for (const acronym of foundBy.filter(phrase => /^[A-Z]{2,5}$/.test(phrase))) {
      const name = [title, ...foundBy].find(phrase => initials(phrase) === acronym)
      if (name) found.set(acronym, name.toLowerCase())
    }
  return found
}

const initials = (/** @type {string} */ name) => wordsOf(name).map(word => word[0]).join("").toUpperCase()

/** A phrase with its acronym spelled out, or with an acronym for what it spells out. */
function otherwise(/** @type {string} */ phrase, /** @type {Acronyms} */ acronyms) {
  const lower = phrase.toLowerCase()
  return [...acronyms].flatMap(([acronym, name]) => {
    const pattern = new RegExp(`\\b${acronym}\\b`)
    if (pattern.test(phrase) && phrase !== acronym) return [phrase.replace(pattern, name)]
    return lower.includes(name) && lower !== name ? [lower.replace(name, acronym)] : []
  })
}
