/** Text as markup that shows it, wherever a page may hold text. */
export const escape = (/** @type {string} */ text) => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)
