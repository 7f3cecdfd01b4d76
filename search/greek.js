// The letters of the Greek alphabet by their names.

const GREEK_LETTERS =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho " +
  "sigma sigma tau upsilon phi chi psi omega"
const GREEK_ORDER = GREEK_LETTERS.split(" ") // as in Unicode: the second sigma is final
export const GREEK = new Set(GREEK_ORDER)

/** @type {Record<string, string>} */
const GREEK_VARIANTS = { ϵ: "epsilon", ϕ: "phi", ϑ: "theta", ϱ: "rho", ϖ: "pi", µ: "mu" }

/**
 * The name of a Greek letter, capitalised where the letter is; undefined for others.
 * @param {string} character
 * @returns {string | undefined}
 */
export function greekName(character) {
  const code = character.charCodeAt(0)
  if (code >= 0x3b1 && code <= 0x3c9) return GREEK_ORDER[code - 0x3b1]
  if (code >= 0x391 && code <= 0x3a9) {
    const name = GREEK_ORDER[code - 0x391]
    return name[0].toUpperCase() + name.slice(1)
  }
  return GREEK_VARIANTS[character]
}

/** The letter that greekName gives this name; undefined for others. */
export function greekLetter(/** @type {string} */ name) {
  const at = GREEK_ORDER.lastIndexOf(name.toLowerCase())
  return at < 0 ? undefined : String.fromCharCode((/^[A-Z]/.test(name) ? 0x391 : 0x3b1) + at)
}

export const isGreek = (/** @type {string} */ name) => GREEK.has(name.toLowerCase())
