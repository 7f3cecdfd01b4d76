"""The engine's modules in Chromium, as they are, and the formulas that it must tell apart."""

import functools
import http.server
import json
import threading
from pathlib import Path

import pytest
import yaml

from tests.browser.conftest import SITE, chromium  # noqa: F401
from tests.counted import pytest_terminal_summary  # noqa: F401

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CALL = """async ([module, name, args]) => {
  const found = (await import(`/search/${module}.js`))[name]
  return found(...args)
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def page(chromium):  # noqa: F811
    """A page from which the modules can be imported."""
    handler = functools.partial(Handler, directory=ROOT)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/search/tree.js")
    yield page
    page.close()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def js(page):
    """Calls what a module exports: js("lexer", "lex", "a+b")."""

    def call(module, name, *args):
        return page.evaluate(CALL, [module, name, args])

    return call


@pytest.fixture(scope="session")
def records():
    """The site's records, and those of the formulas that it does not have yet."""
    text = (SITE / "assets/javascripts/search/records.js").read_text(encoding="utf-8")
    own = json.loads(text.partition("records: ")[2].removesuffix(" }\n"))
    planned = [
        formula
        for path in sorted((ROOT / "data" / "planned").glob("*.yml"))
        for formula in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    ]
    return [
        *own,
        *(
            {"forms": [], "code": [], "text": "", "aliases": f["found_by"]} | f
            for f in planned
        ),
    ]


@pytest.fixture(scope="session")
def find(page, records):
    """Gives the ids found for each of many queries, best first."""
    page.evaluate(
        """async records => {
          const { FormulaSearch } = await import("/search/engine.js")
          window.engine = new FormulaSearch(records)
        }""",
        records,
    )

    def search(queries, limit=5):
        return page.evaluate(
            "([all, limit]) => all.map(q => engine.search(q, limit).map(hit => hit.record.id))",
            [queries, limit],
        )

    return search
