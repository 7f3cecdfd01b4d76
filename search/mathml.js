// An operator tree as MathML, to show how a query was read.

import { greekLetter } from "./greek.js"
import { escape } from "./markup.js"
import { is, variable } from "./tree.js"

/** @import { Tree, Variable } from "./types.js" */
/** @typedef {(part: Tree, tightness?: number) => string} Inner what makes a part of a tree markup */

/** @type {Record<string, string>} */
const ACCENT_MARKS = { hat: "^", bar: "¯", tilde: "~" }
/** @type {Record<string, string>} */
const RELATION_SIGNS = { eq: "=", le: "≤", ge: "≥", ne: "≠", sim: "∼", in: "∈", perp: "⟂" }
/** @type {Record<string, string>} */
const BIG_SIGNS = { sum: "∑", prod: "∏", int: "∫", union: "⋃", intersection: "⋂", lim: "lim" }
/** @type {Record<string, number>} */
const BINDING = { relation: 0, add: 1, neg: 2, mul: 3, cap: 3, cup: 3 } // how tightly; all else is tighter
const DEEPEST = 60

/** @type {(tag: string, ...parts: string[]) => string} */
const element = (tag, ...parts) => `<${tag}>${parts.join("")}</${tag}>`
/** @type {(...parts: string[]) => string} */
const row = (...parts) => element("mrow", ...parts)
const operator = (/** @type {string} */ text) => element("mo", escape(text))
const identifier = (/** @type {string} */ text) => element("mi", escape(text))
/** @type {(open: string, inside: string, close: string) => string} */
const between = (open, inside, close) => row(operator(open), inside, operator(close))

/** Trees as one MathML element. */
export const mathml = (/** @type {Tree[]} */ trees) =>
  `<math>${trees.map(tree => markup(tree, 0, 0)).join(operator(","))}</math>`

const letter = (/** @type {string} */ text) => (text === "infty" ? "∞" : greekLetter(text) ?? text)

/**
 * A tree; in brackets where it binds less tightly than `binding`.
 * @param {Tree} tree
 * @param {number} binding
 * @param {number} depth
 * @returns {string}
 */
function markup(tree, binding, depth) {
  if (depth > DEEPEST) return operator("…")
  /** @type {Inner} */
  const inner = (part, tightness = 0) => markup(part, tightness, depth + 1)
  const plain = unbracketed(tree, inner)
  return (BINDING[tree.kind] ?? 9) < binding ? between("(", plain, ")") : plain
}

/** @type {(tree: Tree, inner: Inner) => string} */
function unbracketed(tree, inner) {
  const { kind, args } = tree
  const list = () => args.map(arg => inner(arg)).join(operator(","))
  if (is(tree, "number")) return element("mn", escape(tree.value))
  if (is(tree, "variable")) return symbol(tree, inner)
  if (is(tree, "relation"))
    return row(args.map(arg => inner(arg, 1)).join(operator(RELATION_SIGNS[tree.relation] ?? "=")))
  switch (kind) {
    case "hole":
      return element("mi", "□")
    case "add":
      return row(...args.map((arg, i) => {
        if (is(arg, "neg")) return operator("−") + inner(arg.args[0], 2)
        return (i ? operator("+") : "") + inner(arg, 2)
      }))
    case "neg":
      return row(operator("−"), inner(args[0], 3))
    case "mul":
      return row(args.map(arg => inner(arg, 3)).join(operator("\u2062")))
    case "cap":
    case "cup":
      return row(args.map(arg => inner(arg, 4)).join(operator(kind === "cap" ? "∩" : "∪")))
    case "div":
      return element("mfrac", inner(args[0]), inner(args[1]))
    case "pow":
      return element("msup", inner(args[0], 9), inner(args[1]))
    case "exp":
      return args.length ? element("msup", identifier("e"), inner(args[0])) : identifier("exp")
    case "inv":
      return element("msup", inner(args[0], 9), row(operator("−"), element("mn", "1")))
    case "transpose":
      return element("msup", inner(args[0], 9), operator("⊤"))
    case "sqrt":
      return element("msqrt", inner(args[0]))
    case "abs":
      return between("|", inner(args[0]), "|")
    case "norm":
      return scripted(between("‖", list(), "‖"), tree, inner)
    case "derivative": {
      if (tree.sign === "′") return element("msup", inner(args[0], 9), operator("′"))
      const below = args[1] ? inner(args[1], 4) : ""
      return element("mfrac", row(operator("∂"), inner(args[0], 4)), row(operator("∂"), below))
    }
    case "gradient":
      return row(scripted(operator("∇"), tree, inner), inner(args[0], 4))
    case "given":
      return row(inner(args[0]), operator("|"), inner(args[1]))
    case "list":
      return between("(", list(), ")")
    case "factorial":
      return row(inner(args[0], 9), operator("!"))
    case "apply":
      return row(identifier(letter(tree.name ?? "")), between("(", list(), ")"))
    case "sum":
    case "prod":
    case "int":
    case "union":
    case "intersection":
    case "lim":
      return row(scripted(operator(BIG_SIGNS[kind]), tree, inner), inner(args[0], 3))
    default:
      return row(scripted(identifier(kind), tree, inner), between("(", list(), ")"))
  }
}

/** @type {(tree: Variable, inner: Inner) => string} */
function symbol({ value, accent, label, index = [], applied }, inner) {
  const bare = identifier(letter(value))
  const mark = accent && ACCENT_MARKS[accent]
  const accented = mark ? element("mover", bare, operator(mark)) : bare
  const scripts = index.length || !label ? index : [variable(label)]
  const listed = scripts.map(part => inner(part)).join(operator(","))
  if (applied) return row(accented, between("(", listed, ")"))
  return listed ? element("msub", accented, row(listed)) : accented
}

/** @type {(base: string, tree: Tree, inner: Inner) => string} */
function scripted(base, { index = [] }, inner) {
  const [below, above] = index
  if (below && above) return element("msubsup", base, inner(below), inner(above))
  return below ? element("msub", base, inner(below)) : base
}
