// The theme's search worker, with an ear at its door.
//
// The theme and its worker exchange messages {type, data}. Queries and results pass through
// here; whatever goes wrong with them, they pass as they are.

/** @import { ThemeItem } from "../types.js" */

/**
 * @typedef {object} Hooks
 * @property {(text: string) => string} query what to ask the worker for a query
 * @property {(items: ThemeItem[][]) => ThemeItem[][]} items the items to show for those that the worker has found
 * @property {(publish: () => void) => void} onReady is told how to have the last results shown again
 */
/** @typedef {{ type: number, data: { items: ThemeItem[][] } }} Result */

export const MESSAGES = { query: 2, result: 3 }
const SEARCH = /workers\/search\.[^/]*$/

export function extendSearchWorker(/** @type {Hooks} */ hooks) {
  window.Worker = class extends window.Worker {
    constructor(/** @type {string | URL} */ url, /** @type {WorkerOptions | undefined} */ options) {
      super(url, options)
      if (SEARCH.test(String(url))) listen(this, hooks)
    }
  }
}

function listen(/** @type {Worker} */ worker, /** @type {Hooks} */ { query, items, onReady }) {
  const ours = new WeakSet()
  /** @type {Result | undefined} */
  let last

  const publish = () => {
    if (!last) return
    const data = { ...last.data, items: attempt(items, last.data.items) }
    const event = new MessageEvent("message", { data: { ...last, data } })
    ours.add(event)
    worker.dispatchEvent(event)
  }
  worker.addEventListener("message", event => {
    if (event.data?.type !== MESSAGES.result || ours.has(event)) return
    event.stopImmediatePropagation()
    last = event.data
    publish()
  })
  onReady(publish)

  const post = worker.postMessage.bind(worker)
  worker.postMessage = message => {
    const asked = message.type === MESSAGES.query
    post(asked ? { ...message, data: attempt(query, message.data) } : message)
  }
}

/**
 * What a function makes of a value; the value itself if it fails.
 * @template Value
 * @param {(value: Value) => Value} change
 * @param {Value} value
 */
function attempt(change, value) {
  try {
    return change(value)
  } catch (error) {
    console.error("formula search:", error)
    return value
  }
}
