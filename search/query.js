// Reading a query: which of it is words, and which is mathematics or code.

import { BIG, FUNCTIONS, GREEK, SPELLINGS, isGreek } from "./symbols.js"
import { STOP_WORDS } from "./text.js"

export const LONGEST = 600 // characters; a pasted page is not a query

const LIBRARY_NAME = /^\s*((?:np|numpy|scipy|math|torch|jnp|F|nn)\.[\w.]+)\s*(?:\(\s*\)?)?\s*$/
const CALL = /^((?:np|numpy|scipy|torch|jnp|F)\.[\w.]+)(?:\([^()*+/@]*\))?$/
const PLAIN_WORD = /^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’–-]*[?!.,:;]?$/
const SIGNS = /[\\^_=+*/<>|(){}[\]@~]|[≤≥≈→←∑∏∫√∇∂∞‖⊙×·⋅∩∪⋃⊤⊥∈ᵀ⁻²³½±]|[\u0370-\u03ff]|[¹⁰-₉ᵢⱼₖₙₜₚ]|\d\.\d|^[-−–][a-z]|[\u0300-\u036f]|[ŷâêîôûĉĝĥĵŝŵẑẋ]/u
const NAME_WITH_NUMBER = /^[A-Za-zÀ-ɏ]+\d*(?:[-–][A-Za-zÀ-ɏ]+\d*)*$/
const SIZE = /^\w{0,2}\d[x×]\d$|^[a-z]-\d$/
const LONE_OPERATOR = /^[-−–+*/=]$/
const MATHS_WORDS = new Set([
  ..."exp log ln sin cos tan tanh sqrt sum prod max min argmax argmin det tr trace softmax sigmoid".split(" "),
  ..."relu mean var std cov norm abs E P KL kl diag int lim floor erf log2 inv grad nabla d rank".split(" "),
])

/** {words, maths, name}: the words, the mathematics, and the library function that is named. */
export function read(text) {
  const query = text.slice(0, LONGEST).trim()
  const named = LIBRARY_NAME.exec(query)?.[1]
  if (named) {
    return { words: [plainName(named)], maths: "", name: libraryName(named) }
  }
  const chunks = query.split(/\s+/).filter(Boolean)
  const hard = chunks.map(isHard)
  if (!hard.some(Boolean) && !/(?:^|\s)[-−–+*/=](?:\s|$)/.test(query))
    return { words: chunks, maths: "", bare: isBare(chunks) ? query : "" }
  return divided(chunks, hard)
}

/** The function of a library that a text names or calls, by its full name; undefined for all else. */
export function libraryName(text) {
  const name = CALL.exec(text)?.[1].toLowerCase()
  return name?.replace(/^(?:numpy|jnp)\./, "np.").replace(/^f\./, "torch.nn.functional.")
}

export const plainName = name => name.split(".").pop().replace(/_/g, " ")

/** Whether a chunk can only be mathematics. */
function isHard(chunk) {
  if (/^[A-Za-z]!$/.test(chunk)) return true
  if (PLAIN_WORD.test(chunk) || NAME_WITH_NUMBER.test(chunk) || SIZE.test(chunk)) return /^[-−–][a-z]/.test(chunk)
  return SIGNS.test(chunk)
}

/** Words so short that they may be letters of a formula: `x log x`, `QK`. */
const isBare = chunks =>
  chunks.every(chunk => chunk.length <= 4 || /^[a-z]{0,2}(?:log|exp|sqrt|sum)[a-z]{0,2}$/.test(chunk))

function divided(chunks, hard) {
  const words = []
  const maths = []
  chunks.forEach((chunk, i) => {
    const beside = [chunks[i - 1], chunks[i + 1]]
    const operator = beside.some(other => LONE_OPERATOR.test(other ?? ""))
    const near = operator || hard[i - 1] || hard[i + 1]
    const word = chunk.replace(/[?!.,;:]$/, "")
    const isWord = PLAIN_WORD.test(chunk) && word.length > 1 && !isMathsWord(word)
    const stop = STOP_WORDS.has(word.toLowerCase())
    const partOfFormula = near && !stop && (word.length <= 3 || operator)
    ;(isWord && !partOfFormula ? words : maths).push(chunk)
  })
  return { words, maths: maths.join(" ") }
}

function isMathsWord(word) {
  const lower = word.toLowerCase()
  return MATHS_WORDS.has(word) || GREEK.has(lower) || word in SPELLINGS
}

/** Whether an alias is a formula or code rather than a name. */
export function isMaths(alias) {
  const { words, maths, name } = read(alias)
  return Boolean(maths) && !name && !words.some(word => word.length > 3)
}

/** The long words of a formula that may be names: softmax, logits. */
export function namesIn(maths) {
  const known = word => word in FUNCTIONS || word in BIG || isGreek(word)
  const layout = /^(?:frac|left|right|mathbf|mathrm|operatorname|text|linalg|numpy|sqrt|keepdims|axis|partial|nabla|boldsymbol|mathbb|tfrac|dfrac|cdot|torch|begin|end|bmatrix)$/
  return (maths.match(/[A-Za-z]{4,}/g) ?? []).filter(word => !layout.test(word) || known(word))
}
