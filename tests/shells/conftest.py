"""A shell in a folder of its own: the real command, the shipped files to break, and what it then says."""

import asyncio
import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from centre_fixtures import folder, house, prompts, sources, tools
from warm_start import run_warm

__all__ = ["folder", "house", "prompts", "sources", "tools"]

PROJECT = Path(__file__).parents[2]
WITHIN = 20.0  # seconds a command may take on a busy machine
LINE = re.compile(r"(?P<place>\S.*?): (?P<code>[A-Z]\d{3}) (?P<what>.+) · (?P<why>.+) → (?P<mend>.+)")
LOGGED = re.compile(r"\d{4}-\d\d-\d\d ")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LANGUAGES = {"en": {"LANG": "C.UTF-8"}, "zh": {"LANG": "zh_CN.UTF-8"}}


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code, and what it said in both streams."""

    code: int
    out: str
    err: str

    @property
    def mistakes(self) -> list[str]:
        """The place and code of every mistake told, in order."""
        lines = filter(None, map(LINE.fullmatch, self.err.splitlines()))
        return [f"{line['place']} {line['code']}" for line in lines]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


MARK = "¶"


@dataclass
class Shell:
    """Runs `ctid` in `folder`, a copy of the shipped config/ and ivr/; `sets` are settings' variables."""

    folder: Path
    sets: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("config", "ivr"):
            shutil.copytree(PROJECT / name, self.folder / name)
        self.sets |= {
            "CTID_SWITCH__EVENTS_SECRET": "one",
            "CTID_SWITCH__ACTIONS_SECRET": "two",
            "CTID_SWITCH__AMI_PORT": str(free_port()),
            "CTID_SWITCH__CEL_FILE": "",
            "CTID_AGI__PORT": "0",
            "CTID_HTTP__PORT": "0",
            "CTID_STATE": str(self.folder / "state"),
        }

    @property
    def database(self) -> Path:
        """Where the shipped settings put the database."""
        return self.folder / "run/ctid.db"

    def change(self, file: str, old: str, new: str) -> str:
        """Break a file at one place; return that of the mark ¶ in what is `new`, as a mistake tells it."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, (file, old)
        before = (text[: text.index(old)] + new.partition(MARK)[0]).split("\n")
        path.write_text(text.replace(old, new.replace(MARK, "")), "utf-8")
        return f"{file}:{len(before)}:{len(before[-1]) + 1}"

    def environ(self, language: str) -> dict[str, str]:
        """Return the variables of a command whose user reads this language."""
        others = {name: value for name, value in os.environ.items() if not name.startswith(("CTID_", "LC_"))}
        return {**others, "PYTHONPATH": str(PROJECT), **self.sets, **LANGUAGES[language]}

    async def start(self, *words: str, language: str = "en") -> asyncio.subprocess.Process:
        """Start a command from nothing, as a shell does."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "ctid.cli",
            *words,
            cwd=self.folder,
            env=self.environ(language),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *words: str, language: str = "en") -> Ended:
        """Run a command to its end; one that does not end is killed and fails the test."""
        return Ended(*await run_warm(words, self.folder, self.environ(language), WITHIN))

    async def refuses(self, *words: str, up: bool = False) -> list[str]:
        """Run a command that cannot do its work, in each language; return the mistakes it tells.

        `up`: it may say before that it is up.
        """
        english, chinese = [await self.run(*words, language=name) for name in LANGUAGES]
        for ended in (english, chinese):
            assert ended.code == 1, ended
            assert up or not ended.out, ended
            assert "Traceback" not in ended.err, ended.err
            assert all(LINE.fullmatch(line) or LOGGED.match(line) for line in ended.err.splitlines()), ended
        assert english.mistakes == chinese.mistakes
        for line in filter(LINE.fullmatch, english.err.splitlines()):
            assert not CHINESE.search(line), line
        for line in filter(LINE.fullmatch, chinese.err.splitlines()):
            assert CHINESE.search(line), line
        return english.mistakes


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]
