r"""Python expressions on symbols: `\hat{\mathbf{a}}` is called a_hat, `\lambda` lambda_."""

import keyword
import re
from types import CodeType
from typing import Any

import numpy as np
import scipy

from tests.printed.chance import Variable
from tests.printed.evaluator import World
from tests.printed.tree import Refused

MODULES = {"np": np, "scipy": scipy}
FONT = re.compile(r"\\(?:mathbf|mathrm|mathcal|mathbb)\{([^{}]*)\}")
ACCENT = re.compile(r"\\(hat|bar|tilde)\{(.*?)\}(.*)$")


def python_name(key: str) -> str:
    key = FONT.sub(r"\1", key)
    while match := ACCENT.match(key):
        key = f"{match[2]}{match[3]}_{match[1]}"
    key = key.replace("'", "_prime").replace("\\", "")
    name = re.sub(r"[\W_]+", "_", key).strip("_")
    return f"{name}_" if keyword.iskeyword(name) else name


def known(world: World) -> dict[str, str]:
    """The keys of all symbols, by their names in Python."""
    stores = (world.defined, world.values)
    return {python_name(key): key for store in stores for key in store}


def names_in(code: CodeType) -> set[str]:
    inner = (names_in(each) for each in code.co_consts if isinstance(each, CodeType))
    return set(code.co_names).union(*inner)


def expression_names(expression: str) -> set[str]:
    try:
        return names_in(compile(expression, "<record>", "eval"))
    except SyntaxError:  # a kind of draw
        return set()


def raw(key: str, world: World) -> Any:
    """A value; of a random variable those at all outcomes, which have `weights`."""
    found = world.values.get(key)
    return found.values if isinstance(found, Variable) else world.value(key)


def evaluated(expression: str, world: World, **more: Any) -> Any:
    """The value of an expression on symbols and `more`."""
    try:
        code = compile(expression, "<record>", "eval")
    except SyntaxError as error:
        raise Refused(f"{expression!r} is no Python: {error.msg}") from None
    keys = known(world)
    used = {name: raw(keys[name], world) for name in names_in(code) & keys.keys()}
    more |= MODULES | {"weights": world.weights}
    try:
        return eval(code, more | used)  # noqa: S307 - the record's own
    except NameError as error:
        raise Refused(f"{expression!r}: {error}") from None
