// Formulas for a query: mathematics by the features of its tree, words by the text index,
// and both together in one ranking.

import { trees } from "./canonical.js"
import { features, shape, size } from "./features.js"
import { lex, looksLikePython } from "./lexer.js"
import { LATEX, isMaths, libraryName, namesIn, outermost, plainName, read, statements } from "./query.js"
import { STOP_WORDS, TextIndex, words } from "./text.js"
import { hole, is, node, show } from "./tree.js"

const COVERAGE = 0.35 // the share that a formula's own coverage has in its score
const WHOLE = 0.1 // for a formula that is the query but for the names of its variables, and again for these
const OTHERWISE = 0.98 // for what matches another form than the record's first
const ONE_SIDE = 0.96
const SIDE = 0.07 // for one side of an equation
const OWN = 1 // for a title, an alias or a form, word by word
const EXACT = 0.3 // for a form that is the query, letter by letter
const LITERAL = 0.02 // for each token of the query, where all of it stands in a form as it was typed
const MOST_LITERAL = 0.25
const MOST_LOOKED_AT = 100 // records, the best by their features
const AT_START = 0.04
const CALLED = 0.8 // for a name that is called, as in nn.HuberLoss(delta=1)
const NESTED = 0.3 // for one that is called within other mathematics
const BESIDE_CALL = 0.5 // for the mathematics of its arguments
const LITTLE = 6 // characters of mathematics beside words, which say more
const ALIKE = 0.97 // for |a| that was read as a norm
const COMMENT = 0.35
const OUTERMOST = 0.5 // for the function of a library that all is an argument of
const NAMED = 0.1 // for any other name in mathematics
const MOST_NAMES = 8
const PART = 0.3 // for a part of what was asked, more for a large part
const LEAST = 0.02 // what scores less is no result

const DERIVATIVE = /^(?:deriv\w*|differentiat\w*|gradient|grad)$/i

const asTyped = text => {
  const spaced = text.trim().replace(/\s+/g, " ")
  return /^[\w\s()-]{4,}$/.test(spaced) ? spaced.toLowerCase() : spaced
}

export class FormulaSearch {
  /**
   * @param records each {id, title, latex, foundBy, code, text}: `latex` has its statements,
   * `foundBy` what people type for it, `code` the lines that compute it, and `text` a few
   * words on it.
   */
  constructor(records) {
    this.records = records
    this.names = records.map(functions)
    const acronyms = spelledOutAcronyms(records)
    this.text = new TextIndex(records.map((record, i) => phrases(record, this.names[i], acronyms)))
    this.maths = new MathsIndex(records.map(formulas))
    this.own = this.ownWords()
  }

  /** The best records: [{record, score}], best first. */
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
  reading(text) {
    const { maths } = read(text)
    return maths ? trees(maths) : []
  }

  /** The words of a query that are, or stand in, its mathematics; all of it where there is none. */
  words(text) {
    const { words, maths } = read(text)
    return maths ? [...words, ...namesIn(maths).map(name => name.text)].join(" ") : text
  }

  isCode(text) {
    return looksLikePython(text)
  }

  /** Everything that the records say of themselves, as it stands there. */
  ownWords() {
    const own = new Map()
    this.records.forEach((record, i) => {
      for (const text of [record.title, record.id, ...formulas(record), ...record.foundBy]) {
        if (!own.has(asTyped(text))) own.set(asTyped(text), new Set())
        own.get(asTyped(text)).add(i)
      }
    })
    return own
  }

  scores(query) {
    const byWords = query.words.length ? this.text.search(query.words) : undefined
    const derived = query.words.some(word => DERIVATIVE.test(word))
    const byMaths = query.maths ? this.maths.search(query.maths, derived) : undefined
    const none = new Float64Array(this.records.length)
    if (byMaths) return byWords ? this.blend(byMaths, byWords, query) : this.named(byMaths, query)
    const scores = query.bare ? this.bare(byWords ?? none, query) : byWords ?? none
    return query.name ? this.called(scores, query.name) : scores
  }

  /** Words and mathematics side by side: the more words, the more they count. */
  blend(byMaths, byWords, query) {
    const telling = query.words.filter(word => !STOP_WORDS.has(word.toLowerCase())).length
    const little = query.maths.length < LITTLE
    const share = little ? 0.75 : Math.min(0.65, 0.3 + 0.12 * telling)
    return byMaths.map((score, i) => (1 - share) * score + share * byWords[i])
  }

  /** Mathematics alone: words in it, such as softmax, may also be names. */
  named(byMaths, { maths, comment }) {
    const best = new Float64Array(byMaths.length)
    const note = (text, weight) => {
      this.text.search([text])?.forEach((score, i) => (best[i] = Math.max(best[i], weight * score)))
    }
    const names = namesIn(maths).slice(0, MOST_NAMES)
    for (const { text, called, outermost } of names) note(text, called ? (outermost ? CALLED : NESTED) : NAMED)
    if (comment) note(comment, COMMENT)
    const share = names.some(({ called, outermost }) => called && outermost) ? BESIDE_CALL : 1
    const library = outermost(maths)
    const scores = byMaths.map((score, i) => share * score + best[i])
    return library ? this.called(scores, library, OUTERMOST) : scores
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
const functions = ({ code, foundBy }) => [...new Set([...code.flatMap(statements), ...foundBy].map(libraryName).filter(Boolean))]

/** What states or computes a formula: several statements count together, and each alone. */
const formulas = ({ latex, code, foundBy }) => [
  latex.join(",\\quad "),
  ...latex.slice(latex.length > 1 ? 0 : 1),
  ...code.map(statements).flatMap(lines => (lines.length > 1 ? [lines.join("; "), ...lines] : lines)),
  ...foundBy.filter(isMaths),
]

function phrases({ id, title, foundBy, text }, names, acronyms) {
  const own = [
    { text: title, weight: 1 },
    ...foundBy.filter(phrase => !LATEX.test(phrase)).map(phrase => ({ text: phrase, weight: 0.97 })),
    { text: id.replace(/-/g, " "), weight: 0.95 },
    ...names.map(name => ({ text: plainName(name), weight: 0.8 })),
  ]
  const others = own.flatMap(({ text, weight }) => otherwise(text, acronyms).map(other => ({ text: other, weight: 0.97 * weight })))
  return { phrases: [...own, ...others], text }
}

/** Acronyms that find a record, with the name of that record that they abbreviate. */
function spelledOutAcronyms(records) {
  const found = new Map()
  for (const { title, foundBy } of records)
    for (const acronym of foundBy.filter(phrase => /^[A-Z]{2,5}$/.test(phrase))) {
      const name = [title, ...foundBy].find(name => initials(name) === acronym)
      if (name) found.set(acronym, name.toLowerCase())
    }
  return found
}

const initials = name => words(name).map(word => word[0]).join("").toUpperCase()

/** A phrase with its acronym spelled out, or with an acronym for what it spells out. */
function otherwise(phrase, acronyms) {
  const lower = phrase.toLowerCase()
  return [...acronyms].flatMap(([acronym, name]) => {
    const pattern = new RegExp(`\\b${acronym}\\b`)
    if (pattern.test(phrase) && phrase !== acronym) return [phrase.replace(pattern, name)]
    return lower.includes(name) && lower !== name ? [lower.replace(name, acronym)] : []
  })
}

/** Formulas by the features of their trees. */
export class MathsIndex {
  /** @param sources for each record, its formulas in any notation */
  constructor(sources) {
    this.size = sources.length
    this.forms = [] // {record, features, share}: what a match of the form is worth
    this.whole = new Map() // a tree as text, or its shape -> the records that are this, and how much that is worth
    const read = sources.map(texts => texts.map(text => lex(text)))
    this.literals = read.map(forms => forms.map(literal))
    read.forEach((forms, record) => this.add(record, forms))
    this.weigh()
  }

  /** Every formula of a record, and both sides of its equations, are forms of their own. */
  add(record, forms) {
    const own = new Map() // a tree as text -> its form
    const put = (tree, share, bonus) => {
      const key = show(tree)
      if (size(tree) > 2) for (const text of [shape(tree), key]) this.note(text, record, bonus)
      if (!own.has(key)) {
        own.set(key, { record, features: features(tree), share })
        this.forms.push(own.get(key))
      } else if (share > own.get(key).share) own.get(key).share = share
    }
    forms.forEach((tokens, i) => {
      const share = i ? OTHERWISE : 1
      const found = trees(tokens)
      if (found.length > 1) this.forms.push({ record, features: merged(found), share })
      for (const tree of found) {
        put(tree, share, WHOLE)
        if (is(tree, "relation"))
          tree.args.filter(side => side.args.length).forEach(side => put(side, share * ONE_SIDE, SIDE))
      }
    })
  }

  /** A record is this tree, or has it for a side. */
  note(text, record, bonus) {
    if (!this.whole.has(text)) this.whole.set(text, new Map())
    const known = this.whole.get(text)
    known.set(record, Math.max(bonus, known.get(record) ?? 0))
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

  /**
   * A score from 0 to about 1 for every record, or undefined where nothing was read.
   * @param derived whether the derivative of what was read is asked for
   */
  search(text, derived = false) {
    const tokens = lex(text)
    const found = trees(tokens)
    const scores = this.score(found)
    if (!scores) return undefined
    const whole = found.reduce((sum, tree) => sum + size(tree), 0)
    const alike = found.map(lengths)
    if (alike.some((tree, i) => tree !== found[i]))
      this.score(alike)?.forEach((score, i) => (scores[i] = Math.max(scores[i], ALIKE * score)))
    const others = derived ? found.map(tree => node("derivative", [tree, hole()])) : parts(found, whole)
    for (const part of others) {
      const worth = derived ? 1 : PART + (1 - PART) * Math.min(1, size(part) / whole)
      this.score([part])?.forEach((score, i) => (scores[i] = Math.max(scores[i], worth * score)))
    }
    this.addLiteral(scores, tokens)
    return scores
  }

  score(found) {
    const query = merged(found)
    const total = this.total(query)
    if (!total) return undefined
    const scores = this.overlap(query, total)
    this.addWhole(scores, found)
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
    const touched = []
    for (const [feature, { weight, count }] of query) {
      const postings = this.postings.get(feature) ?? []
      const worth = weight * this.worth(feature)
      for (let i = 0; i < postings.length; i += 2) {
        if (!shared[postings[i]]) touched.push(postings[i])
        shared[postings[i]] += worth * Math.min(count, postings[i + 1])
      }
    }
    const scores = new Float64Array(this.size)
    for (const form of touched) {
      const { record, share } = this.forms[form]
      const score = ((share * shared[form]) / total) * (1 - COVERAGE + (COVERAGE * shared[form]) / this.lengths[form])
      if (score > scores[record]) scores[record] = score
    }
    return scores
  }

  addWhole(scores, found) {
    const known = found.filter(tree => !is(tree, "hole"))
    if (known.length !== 1 || size(known[0]) < 3) return
    for (const text of [shape(known[0]), show(known[0])])
      for (const [record, worth] of this.whole.get(text) ?? []) scores[record] += worth
  }

  addLiteral(scores, tokens) {
    const query = literal(tokens)
    const length = query.split(" ").length - 2
    if (length < 2) return
    const worth = Math.min(MOST_LITERAL, LITERAL * length)
    const least = Float64Array.from(scores).sort().at(-MOST_LOOKED_AT) ?? 0
    scores.forEach((score, record) => {
      if (!score || score < least) return
      let most = 0
      for (const other of this.literals[record]) {
        const place = other.indexOf(query)
        if (place < 0) continue
        most = Math.max(most, other === query ? EXACT : worth + (place ? 0 : AT_START))
      }
      scores[record] += most
    })
  }
}

/** The tokens as text, without what only groups. */
const literal = tokens => {
  const parts = tokens
    .filter(({ type }) => !/^(?:\{|\}|sep)$/.test(type))
    .map(({ type, value }) => (type === "mid" ? "bar" : /^(?:big|function|name|number|op|rel|label)$/.test(type) ? value : type + (value ?? "")))
  return ` ${parts.join(" ")} `
}

/** A tree with lengths for absolute values: |a| is often written for the norm of a vector. */
function lengths(tree) {
  const args = tree.args.map(lengths)
  if (is(tree, "abs")) return { ...tree, kind: "norm", args }
  return args.some((arg, i) => arg !== tree.args[i]) ? { ...tree, args } : tree
}

/**
 * What of a text may be all that was meant: one of its statements, or a side of an
 * equation, as y = f(x) may be asked for f(x).
 */
function parts(found, whole) {
  const statements = found.length > 1 ? found : []
  const equations = found.filter(tree => is(tree, "relation") && tree.relation === "eq")
  const all = [...statements, ...equations.flatMap(tree => tree.args)]
  return all.filter(part => size(part) > 3 && size(part) > 0.35 * whole)
}

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
