// Formulas for a query: mathematics by the features of its tree, words by the text index,
// and both together in one ranking.

import { trees } from "./canonical.js"
import { features, shape, size } from "./features.js"
import { lex, looksLikePython } from "./lexer.js"
import { isMaths, libraryName, namesIn, plainName, read } from "./query.js"
import { STOP_WORDS, TextIndex, words } from "./text.js"
import { is, show } from "./tree.js"

const COVERAGE = 0.35 // the share that a formula's own coverage has in its score
const WHOLE = 0.1 // for a formula that is the query but for the names of its variables
const LITERAL = 0.06 // for the query standing in the formula as it was typed
const AT_START = 0.04
const LEAST = 0.02 // what scores less is no result

export class FormulaSearch {
  /**
   * @param records each {id, title, aliases, latex, forms, code, text}: `forms` state it in
   * LaTeX otherwise, `code` computes it, and `text` is a few words on it.
   */
  constructor(records) {
    this.records = records
    this.names = records.map(functions)
    this.text = new TextIndex(records.map((record, i) => phrases(record, this.names[i])))
    this.maths = new MathsIndex(records.map(formulas))
  }

  /** The best records: [{record, score}], best first. */
  search(text, limit = 8) {
    const scores = this.scores(read(text))
    return this.records
      .map((record, i) => ({ record, score: scores[i] }))
      .filter(({ score }) => score > LEAST)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
  }

  /** How mathematics in a query was read: its trees, or none. */
  reading(text) {
    const { maths } = read(text)
    return maths ? trees(maths) : []
  }

  /** The words of a query that are, or stand in, its mathematics; all of it where there is none. */
  words(text) {
    const { words, maths } = read(text)
    return maths ? [...words, ...namesIn(maths)].join(" ") : text
  }

  isCode(text) {
    return looksLikePython(text)
  }

  scores(query) {
    const byWords = query.words.length ? this.text.search(query.words) : undefined
    const byMaths = query.maths ? this.maths.search(query.maths) : undefined
    const none = new Float64Array(this.records.length)
    if (byMaths) return byWords ? this.blend(byMaths, byWords, query) : this.named(byMaths, query)
    const scores = query.bare ? this.bare(byWords ?? none, query) : byWords ?? none
    return query.name ? this.called(scores, query.name) : scores
  }

  /** Words and mathematics side by side: the more words, the more they count. */
  blend(byMaths, byWords, query) {
    const telling = query.words.filter(word => !STOP_WORDS.has(word.toLowerCase())).length
    const share = Math.min(0.65, 0.3 + 0.12 * telling)
    return byMaths.map((score, i) => (1 - share) * score + share * byWords[i])
  }

  /** Mathematics alone: words in it, such as softmax, may also be names. */
  named(byMaths, query) {
    const names = namesIn(query.maths)
    const byName = names.length ? this.text.search(names) : undefined
    return byName ? byMaths.map((score, i) => score + 0.06 * byName[i]) : byMaths
  }

  /** Short words may be letters: `QK` is more likely a product than a name. */
  bare(byWords, query) {
    const byMaths = this.maths.search(query.bare)
    if (!byMaths) return byWords
    const known = query.words.flatMap(words).every(word => this.text.knows(word))
    const weight = known ? 0.12 : /[A-Z]|log|exp|sqrt|sum/.test(query.bare) ? 0.7 : 0.2
    return byWords.map((score, i) => (known ? 1 : 0.6) * score + weight * byMaths[i])
  }

  /** A function of a library by its dotted name. */
  called(scores, name) {
    return scores.map((score, i) => {
      const names = this.names[i]
      const bonus = names.map((other, place) => {
        const full = other.toLowerCase()
        if (full === name) return 0.7 - 0.05 * place + (names.length === 1 ? 0.05 : 0)
        return name.length > 3 && full.startsWith(name) ? (0.4 * name.length) / full.length : 0
      })
      return score + Math.max(0, ...bonus)
    })
  }
}

/** The functions of libraries that compute a formula. */
const functions = ({ code, aliases }) => [...new Set([...code, ...aliases].map(libraryName).filter(Boolean))]

const formulas = ({ latex, forms, code, aliases }) => [latex, ...forms, ...code, ...aliases.filter(isMaths)]

function phrases({ id, title, aliases, text }, names) {
  return {
    phrases: [
      { text: title, weight: 1 },
      ...aliases.map(alias => ({ text: alias, weight: 0.97 })),
      { text: id.replace(/-/g, " "), weight: 0.95 },
      ...names.map(name => ({ text: plainName(name), weight: 0.8 })),
    ],
    text,
  }
}

/** Formulas by the features of their trees. */
export class MathsIndex {
  /** @param sources for each record, its formulas in any notation */
  constructor(sources) {
    this.size = sources.length
    this.forms = [] // {record, features}
    this.shapes = new Map() // shape -> records that are this formula and nothing else
    this.literals = sources.map(texts => texts.map(text => ` ${literal(lex(text))}`))
    sources.forEach((texts, record) => this.add(record, texts))
    this.weigh()
  }

  /** Every formula of a record, and both sides of its equations, are forms of their own. */
  add(record, texts) {
    const seen = new Set()
    const put = tree => {
      const key = show(tree)
      if (seen.has(key)) return
      seen.add(key)
      this.forms.push({ record, features: features(tree) })
      if (size(tree) > 2) this.shapes.set(shape(tree), [...(this.shapes.get(shape(tree)) ?? []), record])
    }
    for (const text of texts) {
      const found = trees(text)
      if (found.length > 1) this.forms.push({ record, features: merged(found) })
      for (const tree of found) {
        put(tree)
        if (is(tree, "relation")) tree.args.filter(side => side.args.length).forEach(put)
      }
    }
  }

  weigh() {
    const counts = new Map()
    const lastSeen = new Map()
    for (const { record, features } of this.forms)
      for (const feature of features.keys()) {
        if (lastSeen.get(feature) === record) continue
        lastSeen.set(feature, record)
        counts.set(feature, (counts.get(feature) ?? 0) + 1)
      }
    this.most = Math.log(1 + this.size)
    this.rarity = new Map([...counts].map(([feature, n]) => [feature, Math.log(1 + this.size / n)]))
    this.postings = new Map()
    this.lengths = this.forms.map(({ features }, form) => {
      let length = 0
      for (const [feature, { weight, count }] of features) {
        length += weight * this.rarity.get(feature) * count
        if (!this.postings.has(feature)) this.postings.set(feature, [])
        this.postings.get(feature).push(form, count)
      }
      return length
    })
  }

  /** A score from 0 to about 1 for every record, or undefined where nothing was read. */
  search(text) {
    const found = trees(text)
    const query = merged(found)
    const total = this.total(query)
    if (!total) return undefined
    const scores = this.overlap(query, total)
    this.addWhole(scores, found)
    this.addLiteral(scores, text)
    return scores
  }

  total(query) {
    let total = 0
    for (const [feature, { weight, count }] of query) total += weight * count * this.worth(feature)
    return total
  }

  worth(feature) {
    return this.rarity.get(feature) ?? this.most * 0.5
  }

  /** The best form of each record: how much of the query it has, and of itself the query. */
  overlap(query, total) {
    const shared = new Float64Array(this.forms.length)
    for (const [feature, { weight, count }] of query) {
      const postings = this.postings.get(feature) ?? []
      const worth = weight * this.worth(feature)
      for (let i = 0; i < postings.length; i += 2)
        shared[postings[i]] += worth * Math.min(count, postings[i + 1])
    }
    const scores = new Float64Array(this.size)
    shared.forEach((value, form) => {
      if (!value) return
      const { record } = this.forms[form]
      const score = (value / total) * (1 - COVERAGE + (COVERAGE * value) / this.lengths[form])
      if (score > scores[record]) scores[record] = score
    })
    return scores
  }

  addWhole(scores, found) {
    const known = found.filter(tree => !is(tree, "hole"))
    if (known.length !== 1 || size(known[0]) < 3) return
    for (const record of new Set(this.shapes.get(shape(known[0])) ?? [])) scores[record] += WHOLE
  }

  addLiteral(scores, text) {
    const query = ` ${literal(lex(text))}`
    if (query.length <= 6) return
    this.literals.forEach((literals, record) => {
      const places = literals.map(other => other.indexOf(query)).filter(place => place >= 0)
      if (places.length) scores[record] += LITERAL + (places.includes(0) ? AT_START : 0)
    })
  }
}

/** The tokens as text, without what only groups. */
const literal = tokens =>
  tokens
    .filter(({ type }) => !/^(?:\{|\}|sep)$/.test(type))
    .map(({ type, value }) => (/^(?:big|function|name|number|op|rel|label)$/.test(type) ? value : type + (value ?? "")))
    .join(" ")

/** The features of several trees as of one. */
function merged(found) {
  const all = new Map()
  for (const tree of found)
    for (const [feature, { weight, count }] of features(tree)) {
      const entry = all.get(feature)
      if (entry) entry.count += count
      else all.set(feature, { weight, count })
    }
  return all
}
