// Which phrases the engine finds without: all that can go together.
//
// Lists of phrases begin with what matters most, so each is tried from its end. In a turn one
// phrase of every record is taken away, and an engine built without them; a record gets its
// phrase back where one of its queries ranks worse, or a phrase that it gave up. Records also
// tell on each other, as rare words become rarer, so a phrase may be missed that went long ago:
// if it is missed in two turns that one comes back too; where it is a query that goes on ranking
// worse, what went last.

import { FormulaSearch } from "../../search/engine.js"
import { libraryName } from "../../search/query.js"
import { LEAST } from "../../search/theme/formulas.js"

/** @import { SearchRecord } from "../../search/types.js" */
/** @typedef {{ query: string, ids: string[] }} Asked a query, and the formulas that answer it */
/** @typedef {Map<string, string[]>} Missing for each id that misses something, the phrases that it misses themselves */

const NOT_FOUND = 6 // the place of what is not in the first six

/**
 * For each id the phrases that can go.
 * @param {SearchRecord[]} records
 * @param {Asked[]} queries
 */
export function removable(records, queries) {
  const search = new Trial(records, queries)
  const longest = Math.max(...records.map(({ foundBy }) => foundBy.length))
  for (let fromEnd = 1; fromEnd <= longest; fromEnd++) search.turn(fromEnd)
  search.settle()
  return Object.fromEntries([...search.removed].map(([id, gone]) => [id, [...gone]]))
}

class Trial {
  /**
   * What each record has given up, in the order in which it has.
   * @type {Map<string, Set<string>>}
   */
  removed
  /**
   * What was missing in the turn before.
   * @type {Missing}
   */
  missedBefore = new Map()

  constructor(/** @type {SearchRecord[]} */ records, /** @type {Asked[]} */ queries) {
    this.records = records
    this.removed = new Map(records.map(({ id }) => [id, new Set()]))
    const engine = new FormulaSearch(records)
    const phrases = records.flatMap(({ id, foundBy }) => foundBy.map(query => ({ query, ids: [id] })))
    this.queries = queries.map(asked => ({ ...asked, rank: rank(engine, asked) }))
    this.phrases = new Map(phrases.map(asked => [key(asked.ids[0], asked.query), rank(engine, asked)]))
  }

  /** Take one phrase of each record away, and give back those that are missed. */
  turn(/** @type {number} */ fromEnd) {
    /** @type {Map<string, string>} */
    const taken = new Map()
    for (const { id, foundBy } of this.records) {
      const phrase = foundBy.at(-fromEnd)
      if (foundBy.length < fromEnd || phrase === undefined) continue
      if (this.isOnlyNameOfFunction(id, phrase)) continue
      taken.set(id, phrase)
      this.removed.get(id)?.add(phrase)
    }
    const missing = this.missing(id => taken.has(id))
    for (const id of missing.keys()) this.removed.get(id)?.delete(taken.get(id) ?? "")
    for (const [id, missed] of missing) {
      const before = this.missedBefore.get(id)
      if (before) this.giveBack(id, missed.filter(phrase => before.includes(phrase)), missed.length ? 0 : 1)
    }
    this.missedBefore = missing
  }

  /** Whether no other phrase of a record says that this function computes it. */
  isOnlyNameOfFunction(/** @type {string} */ id, /** @type {string} */ phrase) {
    const name = libraryName(phrase)
    const record = this.records.find(r => r.id === id)
    if (!name || !record) return false
    const gone = this.removed.get(id)
    const others = [...record.code, ...record.foundBy.filter(other => other !== phrase && !gone?.has(other))]
    return !others.some(other => libraryName(other) === name)
  }

  /** Give phrases back until nothing ranks worse: twice as many each time, so that this ends. */
  settle() {
    for (let many = 1; ; many *= 2) {
      const missing = this.missing()
      if (!missing.size) return
      const helpless = [...missing.keys()].every(id => !this.removed.get(id)?.size)
      for (const id of helpless ? this.removed.keys() : []) this.giveBack(id, [], many)
      for (const [id, missed] of missing) this.giveBack(id, missed, missed.length ? 0 : many)
    }
  }

  /**
   * @param {string} id
   * @param {string[]} phrases
   * @param {number} last how many of what went last
   */
  giveBack(id, phrases, last) {
    const gone = this.removed.get(id) ?? new Set()
    for (const phrase of [...phrases, ...[...gone].slice(gone.size - last)]) gone.delete(phrase)
  }

  /**
   * The records that miss a phrase: what should find them ranks them worse.
   * @param {(id: string) => boolean} counts whether to look at a record
   */
  missing(counts = () => true) {
    const engine = new FormulaSearch(
      this.records.map(record => {
        const gone = this.removed.get(record.id)
        return { ...record, foundBy: record.foundBy.filter(phrase => !gone?.has(phrase)) }
      })
    )
    /** @type {Missing} */
    const missing = new Map()
    for (const asked of this.queries) {
      const ids = asked.ids.filter(counts)
      if (ids.length && rank(engine, asked) > asked.rank) for (const id of ids) missing.set(id, [])
    }
    for (const [id, gone] of this.removed) {
      if (!counts(id)) continue
      const isMissed = (/** @type {string} */ query) =>
        rank(engine, { query, ids: [id] }) > (this.phrases.get(key(id, query)) ?? 0)
      const missed = [...gone].filter(isMissed)
      if (missed.length) missing.set(id, missed)
    }
    return missing
  }
}

const key = (/** @type {string} */ id, /** @type {string} */ phrase) => `${id}\n${phrase}`

/** The place of the right formula, and far behind where the search box would not show it. */
function rank(/** @type {FormulaSearch} */ engine, /** @type {Asked} */ { query, ids }) {
  const hits = engine.search(query, NOT_FOUND)
  const at = hits.findIndex(({ record }) => ids.includes(record.id))
  if (at < 0) return 2 * NOT_FOUND
  return hits[at].score < LEAST ? at + NOT_FOUND : at
}
