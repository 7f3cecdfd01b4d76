// Answers calls, a line of JSON each: [module, name of an export, arguments].

import { createInterface } from "node:readline"

const OURS = new Set(["probe", "removable"])

for await (const line of createInterface({ input: process.stdin })) {
  /** @type {[string, string, unknown[]]} */
  const [module, name, args] = JSON.parse(line)
  const folder = OURS.has(module) ? "." : "../../search"
  let answer
  try {
    answer = { result: (await import(`${folder}/${module}.js`))[name](...args) }
  } catch (error) {
    answer = { error: error instanceof Error ? error.stack : String(error) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
