// Formulas in the theme's own search: what they are is read when the box is first used.

import { Box } from "./box.js"
import { Formulas } from "./formulas.js"
import { part } from "./page.js"
import { extendSearchWorker } from "./worker.js"

const { engine = "", reading = "", records = "" } = document.currentScript?.dataset ?? {}
const formulas = new Formulas([engine, reading, records])
const box = new Box(part(document, "[data-md-component=search]", HTMLElement), formulas)
extendSearchWorker({
  query: text => formulas.wordsOf(text),
  items: items => box.results(items),
  onReady: publish => formulas.loaded.then(publish),
})
