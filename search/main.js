// What the page takes of the engine; the records come beside it, as data.

import { FormulaSearch } from "./engine.js"
import { mathml } from "./mathml.js"

window.formulary = { ...window.formulary, FormulaSearch, mathml }
