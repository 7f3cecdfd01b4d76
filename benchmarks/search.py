"""How fast formula search is in Chromium, beside the theme's own search of the same site.

Queries are typed letter by letter, and each engine answers every beginning of each. Then
the formulas are multiplied until there are five thousand.
"""

import functools
import gzip
import http.server
import os
import threading
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
QUERIES = ROOT / "tests" / "search" / "held_back.yml"
MANY = 5_000
READY = """async () => {
  const input = document.querySelector("[data-md-component=search-query]")
  const began = performance.now()
  input.focus()
  while (!window.formulary?.ready) await new Promise(resolve => setTimeout(resolve, 1))
  return performance.now() - began
}"""
OURS = """([records, typed]) => {
  const engine = new formulary.FormulaSearch(records ?? formulary.records)
  return typed.map(text => {
    const began = performance.now()
    engine.search(text, 5)
    engine.reading(text)
    return performance.now() - began
  })
}"""
THEIRS = """async typed => {
  const config = JSON.parse(document.getElementById("__config").textContent)
  const index = await (await fetch(new URL("search/search_index.json", new URL(config.base, location)))).json()
  const worker = new Worker(new URL(config.search, location))
  const ask = message => new Promise(resolve => {
    worker.onmessage = event => resolve(event.data)
    worker.postMessage(message)
  })
  await ask({ type: 0, data: { ...index, options: { suggest: false } } })
  const times = []
  for (const text of typed) {
    const began = performance.now()
    await ask({ type: 2, data: text })
    times.push(performance.now() - began)
  }
  return times
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def typed() -> list[str]:
    """What is in the box after every key of three queries of each class."""
    classes = yaml.safe_load(QUERIES.read_text(encoding="utf-8")).values()
    queries = [entry["query"] for entries in classes for entry in entries[:3]]
    return [query[:end] for query in queries for end in range(1, len(query) + 1)]


def multiplied(records: list[dict]) -> list[dict]:
    """The records again and again, each time with a word that only they have."""
    return [
        {**record, "id": f"{record['id']}-{n}", "title": f"{record['title']} number{n}"}
        for n in range(MANY // len(records) + 1)
        for record in records
    ][:MANY]


def told(name: str, times: list[float]) -> float:
    ordered = sorted(times)
    p95 = ordered[int(0.95 * len(ordered))]
    print(f"{name}: median {ordered[len(ordered) // 2]:.1f} ms, p95 {p95:.1f} ms")
    return p95


def main():
    for name in ("adapter", "engine", "reading", "records"):
        text = (SITE / f"assets/javascripts/search/{name}.js").read_bytes()
        print(f"{name}.js: {len(gzip.compress(text, mtime=0)) / 1000:.1f} kB gzip")
    handler = functools.partial(Handler, directory=SITE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    keys = typed()
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM")
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        waits = []
        for _ in range(5):
            page = browser.new_context().new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            page.wait_for_load_state("networkidle")
            waits.append(page.evaluate(READY))
        print(
            f"ready after the first focus: {sorted(waits)[2]:.0f} ms (median of five)"
        )
        ours = told(
            f"formula search, {len(keys)} keys", page.evaluate(OURS, [None, keys])
        )
        theirs = told("the theme's search", page.evaluate(THEIRS, keys))
        print(f"ratio of the p95, ours by theirs: {ours / theirs:.2f}")
        records = multiplied(page.evaluate("formulary.records"))
        told(
            f"formula search of {MANY} records",
            page.evaluate(OURS, [records, keys[::4]]),
        )
        browser.close()


if __name__ == "__main__":
    main()
