"""The built site, served under a sub-path, and a Chromium to look at it."""

import contextlib
import functools
import http.server
import json
import os
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
SITE = ROOT / os.environ.get("SITE", "site")
UNDER = "/under/a/path"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the site below a path only, as a host does that has other sites too."""

    under = UNDER

    def translate_path(self, path: str) -> str:
        inside = path.startswith(f"{self.under}/")
        path = path.removeprefix(self.under) if inside else "/nowhere"
        return super().translate_path(path)

    def send_error(self, code, message=None, explain=None):
        """Answer as static hosts do, with the site's own 404 page."""
        if code != http.HTTPStatus.NOT_FOUND:
            return super().send_error(code, message, explain)
        body = (SITE / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body)

    def log_message(self, *_):
        pass


class RootHandler(Handler):
    under = ""


@contextlib.contextmanager
def served(handler):
    handler = functools.partial(handler, directory=SITE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address():
    """Where the site is served, below a path."""
    with served(Handler) as host:
        yield f"{host}{UNDER}/"


@pytest.fixture(scope="session")
def root():
    """Where the site is served at the root, for which its 404 page was built."""
    with served(RootHandler) as host:
        yield f"{host}/"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=FLAGS
        )
        yield browser
        browser.close()


class Visit:
    """A page in a fresh browser, and what went wrong while it was looked at."""

    def __init__(self, chromium, address, **context):
        self.address, self.wrong = address, []
        self.context = chromium.new_context(**context)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", lambda r: self.wrong.append(f"failed: {r.url}"))
        self.page.on("response", self._response)

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"foreign: {request.url}")

    def _response(self, response):
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")

    def go(self, path: str = ""):
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def visit(chromium, address):
    """Opens a page of the site, with a context's options."""
    visits = []

    def open_page(path="", at=address, **context):
        visits.append(Visit(chromium, at, **context))
        visits[-1].go(path)
        return visits[-1]

    yield open_page
    for each in visits:
        each.context.close()


@pytest.fixture(scope="session")
def formulas():
    return json.loads((SITE / "formulas.json").read_text(encoding="utf-8"))["formulas"]
