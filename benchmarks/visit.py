"""What a visit costs: bytes, time to the first maths, and how far the layout shifts.

Serves `site/` with gzip, as hosts do, and visits it in Chromium with an empty cache:
a topic page first, and another after it.
"""

import gzip
import http.server
import os
import statistics
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path(__file__).parents[1] / "site"
FIRST = "formulas/linear-algebra/vector-norms.html"
SECOND = "formulas/linear-algebra/dot-product.html"
TEXT = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt"}
WIDTHS = (320, 360, 414, 600, 768, 1024, 1280, 1600)
SLOW = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
SHIFT = """new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift = (window.shift ?? 0) + entry.value
}).observe({type: 'layout-shift', buffered: true})"""


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = SITE / self.path.split("?")[0].lstrip("/")
        if not path.exists():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Cache-Control", "max-age=3600")
        if path.suffix in TEXT:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def visit(browser, host, width, *, slow=False):
    """Bytes of both pages and the shift of the first, in a browser with no cache."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    if slow:
        network.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})
        network.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    received = []
    network.on(
        "Network.loadingFinished", lambda e: received.append(e["encodedDataLength"])
    )
    page.add_init_script(SHIFT)
    page.goto(host + FIRST, wait_until="networkidle")
    page.wait_for_timeout(300)
    first, shift = sum(received), page.evaluate("window.shift ?? 0")
    painted = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    )
    received.clear()
    page.goto(host + SECOND, wait_until="networkidle")
    second = sum(received)
    context.close()
    return first, second, shift, painted


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.server_port}/"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM")
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        runs = {width: visit(browser, host, width) for width in WIDTHS}
        slow = [visit(browser, host, 1280, slow=True) for _ in range(3)]
        browser.close()
    first, second, _, _ = runs[1280]
    shifts = [shift for _, _, shift, _ in runs.values()]
    print(f"first visit, {FIRST}: {first / 1000:.0f} kB")
    print(f"next page, {SECOND}: {second / 1000:.0f} kB")
    print(f"layout shift over {len(WIDTHS)} widths: ", end="")
    print(f"mean {statistics.mean(shifts):.4f}, max {max(shifts):.4f}")
    print(f"first paint, maths included: {runs[1280][3]:.0f} ms; ", end="")
    print(
        f"slow network and CPU: {statistics.median(s[3] for s in slow):.0f} ms, ",
        end="",
    )
    print(f"shift {max(s[2] for s in slow):.4f}")


if __name__ == "__main__":
    main()
