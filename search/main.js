// What the page takes of the engine; the records come beside it, as data.

import { FormulaSearch } from "./engine.js"

window.formulary = { ...window.formulary, FormulaSearch }
