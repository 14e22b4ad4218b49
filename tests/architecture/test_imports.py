"""Who may import whom: two tables, and nothing else to remember.

Only direct imports count, also those inside functions and under TYPE_CHECKING: what a file names is what a
reader must know to read it.
"""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "ctid"

# Folders that decide. They import the words of the model; only the centre and the simulator wire others.
DECIDING: dict[str, set[str]] = {
    "model": {"routing"},  # which itself imports nothing: skills are words of the model too
    "routing": set(),
    "calls": {"model"},
    "acd": {"model", "routing"},
    "dialer": {"model"},
    "ivr": {"model"},
    "crm": {"model"},
    "metrics": {"model"},
    "centre": {"model", "calls", "acd", "dialer", "routing"},
    "sim": {"model", "centre", "dialer"},
}

# Folders that wait. They import the model and the pure leaf they translate, never each other or the centre.
WAITING: dict[str, set[str]] = {
    "asterisk": {"model", "ivr"},
    "store": {"model", "crm"},
    "api": {"model", "crm", "metrics"},
    "webhooks": {"model"},
    "config": {"model", "routing"},
    "prompts": {"model", "ivr"},
    "speech": {"model", "ivr"},
    "lab": {"model", "config", "prompts"},
    "desktop": set(),
}

EVERYTHING = {"runtime", "cli"}


def files() -> list[Path]:
    return [path for path in sorted(HOUSE.rglob("*.py")) if "node_modules" not in path.parts]


def room(path: Path) -> str:
    """The folder of `ctid/` that a file belongs to; a file beside them is a folder of its own."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imported(code: str, package: str) -> set[str]:
    """The dotted modules that `code` in `package` imports, relative ones spelled out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def rooms_imported(code: str, package: str) -> set[str]:
    """The folders of `ctid/` that `code` imports from."""
    parts = (module.split(".") for module in imported(code, package))
    return {module[1] for module in parts if module[0] == "ctid" and len(module) > 1} - {"__version__"}


def trespasses(where: str, code: str, package: str = "ctid") -> set[str]:
    """The folders that code of folder `where` imports and may not."""
    if where in EVERYTHING:
        return set()
    allowed = DECIDING.get(where) or WAITING.get(where) or set()
    return rooms_imported(code, package) - allowed - {where}


def package_of(path: Path) -> str:
    return ".".join(("ctid", *path.relative_to(HOUSE).parent.parts))


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_file_imports_only_from_the_folders_it_may(path: Path) -> None:
    assert not trespasses(room(path), path.read_text("utf-8"), package_of(path))


def test_every_folder_has_its_place_in_the_tables() -> None:
    known = {*DECIDING, *WAITING, *EVERYTHING, "__init__", "__main__"}
    assert {room(path) for path in files()} <= known


def test_no_waiting_folder_knows_the_centre_and_no_two_know_each_other() -> None:
    for where, allowed in WAITING.items():
        assert "centre" not in allowed
        assert allowed.isdisjoint(WAITING) or where == "lab"


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("model", "from ctid.acd.router import Router"),
        ("acd", "import ctid.calls.slices"),
        ("acd", "from ctid import centre"),
        ("acd", "from ..calls import slices"),
        ("acd", "def late():\n    from ctid.store import tables"),
        (
            "ivr",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ctid.asterisk import agi_call",
        ),
        ("store", "from ctid.api.app import app"),
        ("api", "from ctid.centre.centre import Centre"),
        ("lab", "import ctid.store.engine as e"),
        ("nowhere", "import ctid.model.ids"),
    ],
)
def test_a_planted_trespass_is_found(where: str, code: str) -> None:
    assert trespasses(where, code, f"ctid.{where}")


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("acd", "from ctid.model.ids import AgentId\nfrom ctid.acd.offer import Offer\nimport re"),
        ("acd", "from .offer import Offer\nfrom ..model import ids"),
        ("api", "from ctid import __version__"),
        ("runtime", "from ctid.centre.centre import Centre\nfrom ctid.store import tables"),
    ],
)
def test_what_is_allowed_is_let_through(where: str, code: str) -> None:
    assert not trespasses(where, code, f"ctid.{where}")
