"""What any text of the project may claim: links lead somewhere, files and commands that are named exist."""

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
NOT_OURS = {"node_modules", "dist", "__pycache__", "run"}
PAIRS = ("README", "docs/tutorial/first-call", "docs/reference/glossary")

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
FOLDERS = "ctid|dialplan|config|ivr|script|tests|docs|agi_scripts"
NAMED = re.compile(rf"`((?:{FOLDERS})/[\w./*{{}}-]*)`")


def _texts() -> Iterator[Path]:
    for folder, below, files in os.walk(HOUSE):
        below[:] = [name for name in below if not name.startswith(".") and name not in NOT_OURS]
        yield from (Path(folder, file) for file in files if file.endswith(".md"))


TEXTS = sorted(_texts())
every_text = pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.relative_to(HOUSE).as_posix())


@cache
def read(path: Path) -> str:
    return path.read_text("utf-8")


def prose(path: Path) -> str:
    """A text without its blocks of code."""
    return FENCE.sub("", read(path))


def headings(path: Path) -> list[tuple[int, str]]:
    found = re.findall(r"^(#+) (.+)$", prose(path), re.MULTILINE)
    return [(len(marks), words) for marks, words in found]


def anchor(words: str) -> str:
    """The fragment that a heading gets."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def links(path: Path) -> list[str]:
    return [link for link in LINK.findall(prose(path)) if not re.match(r"[a-z]+:", link)]


@every_text
def test_every_link_leads_to_a_file_and_its_heading(text: Path) -> None:
    broken = []
    for link in links(text):
        name, _, fragment = link.partition("#")
        target = (text.parent / name).resolve() if name else text
        if not target.exists() or (
            fragment and fragment not in {anchor(words) for _, words in headings(target)}
        ):
            broken.append(link)
    assert broken == []


@every_text
def test_every_file_that_is_named_exists(text: Path) -> None:
    named = set(NAMED.findall(prose(text)))
    assert [name for name in sorted(named) if not any(HOUSE.glob(name.rstrip("/")))] == []


@every_text
def test_every_command_that_is_shown_exists(text: Path) -> None:
    shown = "\n".join(body for language, body in FENCE.findall(read(text)) if language == "sh") + "".join(
        re.findall(r"`[^`\n]+`", prose(text))
    )
    for script, option in re.findall(r"script/(\w+)(?: (--[\w-]+|call))?", shown):
        assert os.access(HOUSE / "script" / script, os.X_OK), script
        assert not option or option in _words_of_commands(), f"script/{script} {option}"
    for command in re.findall(r"(?:^|[`/ ])ctid ([a-z][a-z-]+)", shown, re.MULTILINE):
        assert command in _commands(), f"ctid {command}"


@cache
def _commands() -> set[str]:
    """The commands of `ctid`, read off its source: importing it would take longer than all tests here."""
    code = read(HOUSE / "ctid/cli.py")
    found = set(re.findall(r'^app\.command\("([\w-]+)"\)\(', code, re.MULTILINE))
    found |= set(re.findall(r'^app\.add_typer\(.*, name="([\w-]+)"\)', code, re.MULTILINE))
    for node in ast.walk(ast.parse(code)):
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if ast.unparse(mark).startswith("app.command("):
                given = re.search(r"'([\w-]+)'", ast.unparse(mark))
                found.add(given[1] if given else node.name)
    return found


@cache
def _words_of_commands() -> str:
    scripts = (path for path in (HOUSE / "script").iterdir() if path.is_file())
    options = re.sub(
        r"\b(once|port): ", r"--\1 ", read(HOUSE / "ctid/cli.py")
    )  # Typer names it by the argument
    return options + "".join(map(read, scripts))


@pytest.mark.parametrize("name", PAIRS)
def test_both_languages_say_the_same_in_the_same_order(name: str) -> None:
    english, chinese = HOUSE / f"{name}.md", HOUSE / f"{name}.zh-CN.md"
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    assert _rows(english) == _rows(chinese)
    assert _blocks(english) == _blocks(chinese)
    assert _targets(english) == _targets(chinese)


def _rows(path: Path) -> list[int]:
    """The columns of each row of the tables."""
    return [row.count("|") for row in re.findall(r"^\|.*$", prose(path), re.MULTILINE)]


def _blocks(path: Path) -> list[tuple[str, list[str]]]:
    """The blocks of code; of commands also each command, less the remark behind it."""
    return [
        (language, [line.split("#")[0].strip() for line in body.splitlines()] if language == "sh" else [])
        for language, body in FENCE.findall(read(path))
    ]


def _targets(path: Path) -> list[str]:
    """Where the links lead, in whatever language; a switch between the two languages is none."""
    targets = [link.replace(".zh-CN.md", ".md").partition("#")[0] for link in links(path)]
    own = path.name.replace(".zh-CN.md", ".md")
    return sorted(target for target in targets if target != own)


def test_the_first_screen_shows_the_page_and_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        first = "\n".join(read(HOUSE / name).splitlines()[:15])
        assert "docs/pictures/agent-page.png" in first
        assert "script/demo" in first
        assert "script/test" in first


@pytest.mark.parametrize("text", sorted((HOUSE / "docs/adr").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_why_and_what_it_costs(text: Path) -> None:
    assert len(read(text).splitlines()) <= 60
    assert [words for level, words in headings(text) if level == 2] == ["Context", "Decision", "Consequences"]
    assert text.name in read(HOUSE / "docs/adr/README.md")
