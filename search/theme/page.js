// Parts of the page that the theme promises.

/**
 * The first element that a selector finds; its absence is a fault of the page.
 * @template {HTMLElement} Kind
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function part(parent, selector, kind) {
  const found = parent.querySelector(selector)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${selector}`)
}
