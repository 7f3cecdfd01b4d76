// Formulas by the features of their trees: how much of a query a formula has, and how much of
// the formula the query.

import { trees } from "./canonical.js"
import { features, shape, size } from "./features.js"
import { lex } from "./lexer.js"
import { wordSet } from "./symbols.js"
import { hole, is, node, show } from "./tree.js"

/** @import { Features, Tokens, Tree } from "./types.js" */
/**
 * A tree of a record, and what a match of it is worth.
 * @typedef {{ record: number, parts: Features, share: number }} Form
 */

const COVERAGE = 0.35 // the share that a formula's own coverage has in its score
const WHOLE = 0.1 // for a formula that is the query but for the names of its variables, and again for these
const OTHERWISE = 0.98 // for what matches another form than the record's first
const ONE_SIDE = 0.96
const SIDE = 0.07 // for one side of an equation
const EXACT = 0.3 // for a form that is the query, letter by letter
const LITERAL = 0.02 // for each token of the query, where all of it stands in a form as it was typed
const MOST_LITERAL = 0.25
const MOST_LOOKED_AT = 100 // records, the best by their features
const AT_START = 0.04
const ALIKE = 0.97 // for |a| that was read as a norm
const PART = 0.3 // for a part of what was asked, more for a large part

const GROUPING = wordSet("{ } sep")
const TOLD_BY_VALUE = wordSet("big function name number op rel label")

export class MathsIndex {
  /** @type {Form[]} */
  forms = []
  /**
   * For a tree as text, or its shape, the records that are this, and how much that is worth.
   * @type {Map<string, Map<number, number>>}
   */
  whole = new Map()
  /**
   * For each feature [form, count, form, count, …].
   * @type {Map<string, number[]>}
   */
  postings = new Map()

  /** @param {string[][]} sources for each record, its formulas in any notation */
  constructor(sources) {
    this.size = sources.length
    const read = sources.map(texts => texts.map(text => lex(text)))
    this.literals = read.map(forms => forms.map(literal))
    read.forEach((forms, record) => this.add(record, forms))
    this.most = Math.log(1 + this.size)
    this.rarity = this.rarities()
    this.lengths = this.forms.map((form, i) => this.post(form, i))
  }

  /**
   * Every formula of a record, and both sides of its equations, are forms of their own.
   * @param {number} record
   * @param {Tokens[]} forms
   */
  add(record, forms) {
    /** @type {Map<string, Form>} */
    const own = new Map() // by their trees as text
    const put = (/** @type {Tree} */ tree, /** @type {number} */ share, /** @type {number} */ bonus) => {
      const key = show(tree)
      if (size(tree) > 2) for (const text of [shape(tree), key]) this.note(text, record, bonus)
      const known = own.get(key)
      if (known) {
        known.share = Math.max(share, known.share)
        return
      }
      const form = { record, parts: features(tree), share }
      own.set(key, form)
      this.forms.push(form)
    }
    forms.forEach((tokens, i) => {
      const share = i ? OTHERWISE : 1
      const found = trees(tokens)
      if (found.length > 1) this.forms.push({ record, parts: merged(found), share })
      for (const tree of found) {
        put(tree, share, WHOLE)
        if (is(tree, "relation"))
          tree.args.filter(side => side.args.length).forEach(side => put(side, share * ONE_SIDE, SIDE))
      }
    })
  }

  /** A record is this tree, or has it for a side. */
  note(/** @type {string} */ text, /** @type {number} */ record, /** @type {number} */ bonus) {
    const known = this.whole.get(text) ?? new Map()
    this.whole.set(text, known.set(record, Math.max(bonus, known.get(record) ?? 0)))
  }

  /** How few records have each feature. */
  rarities() {
    /** @type {Map<string, number>} */
    const counts = new Map()
    /** @type {Map<string, number>} */
    const lastSeen = new Map()
    for (const { record, parts } of this.forms)
      for (const feature of parts.keys()) {
        if (lastSeen.get(feature) === record) continue
        lastSeen.set(feature, record)
        counts.set(feature, (counts.get(feature) ?? 0) + 1)
      }
    for (const [feature, count] of counts) counts.set(feature, Math.log(1 + this.size / count))
    return counts
  }

  /** What all features of a form are worth, which is under each of them from now on. */
  post(/** @type {Form} */ { parts }, /** @type {number} */ form) {
    let length = 0
    for (const [feature, { weight, count }] of parts) {
      length += weight * this.worth(feature) * count
      const posted = this.postings.get(feature)
      if (posted) posted.push(form, count)
      else this.postings.set(feature, [form, count])
    }
    return length
  }

  /**
   * A score from 0 to about 1 for every record, or undefined where nothing was read.
   * @param {string} text
   * @param {boolean} derived whether the derivative of what was read is asked for
   */
  search(text, derived = false) {
    const tokens = lex(text)
    const found = trees(tokens)
    const scores = this.score(found)
    if (!scores) return undefined
    const whole = found.reduce((sum, tree) => sum + size(tree), 0)
    const alike = found.map(withNorms)
    if (alike.some((tree, i) => tree !== found[i]))
      this.score(alike)?.forEach((score, i) => (scores[i] = Math.max(scores[i], ALIKE * score)))
    const others = derived ? found.map(tree => node("derivative", [tree, hole()])) : partsOf(found, whole)
    for (const part of others) {
      const worth = derived ? 1 : PART + (1 - PART) * Math.min(1, size(part) / whole)
      this.score([part])?.forEach((score, i) => (scores[i] = Math.max(scores[i], worth * score)))
    }
    this.addLiteral(scores, tokens)
    return scores
  }

  score(/** @type {Tree[]} */ found) {
    const query = merged(found)
    const total = this.total(query)
    if (!total) return undefined
    const scores = this.overlap(query, total)
    this.addWhole(scores, found)
    return scores
  }

  total(/** @type {Features} */ query) {
    let total = 0
    for (const [feature, { weight, count }] of query) total += weight * count * this.worth(feature)
    return total
  }

  worth(/** @type {string} */ feature) {
    return this.rarity.get(feature) ?? this.most * 0.5
  }

  /** The best form of each record: how much of the query it has, and of itself the query. */
  overlap(/** @type {Features} */ query, /** @type {number} */ total) {
    const shared = new Float64Array(this.forms.length)
    /** @type {number[]} */
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

  addWhole(/** @type {Float64Array} */ scores, /** @type {Tree[]} */ found) {
    const known = found.filter(tree => !is(tree, "hole"))
    if (known.length !== 1 || size(known[0]) < 3) return
    for (const text of [shape(known[0]), show(known[0])])
      for (const [record, worth] of this.whole.get(text) ?? []) scores[record] += worth
  }

  addLiteral(/** @type {Float64Array} */ scores, /** @type {Tokens} */ tokens) {
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
function literal(/** @type {Tokens} */ tokens) {
  const told = tokens.filter(({ type }) => !GROUPING.has(type))
  const parts = told.map(({ type, value = "" }) => {
    if (type === "mid") return "bar"
    return TOLD_BY_VALUE.has(type) ? value : type + value
  })
  return ` ${parts.join(" ")} `
}

/**
 * A tree with norms for absolute values: |a| is often written for the length of a vector.
 * @type {(tree: Tree) => Tree}
 */
function withNorms(tree) {
  const args = tree.args.map(withNorms)
  if (is(tree, "abs")) return { ...tree, kind: "norm", args }
  return args.some((arg, i) => arg !== tree.args[i]) ? { ...tree, args } : tree
}

/**
 * What of a text may be all that was meant: one of its statements, or a side of an
 * equation, as y = f(x) may be asked for f(x).
 * @param {Tree[]} found
 * @param {number} whole
 */
function partsOf(found, whole) {
  const statements = found.length > 1 ? found : []
  const equations = found.filter(tree => is(tree, "relation") && tree.relation === "eq")
  const all = [...statements, ...equations.flatMap(tree => tree.args)]
  return all.filter(part => size(part) > 3 && size(part) > 0.35 * whole)
}

/** The features of several trees as of one. */
function merged(/** @type {Tree[]} */ found) {
  /** @type {Features} */
  const all = new Map()
  for (const tree of found)
    for (const [feature, { weight, count }] of features(tree)) {
      const entry = all.get(feature)
      if (entry) entry.count += count
      else all.set(feature, { weight, count })
    }
  return all
}
