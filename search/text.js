// Finding records by words: titles, aliases and function names are phrases, all else is a
// bag of words. A word counts as itself, as its stem, as a beginning, as a synonym, or as a
// slip of the fingers.

export const STOP_WORDS = new Set((
  "a an the of to in on for and or is are was be by with from as at it its this that these those " +
  "how what which why when where who do does did i my me we you your can could should would will " +
  "if then there formula formulas equation equations definition define defined meaning compute " +
  "calculate computing find get make vs using use used between into than so not no given respect " +
  "wrt per about need want math maths mathematical show"
).split(" "))

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
const SYNONYMS_OF = new Map()
for (const group of SYNONYMS)
  for (const word of group)
    SYNONYMS_OF.set(word, [...(SYNONYMS_OF.get(word) ?? []), ...group.filter(other => other !== word)])

/** Lower case, without accents. */
const folded = text => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()

/** The words of a text. */
export const words = text =>
  folded(text).replace(/['’]s\b/g, "").replace(/['’]/g, "").replace(/×/g, "x").match(/[a-z0-9]+/g) ?? []

/** A word without the endings that change its form and not its sense. */
export function stem(word) {
  let stemmed = word
  if (stemmed.length > 4)
    stemmed = stemmed.replace(/i[sz](?:e|ed|es|ing|ation)$/, "iz").replace(/ies$/, "y")
  if (stemmed.length > 5) stemmed = stemmed.replace(/(?:ing|ed)$/, "")
  if (stemmed.length > 3) stemmed = stemmed.replace(/([^su])s$/, "$1").replace(/e$/, "")
  return stemmed
}

/** How many slips turn one word into the other, a swap of neighbours being one; at most `most` + 1. */
export function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1
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

const sum = numbers => numbers.reduce((total, value) => total + value, 0)

/** Scores records by the words of a query. */
export class TextIndex {
  /** @param records each {phrases: [{text, weight}], text} */
  constructor(records) {
    this.vocabulary = new Map() // word -> number
    this.joined = new Map() // a phrase without its spaces -> [record, weight, record, weight, …]
    this.records = records.map((record, i) => ({
      phrases: record.phrases.map(({ text, weight }) => this.phrase(text, weight, i)),
      bag: new Set(words(record.text).map(word => this.number(word))),
    }))
    this.words = [...this.vocabulary.keys()]
    this.stems = this.words.map(stem)
    this.having = this.recordsHaving()
    this.sorted = [...this.joined.keys()].sort()
    this.rarity = this.rarities()
    for (const { phrases } of this.records)
      for (const phrase of phrases) phrase.rarity = sum(phrase.words.map(word => this.rarity[word]))
    this.most = Math.log(1 + records.length)
    this.expansions = new Map()
  }

  number(word) {
    if (!this.vocabulary.has(word)) this.vocabulary.set(word, this.vocabulary.size)
    return this.vocabulary.get(word)
  }

  phrase(text, weight, record) {
    const parts = words(text)
    const joined = parts.join("")
    if (!this.joined.has(joined)) this.joined.set(joined, [])
    this.joined.get(joined).push(record, weight)
    return { words: [...new Set(parts.map(word => this.number(word)))], weight }
  }

  /** For each word, the records that have it. */
  recordsHaving() {
    const having = this.words.map(() => [])
    this.records.forEach(({ phrases, bag }, i) => {
      for (const word of new Set([...bag, ...phrases.flatMap(phrase => phrase.words)])) having[word].push(i)
    })
    return having
  }

  rarities() {
    return Float64Array.from(this.having, records => Math.log(1 + this.records.length / records.length))
  }

  knows(word) {
    return this.vocabulary.has(word)
  }

  /** The words that a typed word may stand for, with how alike they are, from 0 to 1. */
  expand(word, isLast) {
    const key = isLast ? `${word}…` : word
    if (!this.expansions.has(key)) {
      if (this.expansions.size > 500) this.expansions.clear()
      this.expansions.set(key, this.alike(word, isLast))
    }
    return this.expansions.get(key)
  }

  alike(word, isLast) {
    const found = new Map()
    const note = (number, likeness) => {
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
      if (this.knows(synonym)) note(this.vocabulary.get(synonym), 0.72)
    return found
  }

  /** A score from 0 to about 1 for every record, or undefined where no word is left. */
  search(texts) {
    const all = texts.flatMap(words)
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
  runTogether(query) {
    const found = new Map()
    const note = (phrase, likeness) => {
      const records = this.joined.get(phrase)
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
  near(query) {
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
  weight(found) {
    if (!found.size) return this.most
    const [[likeliest]] = [...found].sort(([, a], [, b]) => b - a)
    return Math.max(this.rarity[likeliest], 0.8)
  }

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

  /** How well one phrase answers, and what of the query it covers. */
  match(phrase, terms, covered) {
    let ofQuery = 0
    let ofPhrase = 0
    const seen = []
    terms.forEach(({ alike, weight }, i) => {
      let likeness = 0
      let matched
      for (const word of phrase.words)
        if ((alike.get(word) ?? 0) > likeness) [likeness, matched] = [alike.get(word), word]
      ofQuery += weight * likeness
      covered[i] = Math.max(covered[i], likeness * (phrase.weight >= 0.9 ? 1 : 0.8))
      if (likeness && !seen.includes(matched)) ofPhrase += this.rarity[matched] * likeness
      seen.push(matched)
    })
    const overlap = ofQuery && ofQuery * (0.6 + 0.4 * Math.min(1, ofPhrase / phrase.rarity))
    return phrase.weight * overlap
  }
}

/** How alike a misspelt word is to a known one. */
function misspelt(word, other, isLast) {
  if (word.length < 4 || other.length < 4) return 0
  const most = word.length >= 8 ? 2 : 1
  const wrong = slips(word, other, most)
  if (wrong <= most) return (0.88 - 0.12 * wrong) * (word[0] === other[0] ? 1 : 0.85)
  const begun = isLast && word.length >= 5 && other.length > word.length + 1
  return begun && slips(word, other.slice(0, word.length), 1) <= 1 ? 0.55 : 0
}

/** The same without the spaces: softmax cross entropy is SoftmaxCrossEntropy. */
function runTogether(query, phrase) {
  if (query === phrase) return 1.05
  if (query.length >= 3 && phrase.startsWith(query)) return 0.78 + (0.2 * query.length) / phrase.length
  if (query.length < 5 || phrase.length < 5) return 0
  const most = Math.min(3, Math.floor(query.length / 7))
  const wrong = slips(query, phrase, most)
  return wrong <= most ? 0.97 * (1 - wrong / Math.max(query.length, phrase.length)) : 0
}
