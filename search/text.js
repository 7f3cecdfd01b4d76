// Finding records by words: titles, aliases and function names are phrases, all else is a
// bag of words. A word counts as itself, as its stem, as a beginning, as a synonym, or as a
// slip of the fingers.

import { wordSet } from "./symbols.js"

/** @import { Wording } from "./types.js" */

/**
 * The words that a typed word may stand for, by their numbers, with how alike they are.
 * @typedef {Map<number, number>} Likenesses
 */
/** @typedef {{ words: number[], weight: number, rarity: number }} Phrase the numbers of its words */
/** @typedef {{ phrases: Phrase[], bag: Set<number> }} Entry what is known of a record */
/** @typedef {{ alike: Likenesses, weight: number }} Term a word of a query, and its share of it */

export const STOP_WORDS = wordSet(
  "a an the of to in on for and or is are was be by with from as at it its this that these those " +
  "how what which why when where who do does did i my me we you your can could should would will " +
  "if then there formula formulas equation equations definition define defined meaning compute " +
  "calculate computing find get make vs using use used between into than so not no given respect " +
  "wrt per about need want math maths mathematical show"
)

const SYNONYMS = [
  "derivative gradient grad deriv differentiate differentiation backward",
  "average mean avg",
  "error loss cost objective",
  "optimizer optimiser update step",
  "regularization regularisation penalty regularizer regulariser",
  "init initialization initialisation",
  "distance metric far apart",
  "probability prob chance likely",
  "normalization normalisation normalise normalize",
  "embedding encoding",
  "stable overflow underflow stability safe",
  "size shape shapes dimensions",
  "std deviation spread",
  "decompose decomposition factorization factorisation",
  "two 2", "three 3",
  "inverse invert inverting",
  "length magnitude norm",
  "similar similarity alike",
  "multiply product multiplication times",
  "perpendicular orthogonal orthogonality",
  "weights parameters params",
].map(group => group.split(" "))
/** @type {Map<string, string[]>} */
const SYNONYMS_OF = new Map()
for (const group of SYNONYMS)
  for (const word of group)
    SYNONYMS_OF.set(word, [...(SYNONYMS_OF.get(word) ?? []), ...group.filter(other => other !== word)])

/** Lower case, without accents. */
const folded = (/** @type {string} */ text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()

/** @type {(text: string) => string[]} */
export const wordsOf = text =>
  folded(text).replace(/['’]s\b/g, "").replace(/['’]/g, "").replace(/×/g, "x").match(/[a-z0-9]+/g) ?? []

/** A word without the endings that change its form and not its sense. */
export function stem(/** @type {string} */ word) {
  let stemmed = word
  if (stemmed.length > 4)
    stemmed = stemmed.replace(/i[sz](?:e|ed|es|ing|ation)$/, "iz").replace(/ies$/, "y")
  if (stemmed.length > 5) stemmed = stemmed.replace(/(?:ing|ed)$/, "")
  if (stemmed.length > 3) stemmed = stemmed.replace(/([^su])s$/, "$1").replace(/e$/, "")
  return stemmed
}

/**
 * How many slips turn one word into the other, a swap of neighbours being one; at most `most` + 1.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1
  /** @type {number[]} */
  let earlier = []
  let previous = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const wrong = one[i - 1] === other[j - 1] ? 0 : 1
      row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + wrong)
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (swapped) row[j] = Math.min(row[j], earlier[j - 2] + 1)
    }
    if (Math.min(...row) > most) return most + 1
    ;[earlier, previous] = [previous, row]
  }
  return previous[other.length]
}

const sum = (/** @type {number[]} */ numbers) => numbers.reduce((total, value) => total + value, 0)

/** Scores records by the words of a query. */
export class TextIndex {
  /**
   * The number of each word.
   * @type {Map<string, number>}
   */
  vocabulary = new Map()
  /**
   * For each phrase without its spaces [record, weight, record, weight, …].
   * @type {Map<string, number[]>}
   */
  joined = new Map()
  /** @type {Map<string, Likenesses>} */
  expansions = new Map()

  constructor(/** @type {Wording[]} */ records) {
    /** @type {Entry[]} */
    this.records = records.map((record, i) => ({
      phrases: record.phrases.map(({ text, weight }) => this.phrase(text, weight, i)),
      bag: new Set(wordsOf(record.text).map(word => this.number(word))),
    }))
    this.words = [...this.vocabulary.keys()]
    this.stems = this.words.map(stem)
    this.having = this.recordsHaving()
    this.sorted = [...this.joined.keys()].sort()
    this.rarity = this.rarities()
    for (const { phrases } of this.records)
      for (const phrase of phrases) phrase.rarity = sum(phrase.words.map(word => this.rarity[word]))
    this.most = Math.log(1 + records.length)
  }

  number(/** @type {string} */ word) {
    const number = this.vocabulary.get(word) ?? this.vocabulary.size
    this.vocabulary.set(word, number)
    return number
  }

  /** @type {(text: string, weight: number, record: number) => Phrase} */
  phrase(text, weight, record) {
    const words = wordsOf(text)
    const joined = words.join("")
    this.joined.set(joined, [...(this.joined.get(joined) ?? []), record, weight])
    return { words: [...new Set(words.map(word => this.number(word)))], weight, rarity: 0 }
  }

  /** For each word, the records that have it. */
  recordsHaving() {
    const having = this.words.map(() => /** @type {number[]} */ ([]))
    this.records.forEach(({ phrases, bag }, i) => {
      for (const word of new Set([...bag, ...phrases.flatMap(phrase => phrase.words)])) having[word].push(i)
    })
    return having
  }

  rarities() {
    return Float64Array.from(this.having, records => Math.log(1 + this.records.length / records.length))
  }

  knows(/** @type {string} */ word) {
    return this.vocabulary.has(word)
  }

  /** The words that a typed word may stand for; the last one may not be typed to its end. */
  expand(/** @type {string} */ word, /** @type {boolean} */ isLast) {
    const key = isLast ? `${word}…` : word
    const known = this.expansions.get(key)
    if (known) return known
    if (this.expansions.size > 500) this.expansions.clear()
    const found = this.alike(word, isLast)
    this.expansions.set(key, found)
    return found
  }

  alike(/** @type {string} */ word, /** @type {boolean} */ isLast) {
    /** @type {Likenesses} */
    const found = new Map()
    const note = (/** @type {number | undefined} */ number, /** @type {number} */ likeness) => {
      if (number === undefined) return
      if (likeness > (found.get(number) ?? 0)) found.set(number, likeness)
    }
    const stemmed = stem(word)
    this.words.forEach((other, number) => {
      if (other === word) note(number, 1)
      else if (stemmed.length > 2 && this.stems[number] === stemmed) note(number, 0.95)
      else if (word.length >= (isLast ? 1 : 3) && other.startsWith(word))
        note(number, (isLast ? 0.62 : 0.5) + (0.33 * word.length) / other.length)
      else if (!this.knows(word)) note(number, misspelt(word, other, isLast))
    })
    for (const synonym of SYNONYMS_OF.get(word) ?? SYNONYMS_OF.get(stemmed) ?? [])
      note(this.vocabulary.get(synonym), 0.72)
    return found
  }

  /** A score from 0 to about 1 for every record, or undefined where no word is left. */
  search(/** @type {string[]} */ texts) {
    const all = texts.flatMap(wordsOf)
    const telling = all.filter(word => !STOP_WORDS.has(word))
    const query = [...new Set(telling.length ? telling : all)]
    if (!query.length) return undefined
    const expansions = query.map(word => this.expand(word, word === all.at(-1)))
    const weights = expansions.map(found => this.weight(found))
    const terms = query.map((_, i) => ({ alike: expansions[i], weight: weights[i] / sum(weights) }))
    const wholes = this.runTogether(all.join(""))
    const scores = new Float64Array(this.records.length)
    const candidates = new Set(wholes.keys())
    const wanted = new Uint8Array(this.words.length)
    for (const { alike } of terms)
      for (const word of alike.keys()) {
        wanted[word] = 1
        for (const i of this.having[word]) candidates.add(i)
      }
    for (const i of candidates) scores[i] = this.score(this.records[i], terms, wanted, wholes.get(i) ?? 0)
    return scores
  }

  /** The records that have a phrase that is the query but for its spaces. */
  runTogether(/** @type {string} */ query) {
    /** @type {Map<number, number>} */
    const found = new Map()
    const note = (/** @type {string} */ phrase, /** @type {number} */ likeness) => {
      const records = this.joined.get(phrase) ?? []
      for (let i = 0; i < records.length; i += 2)
        found.set(records[i], Math.max(found.get(records[i]) ?? 0, likeness * records[i + 1]))
    }
    for (const phrase of this.near(query)) {
      const likeness = runTogether(query, phrase)
      if (likeness) note(phrase, likeness)
    }
    return found
  }

  /** The phrases that begin as the query does: alike ones are among them. */
  near(/** @type {string} */ query) {
    const start = query.slice(0, query.length < 5 ? query.length : 1)
    let from = 0
    let to = this.sorted.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.sorted[middle] < start) from = middle + 1
      else to = middle
    }
    let end = from
    while (end < this.sorted.length && this.sorted[end].startsWith(start)) end += 1
    return this.sorted.slice(from, end)
  }

  /** How telling a word is: the rarity of what it most likely stands for. */
  weight(/** @type {Likenesses} */ found) {
    const [likeliest] = [...found].sort(([, a], [, b]) => b - a).map(([word]) => word)
    if (likeliest === undefined) return this.most
    return Math.max(this.rarity[likeliest], 0.8)
  }

  /**
   * @param {Entry} record
   * @param {Term[]} terms
   * @param {Uint8Array} wanted which words the terms may stand for
   * @param {number} whole how alike the query is to a phrase as a whole
   */
  score({ phrases, bag }, terms, wanted, whole) {
    const covered = terms.map(() => 0)
    let best = whole
    for (const phrase of phrases)
      if (phrase.words.some(word => wanted[word])) best = Math.max(best, this.match(phrase, terms, covered))
    const inBag = terms.length > 2 ? 0.8 : 0.7
    const coverage = sum(terms.map(({ alike, weight }, i) => {
      let most = covered[i]
      for (const word of bag) most = Math.max(most, inBag * (alike.get(word) ?? 0))
      return weight * most
    }))
    const share = terms.length > 3 ? 0.6 : terms.length === 3 ? 0.5 : 0.32
    return (1 - share) * best + share * coverage
  }

  /**
   * How well one phrase answers.
   * @param {Phrase} phrase
   * @param {Term[]} terms
   * @param {number[]} covered how much of each term a phrase has covered, which is told here
   */
  match(phrase, terms, covered) {
    let ofQuery = 0
    let ofPhrase = 0
    /** @type {number[]} */
    const seen = []
    terms.forEach(({ alike, weight }, i) => {
      let likeness = 0
      let matched = -1
      for (const word of phrase.words) {
        const found = alike.get(word) ?? 0
        if (found > likeness) [likeness, matched] = [found, word]
      }
      ofQuery += weight * likeness
      covered[i] = Math.max(covered[i], likeness * (phrase.weight >= 0.9 ? 1 : 0.8))
      if (likeness && !seen.includes(matched)) ofPhrase += this.rarity[matched] * likeness
      seen.push(matched)
    })
    const overlap = ofQuery && ofQuery * (0.6 + 0.4 * Math.min(1, ofPhrase / phrase.rarity))
    return phrase.weight * overlap
  }
}

/**
 * How alike a misspelt word is to a known one.
 * @param {string} word
 * @param {string} other
 * @param {boolean} isLast
 */
function misspelt(word, other, isLast) {
  if (word.length < 4 || other.length < 4) return 0
  const most = word.length >= 8 ? 2 : 1
  const wrong = slips(word, other, most)
  if (wrong <= most) return (0.88 - 0.12 * wrong) * (word[0] === other[0] ? 1 : 0.85)
  const begun = isLast && word.length >= 5 && other.length > word.length + 1
  return begun && slips(word, other.slice(0, word.length), 1) <= 1 ? 0.55 : 0
}

/** How alike a query is to a phrase, both without their spaces. */
function runTogether(/** @type {string} */ query, /** @type {string} */ phrase) {
  if (query === phrase) return 1.05
  if (query.length >= 3 && phrase.startsWith(query)) return 0.78 + (0.2 * query.length) / phrase.length
  if (query.length < 5 || phrase.length < 5) return 0
  const most = Math.min(3, Math.floor(query.length / 7))
  const wrong = slips(query, phrase, most)
  return wrong <= most ? 0.97 * (1 - wrong / Math.max(query.length, phrase.length)) : 0
}
