// One tree for the many ways to write a thing: e^x and exp(x), A^T and A.T, \frac and /.

import { parse } from "./parser.js"
import { copy, hole, is, isNumber, isVariable, node, number, variable } from "./tree.js"

/** @import { Tree, Variable } from "./types.js" */
/** @typedef {{ above: Tree[], below: Tree[], negative: boolean }} Parts the factors and the divisors of a product */

const MATRIX = /^[A-Zuv]$/ // or a vector, of which A^* is the adjoint
const COUNTS = /^[nNmMBKTd]$/ // the letters that a sum is divided by to give a mean

/**
 * The canonical trees of a text, or of its tokens.
 * @param {Parameters<typeof parse>} text
 */
export const trees = (...text) => parse(...text).map(canonical)

/** @type {(tree: Tree) => Tree} */
export function canonical(tree) {
  const all = (is(tree, "add") ? summands(tree) : tree.args).map(arg => unwrapped(canonical(arg)))
  const args = all.filter(arg => !is(arg, "axis"))
  const same = { ...tree, args }
  if (args.length < all.length) same.axis = all.find(arg => is(arg, "axis"))?.args[0]
  if (tree.index) same.index = tree.index.map(canonical)
  const rule = Object.hasOwn(RULES, tree.kind) ? RULES[tree.kind] : undefined
  return rule ? rule(args, same) : same
}

/**
 * The terms of a sum in one row, however they were added up.
 * @type {(tree: Tree) => Tree[]}
 */
const summands = tree => (is(tree, "add") ? tree.args.flatMap(summands) : [tree])

const unwrapped = (/** @type {Tree} */ tree) => (is(tree, "list") && tree.args.length === 1 ? tree.args[0] : tree)
const or = (/** @type {Tree | undefined} */ tree) => tree ?? hole()
/** @type {(factors: Tree[], empty?: Tree) => Tree} */
const one = (factors, empty = hole()) => (factors.length > 1 ? node("mul", factors) : factors[0] ?? empty)

/** @type {Record<string, (args: Tree[], same: Tree) => Tree>} */
const RULES = {
  number: (_, same) => (isNumber(same, 0.5) ? fraction(1, 2) : isNumber(same, 1.5) ? fraction(3, 2) : same),
  pow: ([base, exponent]) => power(or(base), or(exponent)),
  neg: ([operand]) => (is(operand, "neg") ? operand.args[0] : node("neg", [or(operand)])),
  add: args => added(args),
  mul: args => quotient(args, []),
  product: args => quotient(args, []),
  div: ([above, below]) => derivative(or(above), or(below)) ?? quotient([or(above)], [or(below)]),
  divide: ([above, below]) => quotient([or(above)], [or(below)]),
  power: ([base, exponent]) => power(or(base), or(exponent)),
  square: ([base]) => power(or(base), number(2)),
  log1p: ([x]) => node("log", [added([number(1), or(x)])]),
  expm1: ([x]) => added([node("exp", [or(x)]), node("neg", [number(1)])]),
  xlogy: ([x, y]) => quotient([or(x), node("log", [or(y)])], []),
  rel_entr: ([p, q]) => quotient([or(p), node("log", [quotient([or(p)], [or(q)])])], []),
  outer: ([a, b], same) => (b ? quotient([a, transposed(b)], []) : same),
  solve: ([matrix, right], same) => (right ? quotient([node("inv", [matrix]), right], []) : same),
  transpose: ([matrix, ...axes]) => (isPermutation(axes) ? node("permute", [or(matrix)]) : transposed(matrix)),
  reshape: ([array]) => node("reshape", [or(array)]),
  permute: ([array]) => node("permute", [or(array)]),
  prime: ([f]) => {
    const again = is(f, "derivative") && f.sign === "′"
    return again ? node("second derivative", f.args) : node("derivative", [or(f)], { sign: "′" })
  },
  eye: () => variable("I"),
  rsqrt: ([x]) => node("inv", [node("sqrt", [or(x)])]),
  norm: ([x, order], same) => (order ? node("norm", [x], { index: [order] }) : same),
  sum: (args, same) => nested(withoutAxis(args, same).args, withoutAxis(args, same)),
  prod: nested,
  int: integral,
  gradient: ([operand], same) =>
    is(operand, "transpose") ? transposed({ ...same, args: operand.args }) : same,
  max: extremum,
  min: extremum,
  relation: ([left, right], same) =>
    same.relation === "ge" && same.args.length === 2 ? { ...same, relation: "le", args: [right, left] } : same,
  ...Object.fromEntries(
    ["mean", "std", "variance", "softmax", "argmax", "argmin", "concat"].map(kind => [kind, withoutAxis])
  ),
}

/** @type {(above: number, below: number) => Tree} */
const fraction = (above, below) => node("div", [number(above), number(below)])
const isHalf = (/** @type {Tree} */ tree) => is(tree, "div") && isNumber(tree.args[0], 1) && isNumber(tree.args[1], 2)
const isTransposition = (/** @type {Tree} */ tree) => isVariable(tree, "T") && !tree.label

/** @type {(base: Tree, exponent: Tree) => Tree} */
function power(base, exponent) {
  if (isVariable(base, "e") && !base.label) return node("exp", [exponent])
  if (isTransposition(exponent)) return transposed(base)
  if (isHalf(exponent)) return node("sqrt", [base])
  if (is(exponent, "plus")) return node("pinv", [base])
  if (is(exponent, "star")) return MATRIX.test(isVariable(base) ? base.value : "") ? transposed(base) : base
  if (is(exponent, "neg")) {
    const [positive] = exponent.args
    if (isTransposition(positive)) return transposed(node("inv", [base]))
    if (isNumber(positive, 1)) return node("inv", [base])
    if (isHalf(positive)) return node("inv", [node("sqrt", [base])])
  }
  return node("pow", [base, exponent])
}

/** Axes in a new order, of which a matrix has but two. */
const isPermutation = (/** @type {Tree[]} */ axes) =>
  axes.length > 2 || axes.some(axis => is(axis, "list") && axis.args.length > 2)

function transposed(/** @type {Tree | undefined} */ matrix) {
  return is(matrix, "transpose") ? matrix.args[0] : node("transpose", [or(matrix)])
}

/** A flat sum; missing terms are one hole, and a sum of negatives is a negative. */
function added(/** @type {Tree[]} */ args) {
  const terms = args.flatMap(term => (is(term, "add") ? term.args : [term]))
  const isMissing = (/** @type {Tree} */ term) =>
    is(term, "hole") || (is(term, "neg") && is(term.args[0], "hole"))
  const known = terms.filter(term => !isMissing(term))
  if (known.length < terms.length) known.push(hole())
  if (known.length === 1) return known[0]
  const summed = enumerated(known)
  if (summed) return summed
  if (known.length && known.every(term => is(term, "neg")))
    return node("neg", [node("add", known.map(term => term.args[0]))])
  return node("add", known)
}

/** Terms that differ in their number alone, as x_1 y_1 + x_2 y_2 + …, are a sum over it. */
function enumerated(/** @type {Tree[]} */ terms) {
  for (const term of terms) {
    if (!/_1\b/.test(numbered(term))) continue
    const pattern = numbered(term).replace(/_\w+/g, "_i")
    const others = terms.filter(other => numbered(other).replace(/_\w+/g, "_i") === pattern)
    if (others.length < 2) continue
    const sum = node("sum", [unnumbered(term)], { index: [variable("i")] })
    const rest = terms.filter(other => !others.includes(other))
    return rest.length ? node("add", [sum, ...rest]) : sum
  }
  return undefined
}

/**
 * The tree as text, with each variable's number, or the letter that stands for one.
 * @type {(tree: Tree) => string}
 */
function numbered(tree) {
  if (is(tree, "number")) return tree.value
  if (!is(tree, "variable")) return `${tree.kind}(${tree.args.map(numbered).join(" ")})`
  const [only, ...others] = tree.index ?? []
  const letter = is(only, "variable") && !others.length ? only.value : ""
  const place = tree.label ?? letter
  return (tree.accent ?? "") + tree.value + (place ? `_${place}` : "")
}

/** @type {(tree: Tree) => Tree} */
function unnumbered(tree) {
  const args = tree.args.map(unnumbered)
  return tree.label === "1" ? { ...tree, args, label: undefined, index: [variable("i")] } : { ...tree, args }
}

/**
 * A product of factors over a product of divisors, with its sign in front.
 * @param {Tree[]} factors
 * @param {Tree[]} divisors
 */
function quotient(factors, divisors) {
  /** @type {Parts} */
  const parts = { above: [], below: [], negative: false }
  factors.forEach(factor => collect(factor, parts, "above"))
  divisors.forEach(divisor => collect(divisor, parts, "below"))
  const above = averaged(derived(parts.above), parts.below).filter(part => !isNumber(part, 1))
  const below = parts.below.filter(part => !isNumber(part, 1))
  const product = one(above, number(1))
  const tree = below.length ? node("div", [product, one(below)]) : product
  return parts.negative ? node("neg", [tree]) : tree
}

/** @type {(part: Tree, parts: Parts, side: "above" | "below") => void} */
function collect(part, parts, side) {
  const other = side === "above" ? "below" : "above"
  if (is(part, "neg")) {
    parts.negative = !parts.negative
    collect(part.args[0], parts, side)
  } else if (is(part, "mul")) {
    part.args.forEach(factor => collect(factor, parts, side))
  } else if (is(part, "div")) {
    collect(part.args[0], parts, side)
    collect(part.args[1], parts, other)
  } else parts[side].push(part)
}

/** d/dx takes what follows it as its operand. */
function derived(/** @type {Tree[]} */ factors) {
  const at = factors.findIndex(factor => is(factor, "derivative") && factor.waiting)
  if (at < 0 || at === factors.length - 1) return factors
  const [, ...variables] = factors[at].args
  return [...factors.slice(0, at), node("derivative", [one(factors.slice(at + 1)), ...variables])]
}

/**
 * A sum over what it counts is a mean; takes the count from the divisors.
 * @param {Tree[]} factors
 * @param {Tree[]} divisors
 */
function averaged(factors, divisors) {
  const at = factors.findIndex(factor => is(factor, "sum"))
  if (at < 0) return factors
  const sum = factors[at]
  const upper = sum.index?.find(bound => is(bound, "variable"))
  const counts = (/** @type {Tree} */ divisor) => {
    if (is(divisor, "abs")) return isVariable(divisor.args[0]) && /^[A-Z]$/.test(divisor.args[0].value)
    if (!isVariable(divisor) || divisor.label) return false
    if (COUNTS.test(divisor.value)) return true
    return isVariable(upper) ? upper.value === divisor.value : divisor.value.length === 1 && !sum.index
  }
  const count = divisors.findIndex(counts)
  if (count < 0) return factors
  divisors.splice(count, 1)
  const mean = node("mean", sum.args, { index: sum.index, summed: true })
  return factors.map((factor, i) => (i === at ? mean : factor))
}

/** @type {(args: Tree[], same: Tree) => Tree} */
function nested(args, same) {
  const [inner] = args
  if (!is(inner, same.kind)) return same
  return { ...inner, index: [...(same.index ?? []), ...(inner.index ?? [])] }
}

/**
 * ∫ f dx: the differential is not part of what is integrated.
 * @type {(args: Tree[], same: Tree) => Tree}
 */
function integral(args, same) {
  const [body] = args
  if (!is(body, "mul")) return same
  const at = body.args.findIndex((part, i) => isVariable(part, "d") && is(body.args[i + 1], "variable"))
  if (at < 0) return same
  const rest = body.args.filter((_, i) => i !== at && i !== at + 1)
  return { ...same, args: [one(rest, number(1))] }
}

/** @type {(args: Tree[], same: Tree) => Tree} */
function extremum(args, same) {
  return args.length === 1 && is(args[0], "list") ? { ...same, args: args[0].args } : same
}

/**
 * np.mean(x, 0) is np.mean(x).
 * @type {(args: Tree[], same: Tree) => Tree}
 */
function withoutAxis(args, same) {
  const isAxis = (/** @type {Tree} */ arg) => is(arg, "number") || (is(arg, "neg") && is(arg.args[0], "number"))
  return args.length === 2 && isAxis(args[1]) ? { ...same, args: [args[0]], axis: args[1] } : same
}

/**
 * @param {Tree | undefined} tree
 * @returns {tree is Variable}
 */
const isD = tree => (isVariable(tree, "∂") || isVariable(tree, "d")) && !tree.index && !tree.label

/**
 * dy, ∂L or d²y: the sign, its order, and what is derived; undefined for anything else.
 * @param {Tree} tree
 * @returns {{ order: number, rest: Tree[], sign: string } | undefined}
 */
function differential(tree) {
  if (isD(tree)) return { order: 1, rest: [], sign: tree.value }
  const [base] = tree.args
  if (is(tree, "pow") && isD(base)) return { order: 2, rest: [], sign: base.value }
  if (is(tree, "mul")) {
    const first = differential(tree.args[0])
    return first && !first.rest.length ? { ...first, rest: tree.args.slice(1) } : undefined
  }
  if (is(tree, "variable") && /^d[a-zA-Z]$/.test(tree.value))
    return { order: 1, rest: [variable(tree.value[1])], sign: "d" }
  if (is(tree, "apply") && tree.name === "d") return { order: 1, rest: tree.args, sign: "d" }
  return undefined
}

/**
 * A quotient of differentials as a derivative, or undefined where it is none.
 * @param {Tree} above
 * @param {Tree} below
 */
function derivative(above, below) {
  const upper = differential(above)
  if (!upper) return undefined
  const pending = is(below, "hole") && upper.sign === "∂"
  const lower = pending ? { rest: [hole()] } : differential(below)
  if (!lower) return undefined
  if (!lower.rest.length) {
    if (upper.sign !== "∂" || !upper.rest.length) return undefined
    lower.rest = [hole()]
  }
  const isSign = (/** @type {Tree} */ part) => isD(part) || (is(part, "pow") && isD(part.args[0]))
  const variables = lower.rest.filter(part => !isSign(part))
  const kind = upper.order > 1 || variables.length > 1 ? "second derivative" : "derivative"
  const tree = node(kind, [one(upper.rest.map(copy), hole()), ...variables.slice(0, 1)], { sign: upper.sign })
  if (!upper.rest.length) tree.waiting = true
  return tree
}
