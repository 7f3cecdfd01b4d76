// LaTeX, Unicode, ASCII and Python to one stream of tokens.
//
// A token is {type, value, spaced}. Whatever is typed gives tokens: what is not known is
// skipped, and nothing throws.

import { GREEK, greekName, isGreek } from "./greek.js"
import {
  ACCENTS, BIG, COMBINING, FUNCTIONS, OPERATORS, RELATIONS, SEPARATORS, SHAPE_ONLY, SILENT, SPELLINGS,
  UPRIGHT, WHOLE_NAMES, lookup, normalise,
} from "./symbols.js"

/** @import { Lexeme, Token, Tokens } from "./types.js" */

const PYTHON = /\b(?:np|numpy|torch|jnp|jax|sklearn|optim|stats|scipy|math|tf|nn|F)\.[a-z]|\*\*|@|\.T\b|\.mT\b|\.(?:sum|mean|max|min|dot|std|var|norm|transpose|exp|log)\(|\b(?:axis|dim|keepdims?|ord)\s*=|\bdef \b|\breturn\b/
const LIBRARY = /(?:np|numpy|jnp|jax|torch|scipy|sklearn|math|tf|nn|F|cp|rng|sp|special|linalg|stats|optim|metrics)\.(?=[A-Za-z])([A-Za-z0-9_.]*[A-Za-z0-9_])/y
const NUMBER = /(?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\d.])|\d+/y
const COMMAND = /\\([A-Za-z]+)\*?/y
const WORD = /[A-Za-z]+/y
const SNAKE_TAIL = /_([a-z]{2,}[A-Za-z0-9_]*)(?![A-Za-z])/y
const ACCENT_TAIL = /_(hat|bar|tilde|pred|true)\b/y
const ACCENTED = /^([A-Za-z]|alpha|theta|beta|mu|sigma)_?(hat|bar|tilde)$/
const SIZE_OF_ARRAY = /len\(\s*\w+\s*\)|\w+\.(?:shape\[-?\d\]|size)\b/y
const RUN_TOGETHER = /^([a-zA-Z]{0,2}?)(log|exp|sqrt|sum|ln)([a-zA-Z]{0,2})$/
const EXPECTATION = /\s*(?:_\s*(?:\{[^{}]*\}|\\?[A-Za-z]+|\S))?\s*(?:\\left|\\[bB]igg?l?)?\s*\\?[[({]/y
const DELIMITER = /\s*(\\\||\\[lr]?[vV]ert|\||\.)/y
const BRACED = /\s*\{([^{}]*)\}/y
const BLACKBOARD = /\s*\{?\s*([A-Za-z])\s*\}?/y
const ARGUMENT_OF = /\s*\\?,?\s*\\(max|min)/y
const GRADIENT_NAME = /(?:grad_(\w+)|([A-Za-z]\w*)_grad|d([A-Z]\w*|[abhwyz]|x(?=\s*=)|out|scores|logits))\b/y
const EINSUM = /["']([a-zA-Z.]+(?:,\s*[a-zA-Z.]+)*\s*->\s*[a-zA-Z.]*|[a-zA-Z.]+(?:,\s*[a-zA-Z.]+)+)["']/y
const LABEL = /\d+(?![\d.])/y
const REST_OF_WORD = /[A-Za-z0-9_]*/y
const QUOTED = /["']([a-z]+)["']/y

/** @type {Record<string, Lexeme>} */
const PUNCTUATION = lookup({
  "+": ["op", "+"], "-": ["op", "-"], "*": ["op", "*"], "/": ["op", "/"], "@": ["op", "*"],
  "^": ["sup"], _: ["sub"], "=": ["rel", "eq"], "(": ["("], ")": [")"], "[": ["["], "]": ["]"],
  "{": ["{"], "}": ["}"], "|": ["bar"], ",": ["sep"], ";": ["sep"], ":": ["colon"],
  "!": ["factorial"], "?": ["hole"], ".": ["dot"], "'": ["prime"], "<": ["rel", "le"],
  ">": ["rel", "ge"], "~": ["rel", "sim"], "&": ["sep"],
})
/** @type {Record<string, Lexeme>} */
const PAIRS = lookup({
  "**": ["sup"], "||": ["norm"], "<=": ["rel", "le"], ">=": ["rel", "ge"], "!=": ["rel", "ne"],
  "==": ["rel", "eq"], ":=": ["rel", "eq"], "<-": ["rel", "eq"], "->": ["rel", "eq"],
  "=>": ["sep"], "+=": ["rel", "eq+"], "-=": ["rel", "eq-"], "*=": ["rel", "eq*"],
  "/=": ["rel", "eq/"], "//": ["op", "/"],
})
/** @type {Record<string, Lexeme>} */
const COMMANDS = lookup({
  frac: ["frac"], dfrac: ["frac"], tfrac: ["frac"], cfrac: ["frac"], sqrt: ["sqrt"],
  binom: ["binom"], dbinom: ["binom"], tbinom: ["binom"], Vert: ["norm"], lVert: ["norm", "open"],
  rVert: ["norm", "close"], parallel: ["norm", "infix"], vert: ["bar"], lvert: ["bar", "open"],
  rvert: ["bar", "close"], mid: ["mid"], given: ["mid"], langle: ["(", "<"], rangle: [")", ">"],
  lbrace: ["("], rbrace: [")"], lbrack: ["["], rbrack: ["]"], nabla: ["nabla"],
  partial: ["partial"], top: ["name", "T"], intercal: ["name", "T"], T: ["name", "T"],
  prime: ["prime"], dots: ["dots"], ldots: ["dots"], cdots: ["dots"], vdots: ["dots"],
  infty: ["name", "infty"], ell: ["name", "l"], Pr: ["name", "P"], varepsilon: ["name", "epsilon"],
})
const HALF_TYPED = ["frac", "sqrt", "nabla", "partial", "sum", "log", "exp", ...GREEK]

/** Whether a query is read as Python: multi-letter names are then not products. */
export function looksLikePython(/** @type {string} */ text) {
  if (PYTHON.test(text)) return true
  const snakes = /[\\{]/.test(text) ? [] : text.matchAll(/\b([a-z]{2,})_[a-z][a-z0-9_]*/g)
  return [...snakes].some(([, head]) => {
    return !(head in FUNCTIONS) && !(head in BIG) && !GREEK.has(head)
  })
}

/**
 * The tokens of a text; `python` says how it was read.
 * @param {string} text
 * @returns {Tokens}
 */
export function lex(text, python = looksLikePython(text)) {
  const lexer = new Lexer(normalise(text), python)
  while (lexer.at < lexer.text.length) lexer.step()
  return Object.assign(lexer.tokens, { python })
}

class Lexer {
  /** @type {Token[]} */
  tokens = []
  at = 0
  spaced = false

  constructor(/** @type {string} */ text, /** @type {boolean} */ python) {
    this.text = text
    this.python = python
  }

  push(/** @type {Lexeme} */ ...[type, value]) {
    this.tokens.push({ type, value, spaced: this.spaced })
    this.spaced = false
  }

  /** What a sticky pattern matches here, which is then behind us. */
  take(/** @type {RegExp} */ pattern) {
    const match = this.peek(pattern)
    if (match) this.at = pattern.lastIndex
    return match
  }

  peek(/** @type {RegExp} */ pattern) {
    pattern.lastIndex = this.at
    return pattern.exec(this.text)
  }

  get last() {
    return this.tokens.at(-1)
  }

  step() {
    const character = this.text[this.at]
    const accent = COMBINING[character]
    let match
    if (/\s|\$|%/.test(character)) return this.skip(1)
    if (accent) return this.mark(accent)
    if (/[\u0300-\u036f]/.test(character)) return this.skip(1)
    if (character === "\\") return this.backslash()
    if ((match = this.take(LIBRARY))) return this.library(match[1])
    if ((match = this.take(NUMBER))) return this.push("number", String(+match[0].replace(/_/g, "")))
    if (this.python && this.take(SIZE_OF_ARRAY)) return this.push("name", "n")
    const variable = this.python && this.gradientName()
    if (variable) return this.gradient(variable)
    if ((match = this.take(WORD))) return this.word(match[0])
    const letter = greekName(character)
    return letter ? this.greek(letter) : this.punctuation(character)
  }

  /** What grad_w and dW in code are gradients with respect to: w and W. */
  gradientName() {
    const match = this.last?.type !== "dot" && this.take(GRADIENT_NAME)
    return match && (match[1] ?? match[2] ?? match[3])
  }

  gradient(/** @type {string} */ name) {
    this.push("(")
    this.push("nabla")
    this.push("name", name)
    this.push(")")
  }

  skip(/** @type {number} */ length) {
    this.at += length
    this.spaced = true
  }

  mark(/** @type {string} */ accent) {
    this.at += 1
    this.push("mark", accent)
  }

  punctuation(/** @type {string} */ character) {
    const subscripts = /["']/.test(character) && this.take(EINSUM)
    if (subscripts) return this.push("name", renamed(subscripts[1]))
    const quoted = /["']/.test(character) && this.peek(QUOTED)
    if (quoted && (this.python || character === '"')) {
      this.at += quoted[0].length
      return this.push("name", quoted[1] === "fro" ? "F" : SPELLINGS[quoted[1]] ?? quoted[1])
    }
    if (character === "|" && this.inBars()) { // of |a||b| the second bar closes
      this.at += 1
      this.push("bar")
      if (this.text[this.at] !== "|") return
      this.at += 1
      return this.push("bar", "open")
    }
    if (this.text.startsWith("...", this.at)) {
      this.at += 3
      return this.push("dots")
    }
    const pair = this.text.slice(this.at, this.at + 2)
    if (PAIRS[pair]) {
      this.at += 2
      return this.push(...PAIRS[pair])
    }
    this.at += 1
    if (character === "<" && /^[^<>=|]*,[^<>=|]*>/.test(this.text.slice(this.at)))
      return this.push("(", "<") // ⟨a, b⟩ in ASCII
    if (character === ">" && this.opened("<")) return this.push(")", ">")
    if (character === "~" && !this.python) return (this.spaced = true)
    if (PUNCTUATION[character]) this.push(...PUNCTUATION[character])
  }

  /** Whether a single bar is open since the last bracket. */
  inBars() {
    let bars = 0
    for (let i = this.tokens.length - 1; i >= 0 && !/^[([{]$/.test(this.tokens[i].type); i--)
      if (this.tokens[i].type === "bar") bars += 1
    return bars % 2 === 1
  }

  opened(/** @type {string} */ mark) {
    const count = (/** @type {string} */ value) => this.tokens.filter(token => token.value === value).length
    return count("<") > count(">") && mark === "<"
  }

  backslash() {
    const match = this.take(COMMAND)
    if (match) return this.command(match[1])
    const character = this.text[this.at + 1]
    this.at += 2
    if (character === "|") this.push("norm")
    else if (character === "\\") this.push("sep")
    else if (character === "{") this.push("(")
    else if (character === "}") this.push(")")
    else this.spaced = true
  }

  /** @type {(name: string) => void} */
  command(name) {
    if (name === "left" || name === "right") return this.delimiter(name)
    if (name === "begin" || name === "end") return this.environment(name)
    if (SEPARATORS.has(name)) return this.push("sep")
    if (SILENT.has(name)) return undefined
    if (UPRIGHT.has(name)) return this.upright()
    if (name === "mathbb") return this.blackboard()
    if (name === "arg") return this.argument()
    if (name in COMMANDS) return this.push(...COMMANDS[name])
    if (name in ACCENTS) return this.push("accent", ACCENTS[name])
    if (name in OPERATORS) return this.push("op", OPERATORS[name])
    if (name in RELATIONS) return this.push("rel", RELATIONS[name])
    if (name in BIG) return this.push("big", BIG[name])
    if (/^[lr](?:floor|ceil)$/.test(name)) return this.floor(name)
    const letter = name.replace(/^var/, "")
    if (isGreek(letter)) return this.push("name", letter)
    if (name.toLowerCase() in FUNCTIONS) return this.push("function", FUNCTIONS[name.toLowerCase()])
    if (this.at >= this.text.length) return this.halfTyped(name)
    if (name.length > 1) this.push("name", name)
  }

  /** A command that breaks off at the end of the text, such as \fra. */
  halfTyped(/** @type {string} */ name) {
    const whole = HALF_TYPED.find(known => known.startsWith(name))
    if (whole) this.command(whole)
  }

  delimiter(/** @type {string} */ side) {
    const match = this.take(DELIMITER)
    if (!match || match[1] === ".") return
    const open = side === "left" ? "open" : "close"
    this.push(/\\\||Vert/.test(match[1]) ? "norm" : "bar", open)
  }

  environment(/** @type {string} */ side) {
    const name = this.take(BRACED)?.[1]
    this.push(side, name?.includes("cases") ? "cases" : "matrix")
  }

  floor(/** @type {string} */ name) {
    if (name[0] === "r") return this.push(")")
    this.push("function", "floor")
    this.push("(")
  }

  argument() {
    const match = this.take(ARGUMENT_OF)
    if (match) this.push("function", `arg${match[1]}`)
  }

  blackboard() {
    const match = this.take(BLACKBOARD)
    if (match) this.push(match[1] === "E" ? "function" : "name", match[1])
  }

  /** \mathrm{…} and its like: a function, a name, or words between formulas. */
  upright() {
    const match = this.take(BRACED)
    if (!match) return
    const text = match[1].replace(/\\?\s+/g, " ").trim()
    const plain = text.toLowerCase().replace(/[^a-z0-9]/g, "")
    if (text === "E") this.push("function", "E")
    else if (text in BIG) this.push("big", BIG[text])
    else if (plain in FUNCTIONS && (text.length > 2 || plain === text || plain === "kl"))
      this.push("function", FUNCTIONS[plain])
    else if (/\s/.test(text) || /^(?:otherwise|if|for|where|and|with|st|or)$/.test(text)) this.push("sep")
    else if (text) this.push("name", text.replace(/\\/g, ""))
  }

  /** np.linalg.norm and its like: the last part says which function. */
  library(/** @type {string} */ path) {
    const name = path.slice(path.lastIndexOf(".") + 1)
    if (name === "pi" || name === "e") return this.push("name", name)
    if (name === "inf") return this.push("name", "infty")
    if (name in BIG) this.push("big", BIG[name])
    else this.push("function", FUNCTIONS[name.toLowerCase()] ?? name.toLowerCase())
    if (this.last) this.last.called = true
  }

  word(/** @type {string} */ word) {
    if (this.last?.type === "dot") return this.method(word)
    if (this.python && this.take(word === "self" ? /\./y : word === "float" ? /(?=\()/y : /$^/y)) return
    const raised = this.last?.type === "sup" && !this.spaced
    if (raised && word.length > 1 && word[0] === "T" && !(word in FUNCTIONS)) { // X^TX
      this.at -= word.length - 1
      return this.push("name", "T")
    }
    const accent = this.take(ACCENT_TAIL)?.[1]
    const tail = !accent && this.python ? this.take(SNAKE_TAIL)?.[1] : undefined
    const whole = tail ? `${word}_${tail}` : word
    if (tail && whole in FUNCTIONS) return this.push("function", FUNCTIONS[whole])
    if (tail && whole in SPELLINGS) return this.push("name", SPELLINGS[whole])
    this.name(word)
    if (accent && accent !== "true") this.push("mark", accent === "pred" ? "hat" : accent)
    if (tail) this.push("label", tail)
    const number = this.last?.type === "name" && this.take(LABEL)
    if (number) this.push("label", number[0])
  }

  /** A word after a dot: an attribute or a method of what stands before it. */
  method(/** @type {string} */ word) {
    this.tokens.pop()
    if (word === "T" || word === "mT" || word === "H") return this.push("transpose")
    const whole = word + (this.take(REST_OF_WORD)?.[0] ?? "")
    if (!this.python && whole.length === 1) { // q.k
      this.push("op", "*")
      return this.push("name", whole)
    }
    if (this.peek(/\s*\(/y)) return this.push("method", whole)
    if (!SHAPE_ONLY.has(whole)) this.push("attribute", whole)
  }

  /** @type {(word: string) => void} */
  name(word) {
    const lower = word.toLowerCase()
    if (word in BIG && word !== "int" && word !== "lim") return this.push("big", BIG[word])
    if (word === "E" && this.peek(EXPECTATION)) return this.push("function", "E")
    if (word === "KL" || word === "JSD") return this.push("function", lower)
    if (this.python && word === "for") return this.comprehension()
    if (word in SPELLINGS) return this.push("name", SPELLINGS[word])
    if (word[0] === "d" && GREEK.has(word.slice(1)) && word !== "deta") { // dL/dtheta
      this.push("name", "d")
      return this.push("name", word.slice(1))
    }
    if (GREEK.has(word) || (GREEK.has(lower) && /^[A-Z][a-z]+$/.test(word))) return this.push("name", word)
    if (word === "nabla" || (word === "grad" && !this.python)) return this.push("nabla")
    if (word === "partial") return this.push("partial")
    if (lower in FUNCTIONS && (word.length > 2 || /^(?:ln|tr|kl)$/.test(word))) return this.push("function", FUNCTIONS[lower])
    if (WHOLE_NAMES.has(word)) return this.push("name", word)
    const accented = word.length > 3 && ACCENTED.exec(word)
    if (accented) {
      this.push("name", accented[1])
      return this.push("mark", accented[2])
    }
    if (!this.python && word.length <= 3) return this.letters(word)
    const parts = !this.python && word.length <= 7 && RUN_TOGETHER.exec(word)
    if (!parts) return this.push("name", word)
    this.letters(parts[1]) // xlogx, plogp
    if (parts[2] === "sum") this.push("big", "sum")
    else this.push("function", FUNCTIONS[parts[2]])
    this.letters(parts[3])
  }

  /** sum(f(x) for x in …): what x runs over does not matter. */
  comprehension() {
    let depth = 0
    while (this.at < this.text.length) {
      const character = this.text[this.at]
      if (/[([{]/.test(character)) depth += 1
      if (/[)\]}]/.test(character) && --depth < 0) return
      this.at += 1
    }
  }

  letters(/** @type {string} */ word) {
    for (const letter of word) this.push("name", letter)
  }

  /** Greek letters stand for themselves; Σ and Π may also be a sum and a product. */
  greek(/** @type {string} */ name) {
    this.at += 1
    const big = name === "Sigma" ? "sum" : name === "Pi" ? "prod" : undefined
    if (big && this.rangesOver()) this.push("big", big)
    else this.push("name", name)
  }

  /** Whether a Σ has something to sum, and is no matrix between matrices. */
  rangesOver() {
    const next = this.text.slice(this.at)
    const last = this.last
    const glued = last && !this.spaced && ["name", ")", "}"].includes(last.type)
    const amongMatrices = last?.type === "name" && /^[A-Z]$/.test(last.value ?? "") && /^\s*[A-Z](?![a-z([])/.test(next)
    const summand = /^\s*(?:_\s*\{?\s*[a-z]|[A-Za-z0-9(\\|\u0370-\u03ff-])/.test(next)
    return summand && !glued && !amongMatrices
  }
}

/** Subscripts of einsum with letters in the order of the alphabet. */
function renamed(/** @type {string} */ subscripts) {
  /** @type {Map<string, string>} */
  const letters = new Map()
  return subscripts.replace(/\s/g, "").replace(/[a-zA-Z]/g, letter => {
    const name = letters.get(letter) ?? String.fromCharCode(97 + letters.size)
    letters.set(letter, name)
    return name
  })
}
