// Reading a query: which of it is words, and which is mathematics or code.

import { GREEK, isGreek } from "./greek.js"
import { looksLikePython } from "./lexer.js"
import { BIG, FUNCTIONS, SPELLINGS, wordSet } from "./symbols.js"
import { STOP_WORDS } from "./text.js"

/** @import { Name, Query } from "./types.js" */

export const LONGEST = 600 // characters; a pasted page is not a query

const LIBRARY_NAME = /^\s*((?:np|numpy|scipy|math|torch|jnp|jax|sklearn|F|nn)\.[\w.]+)\s*(?:\(\s*\)?)?\s*$/
const STATEMENT = /^(?:return\b|[A-Za-z_][\w.,\s[\]:]*[-+*/@]?=[^=])/
const OUTER = /^-?([A-Za-z][\w.]*)\((.*)$/s
const TARGET = /^\*?[A-Za-z_][\w.]*\s*=(?!=)\s*/
const TARGETS = /^\(?\*?[A-Za-z_]\w*(?:\s*,\s*\*?[A-Za-z_]\w*)+\)?\s*=(?!=)\s*/
const LATEX = /\\[a-zA-Z]/
const EVERYDAY = wordSet(
  "sum mean exp log sqrt abs dot matmul einsum array maximum square power where asarray stack norm vector_norm " +
  "matrix_norm prod"
)
const CALL = /^((?:np|numpy|scipy|torch|jnp|jax|sklearn|F|nn)\.[\w.]+)(?:\([^()*+/@]*\))?$/
const IDENTIFIER = /(?:[A-Za-z]\w*\.)*[A-Za-z]\w{2,}(\s*\()?/g
const GENERIC = wordSet(
  "self model models module param params parameters data array output outputs input inputs result results return " +
  "axis dim keepdims keepdim dtype true false none for range len import from def lambda print torch nn functional " +
  "numpy scipy linalg special stats zip enumerate item shape size reshape view astype copy out int float random rng"
)
const LAYOUT = wordSet(
  "frac left right mathbf mathrm operatorname text linalg numpy sqrt keepdims axis partial nabla boldsymbol mathbb " +
  "tfrac dfrac cdot begin end bmatrix"
)
const PLAIN_WORD = /^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’–-]*[?!.,:;]?$/
const IN_BRACKETS = /^\((?:[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’–-]+|L\d)\)?$|^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’–-]+\)$/
const SIGNS = /[\\^_=+*/<>|(){}[\]@~]|[≤≥≈→←∑∏∫√∇∂∞‖⊙×·⋅∩∪⋃⊤⊥∈ᵀ⁻²³½±]|[\u0370-\u03ff]|[¹⁰-₉ᵢⱼₖₙₜₚ]|\d\.\d|^[-−–][a-z]|[\u0300-\u036f]|[ŷâêîôûĉĝĥĵŝŵẑẋ]/u
const NAME_WITH_NUMBER = /^[A-Za-zÀ-ɏ]+\d*(?:[-–][A-Za-zÀ-ɏ]+\d*)*$/
const SIZE = /^\w{0,2}\d[x×]\d$|^[a-z]-\d$/
const LONE_OPERATOR = /^[-−–+*/=]$/
const MATHS_WORDS = wordSet(
  "exp log ln sin cos tan tanh sqrt sum prod max min argmax argmin det tr trace softmax sigmoid " +
  "relu mean var std cov norm abs E P KL kl diag int lim floor erf log2 inv grad nabla d rank"
)

/**
 * What of a query is words, and what is mathematics.
 * @param {string} text
 * @returns {Query}
 */
export function read(text) {
  const query = text.slice(0, LONGEST).trim()
  const named = LIBRARY_NAME.exec(query)?.[1]
  if (named) return { words: [plainName(named)], maths: "", name: libraryName(named) }
  if (query.includes("\n") && looksLikePython(query)) return { words: [], maths: statements(query).join("; ") }
  const [code, comment] = looksLikePython(query) ? query.split(/\s#\s*/, 2) : [query]
  if (comment !== undefined) return { ...read(code), comment }
  if (STATEMENT.test(query) && looksLikePython(query)) return { words: [], maths: query.replace(TARGETS, "") }
  const chunks = query.split(/\s+/).filter(Boolean)
  const hard = chunks.map(isHard)
  if (!hard.some(Boolean) && !/(?:^|\s)[-−–+*/=](?:\s|$)/.test(query))
    return { words: chunks, maths: "", bare: isBare(chunks) ? query : "" }
  return divided(chunks, hard)
}

/** The function of a library that a text names or calls, by its full name; undefined for all else. */
export function libraryName(/** @type {string} */ text) {
  const name = CALL.exec(assigned(text))?.[1].toLowerCase()
  return name?.replace(/^(?:numpy|jnp)\./, "np.").replace(/^f\./, "torch.nn.functional.")
}

/** What a line of code computes, without the names that it is given. */
const assigned = (/** @type {string} */ line) => line.replace(TARGET, "").replace(TARGETS, "")

/**
 * The statements of code, each in one line. What is unpacked into several names is left
 * without them: nobody who types U, s, Vt = … means the equation of a tuple.
 * @param {string} code
 */
export function statements(code) {
  /** @type {string[]} */
  const found = []
  let open = ""
  for (const line of code.split("\n")) {
    const text = `${open} ${line.replace(/(?:^|\s)#.*/, "").trim()}`.trim()
    const depth = [...text].reduce((sum, c) => sum + ("([{".includes(c) ? 1 : ")]}".includes(c) ? -1 : 0), 0)
    open = depth > 0 ? text : ""
    if (text && !open && !/^(?:import|from)\b/.test(text)) found.push(text.replace(/^return\s+/, "").replace(TARGETS, ""))
  }
  return open ? [...found, open] : found
}

/** Whether a text is one call, of whatever its arguments are. */
export function spans(/** @type {string} */ text) {
  const [, , rest] = OUTER.exec(assigned(text)) ?? []
  if (rest === undefined) return false
  let depth = 1
  const closes = [...rest].findIndex(c => (depth += c === "(" ? 1 : c === ")" ? -1 : 0) === 0)
  return closes < 0 || /^[)(\w.,\s]*$/.test(rest.slice(closes + 1))
}

/** The function of a library that everything in a text is an argument of, unless it is an everyday one. */
export function outerFunction(/** @type {string} */ text) {
  const name = OUTER.exec(assigned(text))?.[1]
  return name && spans(text) && !EVERYDAY.has(lastPart(name)) ? libraryName(name) : undefined
}

const lastPart = (/** @type {string} */ name) => name.slice(name.lastIndexOf(".") + 1)

/** The function of a library in words. */
export const plainName = (/** @type {string} */ name) => lastPart(name).replace(/_/g, " ")

/** Whether a chunk can only be mathematics. */
function isHard(/** @type {string} */ chunk) {
  if (/^[A-Za-z]!$/.test(chunk)) return true
  if (IN_BRACKETS.test(chunk)) return false
  if (PLAIN_WORD.test(chunk) || NAME_WITH_NUMBER.test(chunk) || SIZE.test(chunk)) return /^[-−–][a-z]/.test(chunk)
  return SIGNS.test(chunk)
}

/** Words so short that they may be letters of a formula: `x log x`, `QK`. */
const isBare = (/** @type {string[]} */ chunks) =>
  chunks.every(chunk => chunk.length <= 4 || /^[a-z]{0,2}(?:log|exp|sqrt|sum)[a-z]{0,2}$/.test(chunk))

/**
 * What is not hard may be mathematics too, beside some that is.
 * @param {string[]} chunks
 * @param {boolean[]} hard
 */
function divided(chunks, hard) {
  /** @type {string[]} */
  const words = []
  /** @type {string[]} */
  const maths = []
  chunks.forEach((chunk, i) => {
    const beside = [chunks[i - 1], chunks[i + 1]]
    const operator = beside.some(other => LONE_OPERATOR.test(other ?? ""))
    const near = operator || hard[i - 1] || hard[i + 1]
    const word = chunk.replace(/[?!.,;:]$/, "")
    const isWord = PLAIN_WORD.test(chunk) && word.length > 1 && !isMathsWord(word)
    const stop = STOP_WORDS.has(word.toLowerCase())
    const partOfFormula = near && !stop && (word.length <= 3 || operator)
    const side = isWord && !partOfFormula ? words : maths
    side.push(chunk)
  })
  return { words, maths: maths.join(" ") }
}

function isMathsWord(/** @type {string} */ word) {
  const lower = word.toLowerCase()
  return MATHS_WORDS.has(word) || GREEK.has(lower) || word in SPELLINGS
}

export const hasLatex = (/** @type {string} */ text) => LATEX.test(text)

/** Whether a phrase is a formula or code rather than a name. */
export function isMaths(/** @type {string} */ phrase) {
  const { words, maths, name } = read(phrase)
  return Boolean(maths) && !name && (hasLatex(phrase) || !words.some(word => word.length > 3))
}

/**
 * The names in mathematics or code, such as softmax, HuberLoss and lora_A.
 * @param {string} maths
 * @returns {Name[]}
 */
export function namesIn(maths) {
  let outer = spans(maths)
  const found = [...maths.matchAll(IDENTIFIER)].flatMap(([dotted, call]) => {
    const outermost = outer && Boolean(call)
    if (call) outer = false
    const parts = dotted.replace(/[\s(]+$/, "").split(".")
    return parts.map((part, i) => ({
      text: spelledOut(part),
      called: Boolean(call) && i === parts.length - 1 && !isKnown(part),
      outermost,
    }))
  })
  return found.filter(({ text }) => text.length > 2)
}

function isKnown(/** @type {string} */ word) {
  const lower = word.toLowerCase()
  return lower in FUNCTIONS || lower in BIG || isGreek(word)
}

/** HuberLoss and huber_loss as words, without those that say nothing. */
function spelledOut(/** @type {string} */ name) {
  const parts = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .split(/_+|(?<=[A-Za-z])\d+/)
  return parts.filter(part => part.length > 1 && !GENERIC.has(part.toLowerCase()) && !LAYOUT.has(part)).join(" ")
}
