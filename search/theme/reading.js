// What shows how a query was read.

import { mathml } from "../mathml.js"

window.formulary = { ...window.formulary, mathml }
