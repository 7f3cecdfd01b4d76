// An operator tree as MathML, to show how a query was read.

import { is } from "./tree.js"

const GREEK_CODES = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega".split(" ")
const ACCENTS = { hat: "^", bar: "¯", tilde: "~" }
const RELATIONS = { eq: "=", le: "≤", ge: "≥", ne: "≠", sim: "∼", in: "∈", perp: "⟂" }
const BIG = { sum: "∑", prod: "∏", int: "∫", union: "⋃", intersection: "⋂", lim: "lim" }
const BINDING = { relation: 0, add: 1, neg: 2, mul: 3, cap: 3, cup: 3 } // how tightly; all else is tighter
const DEEPEST = 60

const escape = text => text.replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c])
const element = (tag, ...parts) => `<${tag}>${parts.join("")}</${tag}>`
const row = (...parts) => element("mrow", ...parts)
const operator = text => element("mo", escape(text))
const name = text => element("mi", escape(text))
const between = (open, inside, close) => row(operator(open), inside, operator(close))

/** Trees as one MathML element. */
export const mathml = trees =>
  `<math>${trees.map(tree => markup(tree, 0, 0)).join(operator(","))}</math>`

function greek(text) {
  const at = GREEK_CODES.indexOf(text.toLowerCase())
  return String.fromCodePoint((/^[A-Z]/.test(text) ? 0x391 : 0x3b1) + at)
}

const letter = text => (text === "infty" ? "∞" : GREEK_CODES.includes(text.toLowerCase()) ? greek(text) : text)

/** A tree; in brackets where it binds less tightly than `binding`. */
function markup(tree, binding, depth) {
  if (depth > DEEPEST) return operator("…")
  const inner = (part, tightness = 0) => markup(part, tightness, depth + 1)
  const plain = unbracketed(tree, inner)
  return (BINDING[tree.kind] ?? 9) < binding ? between("(", plain, ")") : plain
}

function unbracketed(tree, inner) {
  const { kind, args } = tree
  const list = parts => parts.map(part => inner(part)).join(operator(","))
  const call = () => scripted(name(kind), tree, inner) + between("(", list(args), ")")
  switch (kind) {
    case "hole":
      return element("mi", "□")
    case "number":
      return element("mn", escape(tree.value))
    case "variable":
      return variable(tree, inner)
    case "relation":
      return row(args.map(arg => inner(arg, 1)).join(operator(RELATIONS[tree.relation] ?? "=")))
    case "add":
      return row(...args.map((arg, i) => (is(arg, "neg") ? operator("−") + inner(arg.args[0], 2) : (i ? operator("+") : "") + inner(arg, 2))))
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
      return args.length ? element("msup", name("e"), inner(args[0])) : name("exp")
    case "inv":
      return element("msup", inner(args[0], 9), row(operator("−"), element("mn", "1")))
    case "transpose":
      return element("msup", inner(args[0], 9), operator("⊤"))
    case "sqrt":
      return element("msqrt", inner(args[0]))
    case "abs":
      return between("|", inner(args[0]), "|")
    case "norm":
      return scripted(between("‖", list(args), "‖"), tree, inner)
    case "derivative":
      if (tree.sign === "′") return element("msup", inner(args[0], 9), operator("′"))
      return element("mfrac", row(operator("∂"), inner(args[0], 4)), row(operator("∂"), args[1] ? inner(args[1], 4) : ""))
    case "gradient":
      return row(scripted(operator("∇"), tree, inner), inner(args[0], 4))
    case "given":
      return row(inner(args[0]), operator("|"), inner(args[1]))
    case "list":
      return between("(", list(args), ")")
    case "factorial":
      return row(inner(args[0], 9), operator("!"))
    case "apply":
      return row(name(letter(tree.name)), between("(", list(args), ")"))
    case "mean":
      return row(scripted(name("mean"), tree, inner), between("(", list(args), ")"))
    case "sum":
    case "prod":
    case "int":
    case "union":
    case "intersection":
    case "lim":
      return row(scripted(operator(BIG[kind]), tree, inner), inner(args[0], 3))
    default:
      return row(call())
  }
}

function variable(tree, inner) {
  const bare = element("mi", escape(letter(tree.value)))
  const accented = ACCENTS[tree.accent] ? element("mover", bare, operator(ACCENTS[tree.accent])) : bare
  if (tree.applied) return row(accented, between("(", tree.index.map(part => inner(part)).join(operator(",")), ")"))
  const index = tree.index?.length ? tree.index : tree.label ? [{ kind: "variable", value: tree.label, args: [] }] : []
  return index.length ? element("msub", accented, row(index.map(part => inner(part)).join(operator(",")))) : accented
}

function scripted(base, { index }, inner) {
  const [below, above] = index ?? []
  if (below && above) return element("msubsup", base, inner(below), inner(above))
  return below ? element("msub", base, inner(below)) : base
}
