// Tokens to operator trees, by operator precedence, and tolerant of everything.
//
// A bracket that is left open closes at the end, an operand that is missing is a hole, and
// what fits nowhere is passed over. From loosest to tightest: relations, sums, products,
// signs, powers and other postfixes, atoms.

import { isGreek } from "./greek.js"
import { lex } from "./lexer.js"
import { BIG, FUNCTIONS, KEYWORDS, SHAPE_ONLY, wordSet } from "./symbols.js"
import { copy, hole, is, isVariable, node, number, variable } from "./tree.js"

/** @import { Token, Tokens, Tree, Variable } from "./types.js" */
/** @typedef {"group" | "call" | "divergence"} Bracket what brackets belong to: in a divergence ‖ separates */

const OPERANDS = wordSet("number name function big ( [ { frac sqrt binom accent nabla partial begin hole")
const CLOSERS = new Set([")", "]", "}", "end"])
const BARS = new Set(["bar", "norm"])
/** @type {Record<string, string>} */
const CLOSING = { "(": ")", "[": "]", "{": "}", begin: "end" }
const MOST_TOKENS = 600
const MOST_TURNS = 300

// letters that are read as functions where they are followed by brackets
const ALWAYS_FUNCTIONS = wordSet("f g sigma phi psi Phi Psi P N")
const OFTEN_FUNCTIONS = wordSet("f g h u F J L D G V sigma phi psi Phi Psi pi N K d k R I H B p q P Q Var s r")
const DERIVED = wordSet("f g h u v F L sigma phi psi") // f′ is a derivative, x′ a name
const EXTREMA = /^(?:arg)?(?:max|min)$/
const SCALARS = /^(?:epsilon|eta|lambda|gamma|delta|alpha|beta|tau|rho|mu|theta|n|m|c)$/
const REDUCTIONS = wordSet("mean std variance max min argmax argmin norm softmax sum prod")

/**
 * The trees of a text, or of its tokens: one for each formula in it.
 * @param {string | Tokens} text
 * @param {boolean} [python]
 */
export function parse(text, python) {
  const tokens = typeof text === "string" ? lex(text, python) : text
  return new Parser(tokens).formulas()
}

class Parser {
  at = 0
  /**
   * The bars that are open here, innermost last.
   * @type {string[]}
   */
  bars = []
  /**
   * And the brackets, by what they belong to.
   * @type {Bracket[]}
   */
  brackets = []

  constructor(/** @type {Tokens} */ tokens) {
    this.tokens = tokens.slice(0, MOST_TOKENS)
    this.python = tokens.python
    this.functions = repeatedlyApplied(this.tokens)
  }

  // --- looking at tokens

  /** @returns {Token} */
  look(ahead = 0) {
    return this.tokens[this.at + ahead] ?? { type: "end of text", spaced: false }
  }

  sees(/** @type {string} */ type, /** @type {string} */ value = "") {
    const token = this.look()
    return token.type === type && (!value || token.value === value)
  }

  take(/** @type {string} */ type) {
    return this.sees(type) ? this.tokens[this.at++] : undefined
  }

  get sign() {
    return this.sees("op", "-") || this.sees("op", "+")
  }

  closesBar(/** @type {Token} */ token) {
    return BARS.has(token.type) && token.value !== "open" && this.bars.at(-1) === token.type
  }

  /** Whether a token begins an operand where an operator may stand as well. */
  begins(/** @type {Token} */ token) {
    if (OPERANDS.has(token.type)) return true
    if (!BARS.has(token.type) || token.value === "close" || this.closesBar(token)) return false
    if (token.type === "norm") return token.value !== "infix" && !this.within("divergence")
    return token.value === "open" || !this.brackets.length
  }

  /** Whether a token begins an operand where one must stand. */
  beginsHere(/** @type {Token} */ token) {
    return this.begins(token) || (BARS.has(token.type) && token.value !== "close" && !this.closesBar(token))
  }

  within(/** @type {Bracket} */ bracket) {
    return this.brackets.at(-1) === bracket
  }

  // --- formulas and relations

  formulas() {
    /** @type {Tree[]} */
    const found = []
    while (this.at < this.tokens.length) {
      const before = this.at
      const skips = CLOSERS.has(this.look().type) || /^(?:sep|colon|mid|dots|dot)$/.test(this.look().type)
      const tree = skips ? undefined : this.relation()
      if (this.at === before) this.at += 1
      else if (tree) found.push(tree)
    }
    return found
  }

  /** @returns {Tree} */
  relation() {
    let tree = this.sees("rel") ? hole() : this.sum()
    for (let turn = 0; turn < MOST_TURNS && this.sees("rel"); turn++) {
      const relation = this.take("rel")?.value ?? "eq"
      if (this.take("dots") && this.sees("rel")) continue // a = … = z
      const right = this.beginsHere(this.look()) || this.sees("op") ? this.sum() : hole()
      tree = related(tree, relation, right)
    }
    return tree
  }

  sum() {
    let tree = this.product()
    for (let turn = 0; turn < MOST_TURNS && this.sign; turn++) {
      const minus = this.take("op")?.value === "-"
      if (this.take("dots") && this.sign) continue // a + … + z
      const term = this.beginsHere(this.look()) || this.sign ? this.product() : hole()
      tree = node("add", [tree, minus ? node("neg", [term]) : term])
    }
    return tree
  }

  /** @returns {Tree} */
  product() {
    let tree = this.signed()
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const token = this.look()
      if (this.sees("op", "*") || this.sees("op", "/")) {
        this.at += 1
        const factor = token.value === "/" ? this.divisor(tree) : this.factor()
        tree = node(token.value === "*" ? "mul" : "div", [tree, factor])
      } else if (this.sees("op", "cap") || this.sees("op", "cup")) {
        this.at += 1
        tree = node(token.value ?? "", [tree, this.beginsHere(this.look()) ? this.signed() : hole()])
      } else if (token.type === "dots") {
        this.at += 1
      } else if (this.begins(token)) {
        const before = this.at
        tree = node("mul", [tree, this.power()])
        if (this.at === before) break
      } else break
    }
    return tree
  }

  factor() {
    return this.beginsHere(this.look()) || this.sign ? this.signed() : hole()
  }

  /** What stands below a slash: dx and ∂x belong together there. */
  divisor(/** @type {Tree} */ above) {
    const differential = this.sees("name", "d") && startsWithD(above) && this.look(1).type === "name"
    if (differential && !this.look(1).spaced) {
      this.at += 1
      return node("mul", [variable("d"), this.power()])
    }
    let below = this.factor()
    while (below.differential && this.sees("partial"))
      below = node("mul", [below, this.power()], { differential: true })
    return below
  }

  /** @returns {Tree} */
  signed() {
    if (!this.sign) return this.power()
    const minus = this.take("op")?.value === "-"
    const operand = this.beginsHere(this.look()) || this.sees("op") ? this.signed() : hole()
    return minus ? node("neg", [operand]) : operand
  }

  // --- powers and other postfixes

  /** @param {boolean} applied whether it is a function, with its arguments, as in ∇f(x) */
  power(applied = false) {
    /** @type {Tree} */
    let tree = this.atom()
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const before = this.at
      const next = this.postfix(tree, applied && isVariable(tree))
      if (!next) {
        this.at = before
        break
      }
      tree = next
    }
    return tree
  }

  /**
   * A tree with the postfix that stands here; undefined where there is none.
   * @param {Tree} tree
   * @param {boolean} applied
   */
  postfix(tree, applied) {
    const token = this.look()
    this.at += 1
    switch (token.type) {
      case "mark":
        if (isVariable(tree)) tree.accent = token.value
        return tree
      case "label":
        if (isVariable(tree)) tree.label = token.value
        return tree
      case "attribute":
        return token.value === "grad" ? node("gradient", [tree]) : tree
      case "sub":
        return indexed(tree, this.script())
      case "sup":
        return raised(tree, this.script())
      case "prime":
        if (!isVariable(tree) || DERIVED.has(tree.value)) return node("prime", [tree])
        tree.accent = "prime"
        return tree
      case "factorial":
        return node("factorial", [tree])
      case "transpose":
        return node("transpose", [tree])
      case "method":
        return this.method(tree, token.value ?? "")
      case "[":
        return isVariable(tree) && !token.spaced ? this.subscript(tree) : undefined
      case "(":
        return this.application(tree, token, applied)
      default:
        return undefined
    }
  }

  method(/** @type {Tree} */ tree, /** @type {string} */ name) {
    const args = this.take("(") ? this.group(")", "call") : []
    if (SHAPE_ONLY.has(name)) return tree
    if (name in BIG) return node(BIG[name], [tree])
    if (name === "inverse") return node("inv", [tree])
    if (name === "pow") return node("pow", [tree, args[0] ?? hole()])
    const canonical = FUNCTIONS[name.toLowerCase()] ?? name
    return node(canonical, REDUCTIONS.has(canonical) ? [tree] : [tree, ...args])
  }

  /** x[i], and x[:, k] in Python: an index, and no product. */
  subscript(/** @type {Tree} */ tree) {
    const index = this.group("]", "call")
    if (!this.python && !index.every(isPlain)) return undefined
    ;(tree.index ??= []).push(...index)
    return tree
  }

  /**
   * f(x) if that is an application, and not f times x.
   * @param {Tree} tree
   * @param {Token} token
   * @param {boolean} applied
   */
  application(tree, token, applied) {
    const primed = is(tree, "prime") && isVariable(tree.args[0])
    const name = primed ? tree.args[0] : tree
    if (!isVariable(name) || name.value === "e" || name.value === "∂") return undefined
    const divergence = name.value === "D" || name.value === "KL"
    const args = this.group(")", divergence ? "divergence" : "call")
    if (name.value === "D" && /kl/i.test(name.label ?? "")) return node("kl", args)
    if (!applied && !primed && !this.isFunction(name, args, token)) return undefined
    return primed ? node("prime", [apply(name, args)]) : apply(name, args)
  }

  /** @type {(name: Variable, args: Tree[], token: Token) => boolean} */
  isFunction(name, args, token) {
    const plain = args.length > 0 && args.every(isPlain)
    const named = name.value.length > 1 && !isGreek(name.value)
    if (ALWAYS_FUNCTIONS.has(name.value) || this.functions.has(name.value) || named) return true
    if (args.length === 1 && is(args[0], "E")) return true
    if (OFTEN_FUNCTIONS.has(name.value) && (plain || args.length > 1 || is(args[0], "given"))) return true
    const ofNames = args.every(arg => is(arg, "variable") || is(arg, "list"))
    return plain && !token.spaced && ofNames && !SCALARS.test(name.value)
  }

  // --- atoms

  /** @returns {Tree} */
  atom() {
    const token = this.look()
    const { value = "" } = token
    this.at += 1
    switch (token.type) {
      case "number":
        return number(value)
      case "name":
        return (value === "d" && this.leibniz()) || variable(value)
      case "function":
        return this.call(token)
      case "big":
        return this.big(token)
      case "frac":
        return node("div", [this.digit(), this.digit()])
      case "binom":
        return node("binomial", [this.digit(), this.digit()])
      case "sqrt":
        return this.root()
      case "accent":
        return this.accented(value)
      case "(":
        return this.parenthesis(token)
      case "[":
      case "{":
      case "begin":
        return this.bracketed(token)
      case "bar":
      case "norm":
        return this.between(token.type)
      case "nabla":
        return this.gradient()
      case "partial":
        return this.partial()
      default:
        return hole()
    }
  }

  /** The rest of dL/dw, which is one thing however it is multiplied. */
  leibniz() {
    const [above, slash, sign, below] = [0, 1, 2, 3].map(ahead => this.look(ahead))
    const named = (/** @type {Token} */ token) => token.type === "name" && !token.spaced
    const isQuotient = slash.value === "/" && sign.type === "name" && sign.value === "d"
    if (!isQuotient || !named(above) || !named(below)) return undefined
    this.at += 3
    const d = (/** @type {Tree} */ of) => node("mul", [variable("d"), of])
    return node("div", [d(variable(above.value ?? "")), d(this.symbol())])
  }

  parenthesis(/** @type {Token} */ token) {
    const args = this.group(")")
    if (token.value === "<" && args.length === 2) // ⟨a, b⟩
      return node("mul", [node("transpose", [args[0]]), args[1]])
    return only(args)
  }

  bracketed(/** @type {Token} */ token) {
    const args = this.group(CLOSING[token.type])
    return token.type === "begin" ? node(token.value ?? "matrix", args) : only(args)
  }

  between(/** @type {string} */ bar) {
    this.bars.push(bar)
    const brackets = this.brackets
    this.brackets = []
    const inside = this.at < this.tokens.length ? this.relation() : hole()
    this.brackets = brackets
    this.bars.pop()
    this.take(bar)
    return node(bar === "bar" ? "abs" : "norm", [inside])
  }

  accented(/** @type {string} */ accent) {
    const tree = this.script()
    if (isVariable(tree)) tree.accent = accent
    return tree
  }

  root() {
    if (this.take("[")) this.group("]")
    const bracket = this.sees("{") || this.sees("(")
    return node("sqrt", [bracket ? this.script() : this.begins(this.look()) ? this.power() : hole()])
  }

  gradient() {
    const scripts = this.scripts()
    const named = scripts.below && !this.sees("function")
    const operand = this.beginsHere(this.look()) ? (named ? this.product() : this.power(!scripts.below)) : hole()
    const tree = node("gradient", [operand], scripts.below ? { index: [scripts.below] } : {})
    return scripts.above ? node("pow", [tree, scripts.above]) : tree
  }

  /** ∂ or ∂², alone or with what it stands before; ∂_x f is a derivative already. */
  partial() {
    const { below, above } = this.scripts()
    const sign = above ? node("pow", [variable("∂"), above]) : variable("∂")
    if (below) return node("derivative", [this.begins(this.look()) ? this.power() : hole(), below])
    if (!this.begins(this.look()) || this.sees("partial")) return sign
    return node("mul", [sign, this.power()], { differential: true })
  }

  // --- functions and operators that range over an index

  call(/** @type {Token} */ token) {
    const { below, above, primed } = this.scripts()
    let tree = node(token.value ?? "", this.callArguments(token))
    if (below) tree.index = [below]
    if (primed) tree = node("prime", [tree])
    return above ? node("pow", [tree, above]) : tree
  }

  callArguments(/** @type {Token} */ token) {
    const divergence = token.value === "kl" || token.value === "jsd"
    for (const [open, close] of [["(", ")"], ["[", "]"], ["{", "}"]]) {
      if (open === "{" && token.called) continue
      if (this.take(open)) return this.group(close, divergence ? "divergence" : "call")
    }
    if (!this.beginsHere(this.look())) return []
    if (EXTREMA.test(token.value ?? "")) return [this.product()]
    return [this.bareArgument()]
  }

  /** An argument without brackets: log p(x), cos mθ, log det X, and log p/q, which is log(p/q). */
  bareArgument() {
    let tree = this.power()
    const simple = (/** @type {Tree} */ part) => is(part, "variable") || is(part, "number")
    while (simple(tree) || is(tree, "mul")) {
      const token = this.look()
      const last = is(tree, "mul") ? tree.args[1] : tree
      const joined = (token.type === "name" || token.type === "number") && !token.spaced
      if (!joined || !simple(last) || OFTEN_FUNCTIONS.has(token.value ?? "")) break
      tree = node("mul", [tree, this.power()])
    }
    const slash = this.sees("op", "/") && !this.look().spaced
    if (slash && this.begins(this.look(1)) && !this.look(1).spaced) {
      this.at += 1
      tree = node("div", [tree, this.power()])
    }
    return tree
  }

  big(/** @type {Token} */ token) {
    const { below, above } = this.scripts()
    const index = [below, above].filter(script => script !== undefined)
    const called = token.called || (this.sees("(") && !this.look().spaced && !index.length)
    let body
    if (called && this.take("(")) body = this.group(")", "call")[0] ?? hole()
    else body = !token.called && (this.beginsHere(this.look()) || this.sees("op", "-")) ? this.product() : hole()
    return node(token.value ?? "", [body], index.length ? { index } : {})
  }

  // --- scripts and brackets

  scripts() {
    /** @type {{ below?: Tree, above?: Tree, primed?: boolean }} */
    const found = {}
    for (let turn = 0; turn < 4; turn++) {
      if (this.take("sub")) found.below = this.script()
      else if (this.take("sup")) found.above = this.script()
      else if (this.take("prime")) found.primed = true
      else break
    }
    return found
  }

  /** What a command or a script applies to: a group, or the one symbol after it. */
  script() {
    const sign = this.look(1).type === "op" && this.look(2).type === "}"
    if (this.sees("{") && sign) { // A^{+}
      this.at += 3
      return node(this.look(-2).value === "*" ? "star" : "plus")
    }
    if (this.sees("op", "*")) {
      this.at += 1
      return node("star")
    }
    if (this.sees("{") && this.wrapsBracket()) { // x^{(i)} is an index, and no power
      this.at += 1
      return node("index", [only(this.group("}"))])
    }
    if (this.take("{")) return only(this.group("}"))
    if (this.take("(")) return only(this.group(")"))
    if (this.sign) {
      const minus = this.take("op")?.value === "-"
      if (!this.begins(this.look())) return minus ? hole() : node("plus")
      return minus ? node("neg", [this.symbol()]) : this.symbol()
    }
    return this.begins(this.look()) ? this.symbol() : hole()
  }

  wrapsBracket() {
    const open = this.look(1).type
    if (open !== "(" && open !== "[") return false
    let depth = 0
    for (let ahead = 1; this.at + ahead < this.tokens.length; ahead++) {
      const { type } = this.look(ahead)
      if (type === open) depth += 1
      if (type === CLOSING[open] && --depth === 0) return this.look(ahead + 1).type === "}"
    }
    return false
  }

  /** One digit of \frac12, or what any other script would be. */
  digit() {
    const token = this.look()
    const [first, ...others] = token.value ?? ""
    if (token.type !== "number" || !others.length || others.includes(".")) return this.script()
    this.tokens[this.at] = { ...token, value: others.join("") }
    return number(first)
  }

  /** One symbol with its accents and labels, and no further postfix. */
  symbol() {
    const tree = this.atom()
    if (!isVariable(tree)) return tree
    while (this.sees("mark") || this.sees("label")) {
      const { type, value } = this.tokens[this.at++]
      if (type === "mark") tree.accent = value
      else tree.label = value
    }
    while (!DERIVED.has(tree.value) && this.take("prime")) tree.accent = "prime"
    return tree
  }

  /**
   * The parts of a bracket that is open; with a bar in it, what is given what.
   * @param {string} close
   * @param {Bracket} bracket
   */
  group(close, bracket = "group") {
    this.brackets.push(bracket)
    const bars = this.bars
    this.bars = []
    /** @type {Tree[][]} */
    const parts = [[]]
    let given = -1
    for (let turn = 0; turn < MOST_TURNS && this.at < this.tokens.length; turn++) {
      const token = this.look()
      if (CLOSERS.has(token.type)) {
        this.take(close) // and a wrong one is left to those around
        break
      }
      if (this.separates(token, parts)) {
        if (token.type === "mid" || token.type === "bar") given = parts.length
        if (token.type !== "dots" && token.type !== "colon") parts.push([])
        this.at += 1
      } else if (this.keyword(token)) {
        this.at += 2
        const value = this.relation()
        if (token.value === "ord") parts.push([value])
        if (token.value === "axis" || token.value === "dim") parts.push([node("axis", [value])])
      } else {
        const before = this.at
        parts[parts.length - 1].push(this.relation())
        if (this.at === before) this.at += 1
      }
    }
    this.bars = bars
    this.brackets.pop()
    return conditional(parts, given)
  }

  separates(/** @type {Token} */ token, /** @type {Tree[][]} */ parts) {
    if (/^(?:sep|dots|colon|mid)$/.test(token.type)) return true
    const between = parts[parts.length - 1].length > 0 && !this.closesBar(token)
    if (token.type === "bar") return between && token.value !== "open"
    return token.type === "norm" && between && this.within("divergence")
  }

  keyword(/** @type {Token} */ token) {
    const named = token.type === "name" || token.type === "function"
    return named && (KEYWORDS.has(token.value ?? "") || token.value === "ord") && this.look(1).type === "rel"
  }
}

/** The capital letters that stand before a bracket again and again, and so are functions. */
function repeatedlyApplied(/** @type {Token[]} */ tokens) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  tokens.forEach(({ type, value = "" }, i) => {
    const next = tokens[i + 1]
    if (type === "name" && /^[A-Z]$/.test(value) && next?.type === "(" && !next.spaced) counts.set(value, (counts.get(value) ?? 0) + 1)
  })
  return new Set([...counts].filter(([, count]) => count > 2).map(([letter]) => letter))
}

/** What brackets hold: one thing, or a list. */
const only = (/** @type {Tree[]} */ parts) => (parts.length > 1 ? node("list", parts) : parts[0] ?? hole())

/** The parts of a bracket, of which those from `given` on are what the others are given. */
function conditional(/** @type {Tree[][]} */ parts, /** @type {number} */ given) {
  const joined = (/** @type {Tree[][]} */ some) =>
    some.filter(part => part.length).map(part => (part.length > 1 ? node("mul", part) : part[0]))
  if (given < 0) return joined(parts)
  return [node("given", [only(joined(parts.slice(0, given))), only(joined(parts.slice(given)))])]
}

/**
 * An equation; a chain of the same relation is one, and x += y is x = x + y.
 * @param {Tree} left
 * @param {string} relation
 * @param {Tree} right
 */
function related(left, relation, right) {
  const [, updated] = /^eq([-+*/])$/.exec(relation) ?? []
  if (updated) {
    const change = updated === "-" ? node("neg", [right]) : right
    const kind = updated === "*" ? "mul" : updated === "/" ? "div" : "add"
    return node("relation", [left, node(kind, [copy(left), change])], { relation: "eq" })
  }
  if (is(left, "relation") && left.relation === relation) {
    left.args.push(right)
    return left
  }
  return node("relation", [left, right], { relation })
}

/**
 * Whether brackets hold only what an index or an argument would be.
 * @type {(tree: Tree) => boolean}
 */
function isPlain(tree) {
  if (is(tree, "variable")) return !tree.applied
  if (is(tree, "number") || is(tree, "hole")) return true
  if (is(tree, "list") || is(tree, "relation")) return tree.args.every(isPlain)
  const offset = (/** @type {Tree} */ part) => is(part, "number") || (is(part, "neg") && is(part.args[0], "number"))
  return is(tree, "add") && tree.args.every(part => offset(part) || (is(part, "variable") && /^[ijklmnts]$/.test(part.value)))
}

/** @type {(tree: Tree) => boolean} */
const startsWithD = tree =>
  (isVariable(tree, "d") && !tree.label) || (/^(?:mul|pow)$/.test(tree.kind) && startsWithD(tree.args[0]))

/** f(x): a letter applied to names keeps its name; anything else is an application. */
function apply(/** @type {Variable} */ name, /** @type {Tree[]} */ args) {
  if (name.value === "sigma" && !name.label && !name.accent) return node("sigmoid", args)
  if (args.length && args.every(isPlain) && name.value !== "N") {
    ;(name.index ??= []).push(...args)
    name.applied = true
    return name
  }
  return node("apply", args, { name: name.value })
}

/** A subscript: of a letter it may be a label (d_k, W_Q), an accent (y_hat) or an index. */
function indexed(/** @type {Tree} */ tree, /** @type {Tree} */ script) {
  ;(tree.index ??= []).push(script)
  if (!isVariable(tree)) return tree
  const first = is(script, "list") ? script.args[0] : script
  if (is(first, "number")) tree.label = first.value
  else if (isVariable(first) && (first.value.length > 1 ? !isGreek(first.value) : /[A-Z]/.test(first.value))) {
    if (first.value === "hat" || first.value === "pred") tree.accent = "hat"
    else tree.label = first.value
  } else if (/^(?:max|min|in|out|kl|jsd)$/.test(first.kind)) tree.label = first.kind
  return tree
}

/** A superscript in brackets is an index: x^{(i)}. */
function raised(/** @type {Tree} */ tree, /** @type {Tree} */ script) {
  if (!is(script, "index")) return node("pow", [tree, script])
  if (isVariable(tree) && tree.value !== "e") (tree.index ??= []).push(script.args[0])
  else if (!is(tree, "prime")) return node("pow", [tree, script.args[0]])
  return tree
}
