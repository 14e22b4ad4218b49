"""Deciding code does not wait, look at a clock, draw a number or touch the world (laws 1 and 3).

Purity is a property of the folder. The standard library is free but for what is named here; of other
libraries only those of pure knowledge may be used: numbering plans, calendars, arrays, a parser of text.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "ctid"
PURE = ("model", "routing", "calls", "acd", "dialer", "ivr", "crm", "metrics", "centre", "sim")

PURE_KNOWLEDGE = {"phonenumbers", "holidays", "numpy", "ruamel"}

IMPURE_MODULES = {
    "asyncio", "concurrent", "contextvars", "ftplib", "getpass", "glob", "http", "io", "logging",
    "multiprocessing", "os", "pathlib", "queue", "random", "sched", "secrets", "select", "selectors",
    "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "uuid", "warnings", "webbrowser",
}  # fmt: skip

CLOCKS = {"now", "today", "utcnow"}
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "breakpoint", "__import__"}
WAITING = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)


def impurities(code: str) -> list[str]:
    """Everything in `code` that a pure folder may not hold, as `line: what`."""
    tree = ast.parse(code)
    dates = _names_of_dates(tree)
    return [
        f"{getattr(node, 'lineno', 0)}: {what}" for node in ast.walk(tree) for what in _impure(node, dates)
    ]


def _impure(node: ast.AST, dates: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (module for module in _modules(node) if not _is_pure(module))
    elif isinstance(node, WAITING):
        yield "it waits"
    elif isinstance(node, ast.Attribute) and node.attr in CLOCKS and ast.unparse(node.value) in dates:
        yield f"{ast.unparse(node)} reads a clock"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
        yield f"{node.func.id}()"


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [] if node.level else [node.module or ""]


def _is_pure(module: str) -> bool:
    top = module.partition(".")[0]
    if top == "ctid":
        return True  # test_imports.py says which
    return top in PURE_KNOWLEDGE or (top in sys.stdlib_module_names and top not in IMPURE_MODULES)


def _names_of_dates(tree: ast.Module) -> set[str]:
    """The expressions under which `tree` knows the classes that have `now()` and `today()`."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "datetime":
            names |= {
                alias.asname or alias.name for alias in node.names if alias.name in ("date", "datetime")
            }
        elif isinstance(node, ast.Import):
            modules = {alias.asname or alias.name for alias in node.names if alias.name == "datetime"}
            names |= {f"{module}.{name}" for module in modules for name in ("date", "datetime")}
    return names


def files() -> list[Path]:
    return [path for folder in PURE for path in sorted((HOUSE / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_file_of_a_pure_folder_is_pure(path: Path) -> None:
    assert impurities(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        *(f"import {module}" for module in ("asyncio", "socket", "time", "random", "logging", "uuid", "os")),
        *(f"import {module}" for module in ("subprocess", "threading", "sqlalchemy", "aiohttp", "pydantic")),
        "from os import path",
        "import asyncio.queues as q",
        "from concurrent.futures import Future",
        "def late():\n    import time",
        "from datetime import datetime\nat = datetime.now()",
        "from datetime import datetime as dt\nat = dt.utcnow()",
        "from datetime import date\nday = date.today()",
        "import datetime\nat = datetime.datetime.now(datetime.UTC)",
        "import datetime as d\nday = d.date.today()",
        "from datetime import datetime\nat = field(default_factory=datetime.now)",
        "async def wait(): ...",
        "open('x')",
        "print('x')",
    ],
)
def test_a_planted_impurity_is_found(code: str) -> None:
    assert impurities(code)


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime, timedelta\ndef f(now: datetime): return now + timedelta(1)",
        "import phonenumbers\nfrom zoneinfo import ZoneInfo\nfrom ctid.model.ids import AgentId",
        "from .offer import Offer",
        "def handle(self, inputs): return inputs.now",
        "class Door:\n    def open(self): ...\ndoor = Door()\ndoor.open()",
    ],
)
def test_what_is_pure_is_let_through(code: str) -> None:
    assert impurities(code) == []
