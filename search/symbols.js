// What the symbols of mathematics are called in LaTeX, in Unicode and in Python.

/**
 * An object that has its own keys and no others.
 * @template Value
 * @param {Record<string, Value>} entries
 * @returns {Record<string, Value>}
 */
export const lookup = entries => Object.assign(Object.create(null), entries)

/**
 * The canonical of each name; a name without one is its own.
 * @param {[names: string, canonical?: string][]} entries
 */
function table(entries) {
  const found = lookup(/** @type {Record<string, string>} */ ({}))
  for (const [names, canonical] of entries) {
    for (const name of names.split(" ")) found[name] = canonical ?? name
  }
  return found
}

/** Functions, by every name that they go by in lower case. */
export const FUNCTIONS = table([
  ["exp sqrt sin cos tan tanh sinh cosh arctan arccos arcsin arctan2 max min argmax argmin"],
  ["det rank dim ker diag softmax sigmoid relu gelu silu elu softplus mish swiglu erf std"],
  ["median norm abs sign inv pinv solve clip floor ceil round concat logit outer square"],
  ["where sup inf proj span vec log1p expm1 cumsum bernoulli mean triu col row vol cond"],
  ["eig eigh svd perm permute minimize"],
  ["log ln log2 log10 lg", "log"],
  ["trace tr", "tr"],
  ["expit logistic", "sigmoid"],
  ["swish", "silu"],
  ["average", "mean"],
  ["absolute", "abs"],
  ["maximum amax fmax", "max"],
  ["minimum amin fmin", "min"],
  ["dot matmul vdot vecdot inner mm bmm mv matvec einsum", "product"],
  ["multiply", "product"],
  ["concatenate", "concat"],
  ["logsumexp lse", "logsumexp"],
  ["var variance", "variance"],
  ["cov covariance", "cov"],
  ["power", "power"],
  ["divide", "divide"],
  ["eye identity", "eye"],
  ["comb binom", "binomial"],
  ["factorial", "factorial"],
  ["rsqrt", "rsqrt"],
  ["prob", "P"],
  ["kl kldiv kl_div", "kl"],
  ["jsd", "jsd"],
  ["reshape view", "reshape"],
  ["transpose swapaxes matrix_transpose", "transpose"],
  ["acos", "arccos"],
  ["vector_norm matrix_norm", "norm"],
  ["rel_entr", "rel_entr"],
  ["xlogy", "xlogy"],
])

/** Operators that range over an index, by their names in LaTeX and Python. */
export const BIG = table([
  ["sum nansum", "sum"],
  ["prod product", "prod"],
  ["int integral", "int"],
  ["lim", "lim"],
  ["bigcup", "union"],
  ["bigcap", "intersection"],
])

/** Names of constants and letters, as ASCII and Python spell them. */
export const SPELLINGS = lookup({
  lam: "lambda", eps: "epsilon", lr: "eta", learning_rate: "eta", step_size: "eta", inf: "infty", infinity: "infty",
})


export const RELATIONS = table([
  ["le leq leqslant lt ll", "le"],
  ["ge geq geqslant gt gg", "ge"],
  ["ne neq", "ne"],
  ["approx simeq equiv coloneqq to gets leftarrow rightarrow mapsto colon", "eq"],
  ["sim propto", "sim"],
  ["in", "in"],
  ["perp", "perp"],
])

export const OPERATORS = lookup({
  cdot: "*", times: "*", odot: "*", ast: "*", circ: "*", otimes: "*", bullet: "*", div: "/",
  pm: "+", mp: "+", setminus: "-", cup: "cup", vee: "cup", cap: "cap", wedge: "cap", over: "/",
})

export const ACCENTS = lookup({
  hat: "hat", widehat: "hat", bar: "bar", overline: "bar", tilde: "tilde", widetilde: "tilde",
})

/**
 * Combining characters, and the accents that they set on the letter before them.
 * @type {Record<string, string>}
 */
export const COMBINING = { "\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde" }

/** The words of a list that is written in one line. */
export const wordSet = (/** @type {string} */ text) => new Set(text.split(" "))

/** Abbreviations that are one name, and no product of letters. */
export const WHOLE_NAMES = wordSet("TP TN FP FN PE pos fro pred true out in")

/** LaTeX that sizes, spaces or styles, and means nothing. */
export const SILENT = wordSet(
  "big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr limits nolimits displaystyle " +
  "textstyle scriptstyle space nonumber notag middle mathbf boldsymbol bm mathit " +
  "mathsf mathtt mathcal mathscr mathfrak vec textbf textit mathbin mathrel underline pmb dot " +
  "ddot overrightarrow textsf quad qquad"
)
export const UPRIGHT = wordSet("mathrm operatorname text textrm operatornamewithlimits mathop")
export const SEPARATORS = wordSet(
  "quad qquad iff implies Rightarrow Leftarrow Leftrightarrow Longrightarrow Longleftarrow " +
  "Longleftrightarrow longleftrightarrow forall exists mbox"
)

/** Keyword arguments that do not change what is computed. */
export const KEYWORDS = wordSet("axis keepdims ddof dtype out initial dim keepdim where rowvar full_matrices")

/** Methods that reshape an array, and leave its meaning alone. */
export const SHAPE_ONLY = wordSet(
  "astype copy item numpy detach flatten ravel squeeze unsqueeze expand contiguous float double"
)

/** @type {Record<string, string>} */
const UNICODE = {
  "≠": "\\ne ", "∑": "\\sum ", "∏": "\\prod ", "∫": "\\int ", "√": "\\sqrt ", "∇": "\\nabla ",
  "∂": "\\partial ", "∞": "\\infty ", "‖": "\\|", "∥": "\\|", "⊙": "\\odot ", "⊗": "\\otimes ",
  "∘": "\\circ ", "×": "\\times ", "·": "\\cdot ", "⋅": "\\cdot ", "∗": "*", "•": "\\cdot ",
  "≤": "\\le ", "≥": "\\ge ", "≈": "\\approx ", "∼": "\\sim ", "→": "\\to ", "↦": "\\to ",
  "←": "\\gets ", "⇒": "\\Rightarrow ", "⟹": "\\Rightarrow ", "⇔": "\\iff ", "⟺": "\\iff ",
  "∈": "\\in ", "∩": "\\cap ", "∪": "\\cup ", "⋃": "\\bigcup ", "⋂": "\\bigcap ", "⊥": "\\perp ",
  "−": "-", "–": "-", "—": "-", "÷": "/", "∕": "/", "⁄": "/", "⊤": "\\top ", "′": "'", "″": "''",
  "’": "'", "½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", "∣": "\\mid ", "⌊": "\\lfloor ",
  "⌋": "\\rfloor ", "⟨": "\\langle ", "⟩": "\\rangle ", "≔": ":=", "±": "\\pm ", "…": "\\dots ",
  "⋯": "\\dots ", "∀": "\\forall ", "∝": "\\sim ", "∆": "Δ", "ℓ": "l", "ℝ": "\\mathbb{R}",
}

const UNICODE_CHARACTER = new RegExp(`[${Object.keys(UNICODE).join("")}]`, "gu")
const SUPERSCRIPTS = /[⁰¹²³⁴-⁾ⁿⁱᴬ-ᵡʰ-ˣ]+/gu
const SUBSCRIPTS = /[₀-₎ₐ-ₜᵢ-ᵪⱼ]+/gu
const script = (/** @type {string} */ mark, /** @type {string} */ run) => `${mark}{${run.normalize("NFKC").replace(/−/g, "-")}}`

/** Unicode mathematics as LaTeX commands and scripts; letters in their plain form. */
export function normalise(/** @type {string} */ text) {
  return text
    .normalize("NFC")
    .replace(UNICODE_CHARACTER, character => UNICODE[character])
    .replace(SUPERSCRIPTS, run => script("^", run))
    .replace(SUBSCRIPTS, run => script("_", run))
    .normalize("NFKD")
}
