// Operator trees: what the parser makes, and what everything after it works on.
//
// A node is {kind, args}. A variable has a value, and may have an accent, a label (as in
// d_k) and an index (as in x_i); a number has a value; a hole stands for what is missing.

/** @import { NumberTree, Of, Tree, Variable } from "./types.js" */

/** @type {(kind: string, args?: Tree[], extra?: Partial<Tree>) => Tree} */
export const node = (kind, args = [], extra = {}) => ({ kind, args, ...extra })

/** @type {(value: number | string) => NumberTree} */
export const number = value => ({ kind: "number", args: [], value: String(value) })

/** @type {(value: string) => Variable} */
export const variable = value => ({ kind: "variable", args: [], value })

export const hole = () => node("hole")

/**
 * @template {string} Kind
 * @param {Tree | undefined} tree
 * @param {Kind} kind
 * @returns {tree is Of<Kind>}
 */
export const is = (tree, kind) => tree?.kind === kind

/**
 * @param {Tree | undefined} tree
 * @param {string} [value]
 * @returns {tree is Variable}
 */
export const isVariable = (tree, value) => is(tree, "variable") && (!value || tree.value === value)

/**
 * @param {Tree | undefined} tree
 * @param {number} [value]
 * @returns {tree is NumberTree}
 */
export const isNumber = (tree, value) =>
  is(tree, "number") && (value === undefined || tree.value === String(value))

/** @type {(tree: Tree) => Tree} */
export const copy = tree => ({ ...tree, args: tree.args.map(copy) })

/**
 * A variable's name with its accent and label: x̂ and d_k are not x and d.
 * @param {Variable} variable
 */
export const identity = ({ accent, value, label }) =>
  (accent ? `${accent}:` : "") + value + (label ? `_${label}` : "")

/**
 * The tree as text, for tests and for telling trees apart.
 * @type {(tree: Tree) => string}
 */
export function show(tree) {
  if (is(tree, "variable")) return identity(tree)
  if (is(tree, "number")) return tree.value
  if (is(tree, "hole")) return "?"
  return `${is(tree, "relation") ? tree.relation : tree.kind}(${tree.args.map(show).join(", ")})`
}
