"""The sizes and names that keep the code easy to read: small files, small functions, no vague classes."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "ctid"

LONGEST_FILE = 300
LONGEST_FUNCTION = 40

# "folder/file.py" or "folder/file.py:function" → why it may be longer.
EXCEPTIONS: dict[str, str] = {}

VAGUE = {
    "Manager",
    "Handler",
    "Helper",
    "Util",
    "Utils",
    "Helpers",
    "Service",
    "Base",
    "Processor",
    "Contact",
}


def too_long(name: str, code: str) -> set[str]:
    """The file and those of its functions that exceed the sizes, by the keys of EXCEPTIONS."""
    found = {name} if len(code.splitlines()) > LONGEST_FILE else set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found |= {f"{name}:{node.name}"} if lines > LONGEST_FUNCTION else set()
    return found


def vague_classes(code: str) -> list[str]:
    """Classes whose last word says nothing: `CallManager` is vague, `ServiceLevel` is not."""
    classes = (node.name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ClassDef))
    return [name for name in classes if re.split(r"(?<=[a-z0-9_])(?=[A-Z])", name)[-1].strip("_") in VAGUE]


def files() -> list[Path]:
    return [path for path in sorted(HOUSE.rglob("*.py")) if "node_modules" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert too_long(name_of(path), path.read_text("utf-8")) <= set(EXCEPTIONS)


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_class_is_named_for_what_it_is(path: Path) -> None:
    assert vague_classes(path.read_text("utf-8")) == []


def test_every_exception_is_still_needed_and_says_why() -> None:
    needed = {key for path in files() for key in too_long(name_of(path), path.read_text("utf-8"))}
    assert set(EXCEPTIONS) <= needed
    assert all(EXCEPTIONS.values())


def test_a_planted_length_is_found() -> None:
    body = "    x = 1\n" * LONGEST_FUNCTION
    assert too_long("a.py", f"def f():\n{body}") == {"a.py:f"}
    assert too_long("a.py", f"class C:\n    async def f(self):\n{body.replace('    ', ' ' * 8)}") == {
        "a.py:f"
    }
    assert too_long("a.py", "x = 1\n" * (LONGEST_FILE + 1)) == {"a.py"}
    assert too_long("a.py", "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)) == set()


@pytest.mark.parametrize("name", [*sorted(VAGUE), "CallManager", "_AgiHandler", "Queue_Util", "Manager_"])
def test_a_planted_vague_name_is_found(name: str) -> None:
    assert vague_classes(f"def f():\n    class {name}: ...") == [name]


@pytest.mark.parametrize("name", ["ServiceLevel", "ManagerRights", "Database", "ContactStatus", "Agent"])
def test_a_name_that_says_something_is_let_through(name: str) -> None:
    assert vague_classes(f"class {name}: ...") == []
