// The theme's search worker, with an ear at its door.
//
// The theme and its worker exchange messages {type, data}. Queries and results pass through
// here; whatever goes wrong with them, they pass as they are.

export const MESSAGES = { query: 2, result: 3 }
const SEARCH = /workers\/search\.[^/]*$/

/**
 * @param hooks.query what to ask the worker for a query
 * @param hooks.items the items to show for those that the worker has found
 * @param hooks.onReady is told how to have the last results shown again
 */
export function extendSearchWorker(hooks) {
  window.Worker = class extends window.Worker {
    constructor(url, options) {
      super(url, options)
      if (SEARCH.test(url)) listen(this, hooks)
    }
  }
}

function listen(worker, { query, items, onReady }) {
  const ours = new WeakSet()
  let last

  const publish = () => {
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
  onReady(() => last && publish())

  const post = worker.postMessage
  worker.postMessage = message => {
    const asked = message.type === MESSAGES.query
    post.call(worker, asked ? { ...message, data: attempt(query, message.data) } : message)
  }
}

/** What a function makes of a value; the value itself if it fails. */
function attempt(change, value) {
  try {
    return change(value)
  } catch (error) {
    console.error("formula search:", error)
    return value
  }
}
