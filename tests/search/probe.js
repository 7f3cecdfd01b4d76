// What the tests ask of the engine's modules: answers that are plain data.

import { trees } from "../../search/canonical.js"
import { FormulaSearch } from "../../search/engine.js"
import * as features from "../../search/features.js"
import { looksLikePython } from "../../search/lexer.js"
import { mathml } from "../../search/mathml.js"
import { isMaths, libraryName } from "../../search/query.js"
import { STOP_WORDS, TextIndex, wordsOf } from "../../search/text.js"
import { show } from "../../search/tree.js"

/** @import { SearchRecord } from "../../search/types.js" */

/** The trees of a text as text: add(x, y). */
export const shown = (/** @type {string} */ text) => trees(text).map(show).join(" ; ")

export const markup = (/** @type {string} */ text) => mathml(trees(text))

export const shape = (/** @type {string} */ text) => features.shape(trees(text)[0])

export const size = (/** @type {string} */ text) => features.size(trees(text)[0])

/** How often each feature stands in the tree of a text. */
export const counts = (/** @type {string} */ text) =>
  Object.fromEntries([...features.features(trees(text)[0])].map(([name, { count }]) => [name, count]))

/**
 * The phrase that answers a query best.
 * @param {string[]} phrases
 * @param {string} query
 */
export function bestPhrase(phrases, query) {
  const index = new TextIndex(phrases.map(text => ({ phrases: [{ text, weight: 1 }], text: "" })))
  const scores = index.search([query])
  return scores && phrases[scores.indexOf(Math.max(...scores))]
}

/** @type {FormulaSearch} */
let engine

/** Have these records searched from now on. */
export function start(/** @type {SearchRecord[]} */ records) {
  engine = new FormulaSearch(records)
}

/**
 * The ids that are found for each query, best first.
 * @param {string[]} queries
 * @param {number} limit
 */
export const found = (queries, limit) =>
  queries.map(query => engine.search(query, limit).map(({ record }) => record.id))

/**
 * The id that is found first among a few records, for each query.
 * @param {SearchRecord[]} records
 * @param {string[]} queries
 */
export function firstOf(records, queries) {
  const few = new FormulaSearch(records)
  return queries.map(query => few.search(query, 1)[0]?.record.id)
}

/**
 * The queries for which an engine throws, or answers what is no answer.
 * @param {SearchRecord[]} records
 * @param {string[]} queries
 */
export function wrong(records, queries) {
  const few = new FormulaSearch(records)
  return queries.filter(query => !answers(few, query))
}

/** @type {(few: FormulaSearch, query: string) => boolean} */
function answers(few, query) {
  try {
    const scored = few.search(query, 5).every(({ score }) => score > 0)
    return scored && Array.isArray(few.reading(query)) && typeof few.words(query) === "string"
  } catch {
    return false
  }
}

/** The words of each phrase that say something; none of mathematics and code. */
export const telling = (/** @type {string[]} */ phrases) =>
  phrases.map(phrase => {
    const isCode = isMaths(phrase) || libraryName(phrase) || looksLikePython(phrase)
    return isCode ? [] : wordsOf(phrase).filter(word => !STOP_WORDS.has(word))
  })
