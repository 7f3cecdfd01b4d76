// What makes a formula findable: the parts of its tree, under names that do not depend on
// how its variables are called.
//
// A feature is a string with a weight. Edges of the tree say which operator stands under
// which; variables count both as holes, so that renaming them changes little, and under
// their own names, so that the usual letters still help.

import { isGreek } from "./greek.js"
import { identity, is, show } from "./tree.js"

/** @import { Features, NumberTree, Tree, Variable } from "./types.js" */

/**
 * Where a node stands in its tree.
 * @typedef {object} Around
 * @property {Tree[]} path the nodes above it, from the root
 * @property {string} position which operand it is, where that matters
 * @property {Tree} [parent]
 * @property {Tree} [grandparent]
 * @property {Tree} [above] the nearest node above it that the skeleton has
 */
/** @typedef {{ name: string, path: Tree[] }} Leaf a variable, and the nodes above it */

export const WEIGHTS = {
  node: 0.8, edge: 1, leafClass: 0.35, grandparent: 0.8, siblings: 0.6, neighbours: 0.5,
  symbol: 0.3, word: 1.2, folded: 0.12, accent: 0.4, defined: 0.5, skeleton: 0.6,
  symbolEdge: 0.5, axis: 0.5, sign: 0.8, repeated: 1, subtree: 1, index: 0.25, relation: 0.4, number: 0.6,
}
const COMMUTATIVE = new Set(["add", "mul", "max", "min", "cap", "cup"])
const POSITIONAL = new Set(["div", "pow", "derivative", "second derivative", "binomial", "kl", "given", "apply"])
const COMMON = new Set(["add", "mul", "neg", "relation", "list"])
const TRANSPARENT = new Set([...COMMON, "div", "given"]) // the skeleton passes through these
const MOST_SIBLINGS = 6
const MOST_LEAVES = 24
const LARGEST_SUBTREE = 60

/** Named constants are never renamed. */
const isConstant = (/** @type {Variable} */ tree) => /^(?:I|pi|infty)$/.test(tree.value) && !tree.index && !tree.applied

/** What a node is called where the names of variables do not count. */
const label = (/** @type {Tree} */ tree) => {
  if (is(tree, "variable")) return isConstant(tree) ? tree.value : "v"
  return is(tree, "number") ? tree.value : tree.kind
}

const leafClass = (/** @type {string} */ name) => {
  if (/^[A-Z]/.test(name) && (name.length === 1 || isGreek(name))) return "capital"
  return isGreek(name) ? "greek" : name.length > 1 ? "word" : "letter"
}

/** @type {(tree: Tree) => number} */
export const size = tree => tree.args.reduce((sum, arg) => sum + size(arg), 1)

/**
 * The tree as text with variables numbered in the order of their first appearance.
 * @param {Tree} tree
 * @param {Map<string, number>} names
 * @returns {string}
 */
export function shape(tree, names = new Map()) {
  if (is(tree, "number")) return tree.value
  if (is(tree, "hole")) return "?"
  if (is(tree, "variable")) {
    if (isConstant(tree)) return tree.value
    const name = identity(tree)
    if (!names.has(name)) names.set(name, names.size)
    return `$${names.get(name)}`
  }
  const anyOrder = COMMUTATIVE.has(tree.kind) || (is(tree, "relation") && tree.relation === "eq")
  const args = anyOrder ? sorted(tree.args) : tree.args
  return `${tree.kind}(${args.map(arg => shape(arg, names)).join(",")})`
}

function sorted(/** @type {Tree[]} */ args) {
  const keyed = args.map(arg => ({ key: skeleton(arg), arg }))
  keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
  return keyed.map(({ arg }) => arg)
}

/**
 * The tree as text with every variable alike.
 * @type {(tree: Tree) => string}
 */
function skeleton(tree) {
  if (is(tree, "hole")) return "?"
  if (!tree.args.length) return label(tree)
  const args = tree.args.map(skeleton)
  if (COMMUTATIVE.has(tree.kind) && tree.kind !== "mul") args.sort()
  return `${tree.kind}(${args.join(",")})`
}

export function features(/** @type {Tree} */ tree) {
  const collector = new Collector()
  collector.visit(tree, { path: [], position: "" })
  collector.definition(tree)
  collector.repetitions()
  return collector.found
}

class Collector {
  /** @type {Features} */
  found = new Map()
  /** @type {Leaf[]} */
  leaves = []

  put(/** @type {string} */ feature, /** @type {number} */ weight) {
    const entry = this.found.get(feature)
    if (entry) entry.count += 1
    else this.found.set(feature, { weight, count: 1 })
  }

  visit(/** @type {Tree} */ tree, /** @type {Around} */ around) {
    if (is(tree, "hole")) return
    if (is(tree, "variable")) this.variable(tree, around)
    else if (is(tree, "number")) this.number(tree, around)
    else this.operator(tree, around)
    if (tree.args.length > 1) this.siblings(tree)
    this.subtree(tree)
    this.children(tree, around)
    for (const script of tree.index ?? []) this.index(script, tree)
  }

  children(/** @type {Tree} */ tree, /** @type {Around} */ around) {
    const relation = is(tree, "relation") // the sides of an equation stand for themselves
    tree.args.forEach((arg, i) =>
      this.visit(arg, {
        path: relation ? around.path : [...around.path, tree],
        position: POSITIONAL.has(tree.kind) ? `@${Math.min(i, 1)}` : "",
        parent: relation ? undefined : tree,
        grandparent: relation ? undefined : around.parent,
        above: TRANSPARENT.has(tree.kind) ? around.above : tree,
      })
    )
  }

  /**
   * @param {Variable} tree
   * @param {Around} around
   */
  variable(tree, { path, position, parent, grandparent, above }) {
    const { value, accent } = tree
    const name = identity(tree)
    const long = value.length > 1 && !isGreek(value) && value !== "infty"
    this.put(`symbol ${name}`, long ? WEIGHTS.word : WEIGHTS.symbol)
    if (name !== value) this.put(`symbol ${value}`, WEIGHTS.symbol * 0.6)
    if (value.length === 1) this.put(`letter ${value.toLowerCase()}`, WEIGHTS.folded)
    if (accent) this.put(`accent ${accent}`, WEIGHTS.accent)
    if (above) this.put(`${label(above)} over v`, WEIGHTS.skeleton * 0.4)
    this.leaves.push({ name, path })
    if (!parent) return
    const edge = `${label(parent)}${position}`
    this.put(`${edge} > ${label(tree)}`, WEIGHTS.edge * 0.7)
    this.put(`${edge} > ${leafClass(value)}`, WEIGHTS.leafClass)
    this.put(`${edge} > symbol ${name}`, WEIGHTS.symbolEdge)
    if (accent === "prime") this.put(`${edge} > prime`, WEIGHTS.edge * 0.5)
    if (grandparent) this.put(`${label(grandparent)} > ${edge} > ${label(tree)}`, WEIGHTS.grandparent * 0.6)
  }

  /**
   * @param {NumberTree} tree
   * @param {Around} around
   */
  number({ value }, { position, parent, grandparent }) {
    this.put(`number ${value}`, +value > 2 || value.includes(".") ? WEIGHTS.number * 1.6 : WEIGHTS.number * 0.5)
    if (!parent) return
    const edge = `${label(parent)}${position}`
    this.put(`${edge} > ${value}`, WEIGHTS.edge * 0.8)
    if (grandparent) this.put(`${label(grandparent)} > ${edge} > ${value}`, WEIGHTS.grandparent * 0.6)
  }

  /**
   * @param {Tree} tree
   * @param {Around} around
   */
  operator(tree, { position, parent, grandparent, above }) {
    if (is(tree, "relation")) {
      const weight = tree.relation === "eq" ? 0.3 : 1.5
      return this.put(`relation ${tree.relation}`, WEIGHTS.relation * weight)
    }
    const name = label(tree)
    this.put(`node ${name}`, WEIGHTS.node * (COMMON.has(tree.kind) ? 0.4 : 1))
    if (tree.summed) this.put("node sum", WEIGHTS.node * 0.5)
    if (tree.axis) this.put(`axis ${show(tree.axis)}`, WEIGHTS.axis)
    if (tree.sign) this.put(`sign ${tree.sign}`, WEIGHTS.sign)
    if (tree.name) this.put(`symbol ${tree.name}`, WEIGHTS.symbol)
    if (above && !TRANSPARENT.has(tree.kind)) this.put(`${label(above)} over ${name}`, WEIGHTS.skeleton)
    if (!parent) return
    this.put(`${label(parent)}${position} > ${name}`, WEIGHTS.edge)
    if (grandparent) this.put(`${label(grandparent)} > ${label(parent)}${position} > ${name}`, WEIGHTS.grandparent)
  }

  siblings(/** @type {Tree} */ tree) {
    const names = tree.args.filter(arg => !is(arg, "hole")).map(label)
    if (is(tree, "div") && names.length === 2) this.put(`${names[0]} / ${names[1]}`, WEIGHTS.siblings)
    if (!COMMUTATIVE.has(tree.kind) && !is(tree, "list") && !is(tree, "kl")) return
    const ordered = [...names].sort().slice(0, MOST_SIBLINGS)
    ordered.forEach((one, i) => {
      for (const other of ordered.slice(i + 1)) this.put(`${tree.kind} {${one}, ${other}}`, WEIGHTS.siblings)
    })
    if (!is(tree, "mul")) return
    for (let i = 1; i < names.length; i++) this.put(`${names[i - 1]} · ${names[i]}`, WEIGHTS.neighbours)
  }

  subtree(/** @type {Tree} */ tree) {
    const nodes = size(tree)
    if (is(tree, "list") || nodes < 3 || nodes > LARGEST_SUBTREE) return
    this.put(`tree ${shape(tree)}`, WEIGHTS.subtree * Math.sqrt(nodes) * 0.5)
  }

  index(/** @type {Tree} */ script, /** @type {Tree} */ tree) {
    const base = is(tree, "variable") ? tree.value : tree.kind
    const visit = (/** @type {Tree} */ part, /** @type {number} */ depth) => {
      if (is(part, "variable") || is(part, "number")) {
        this.put(`${base} [${part.value}]`, WEIGHTS.index * (is(part, "number") ? 1.5 : 1))
        if (is(tree, "norm")) this.put(`norm of order ${part.value}`, WEIGHTS.edge * 1.2)
      } else if (!is(part, "hole")) {
        const kind = is(tree, "variable") ? "v" : tree.kind
        this.put(`${kind} [${label(part)}]`, WEIGHTS.index * (is(part, "given") ? 3 : 1.5))
      }
      if (depth < 3) part.args.forEach(arg => visit(arg, depth + 1))
    }
    visit(script, 0)
    if (is(script, "given"))
      this.put(`${base} [${script.args.map(label).join(" | ")}]`, WEIGHTS.index * 2)
  }

  /** What the formula defines: its left side, or all of it where it is one symbol or call. */
  definition(/** @type {Tree} */ tree) {
    const left = is(tree, "relation") ? (tree.relation === "eq" ? tree.args[0] : undefined) : tree
    const name = defined(left)
    if (!name) return
    this.put(`defines ${name}`, WEIGHTS.defined)
    if (name === "sigmoid") this.put("defines sigma", WEIGHTS.defined * 0.9)
  }

  /** A variable that appears twice: the ways to both appearances from where they part. */
  repetitions() {
    const leaves = this.leaves.slice(0, MOST_LEAVES)
    leaves.forEach((one, i) => {
      for (const other of leaves.slice(i + 1)) if (one.name === other.name) this.repetition(one, other)
    })
  }

  repetition(/** @type {Leaf} */ one, /** @type {Leaf} */ other) {
    let common = 0
    while (common < one.path.length && one.path[common] === other.path[common]) common += 1
    const ways = [one, other].map(({ path }) => path.slice(common - 1).map(label))
    if (!common || ways.some(way => way.length > 4)) return
    const [[top, ...left], [, ...right]] = ways
    this.put(`twice under ${top}: ${[left.join("."), right.join(".")].sort().join(" | ")}`, WEIGHTS.repeated)
  }
}

/** @type {(tree: Tree | undefined) => string | undefined} */
function defined(tree) {
  if (!tree || is(tree, "hole")) return undefined
  if (is(tree, "variable")) return identity(tree)
  if (is(tree, "derivative")) return defined(tree.args[0]) && `${defined(tree.args[0])}'`
  return COMMON.has(tree.kind) || /^(?:div|pow)$/.test(tree.kind) ? undefined : tree.kind
}

