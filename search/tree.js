// Operator trees: what the parser makes, and what everything after it works on.
//
// A node is {kind, args}. A variable has a value, and may have an accent, a label (as in
// d_k) and an index (as in x_i); a number has a value; a hole stands for what is missing.

export const node = (kind, args = [], extra = {}) => ({ kind, args, ...extra })
export const number = value => node("number", [], { value: String(value) })
export const variable = value => node("variable", [], { value })
export const hole = () => node("hole")

export const is = (tree, kind) => tree?.kind === kind
export const isVariable = (tree, value) => is(tree, "variable") && (!value || tree.value === value)
export const isNumber = (tree, value) =>
  is(tree, "number") && (value === undefined || tree.value === String(value))

export const copy = tree => ({ ...tree, args: tree.args.map(copy) })

/** A variable's name with its accent and label: x̂ and d_k are not x and d. */
export const identity = ({ accent, value, label }) =>
  (accent ? `${accent}:` : "") + value + (label ? `_${label}` : "")

/** The tree as text, for tests and for telling trees apart. */
export function show(tree) {
  if (is(tree, "variable")) return identity(tree)
  if (is(tree, "number")) return tree.value
  if (is(tree, "hole")) return "?"
  return `${tree.kind === "relation" ? tree.relation : tree.kind}(${tree.args.map(show).join(", ")})`
}
