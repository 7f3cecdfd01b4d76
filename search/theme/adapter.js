// Formulas in the theme's own search: what they are is read when the box is first used.

import { Box } from "./box.js"
import { Formulas } from "./formulas.js"
import { extendSearchWorker } from "./worker.js"

const { engine, reading, records } = document.currentScript.dataset
const formulas = new Formulas([engine, reading, records])
const box = new Box(document.querySelector("[data-md-component=search]"), formulas)
extendSearchWorker({
  query: text => formulas.wordsOf(text),
  items: items => box.results(items),
  onReady: publish => formulas.loaded.then(publish),
})
