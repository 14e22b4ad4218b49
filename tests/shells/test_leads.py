"""`ctid leads` as people use it: lists come in whole or not at all, whatever happens on the way."""

import asyncio
import csv
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

HEAD = "name,number,mobile,city\n"
GOOD = "Ann,(212) 555-0123,+1 718 555 0123,Here\n"
LIST = "people.csv"


def write(shell: Any, text: str | bytes, file: str = LIST) -> None:
    (shell.folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())


async def take(shell: Any, *more: str, name: str = "spring") -> Any:
    return await shell.run("leads", "import", LIST, "--list", name, *more)


async def standing(shell: Any, name: str = "spring") -> str:
    return str((await shell.run("leads", "show", name)).out)


async def test_a_list_comes_in_with_all_numbers_and_facts(shell: Any) -> None:
    write(shell, HEAD + GOOD + "Bob,2125550124,,There\n")
    ended = await take(shell)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "2 leads, 3 numbers, 0 with consent are in “spring”\n"
    exported = list(csv.DictReader((await shell.run("leads", "export", "spring")).out.splitlines()))
    assert [row["number"] for row in exported] == ["+12125550123 +17185550123", "+12125550124"]
    assert exported[1]["facts"] == "city: There"


async def test_a_file_that_is_no_list_is_refused_and_nothing_comes_in(shell: Any) -> None:
    write(shell, HEAD + GOOD + 'Bob,"2125550124,,\n')
    assert await shell.refuses("leads", "import", LIST, "--list", "spring") == [f"{LIST}:3:1 L108"]
    assert await shell.refuses("leads", "show", "spring") == ["spring L114"]


@pytest.mark.parametrize(
    ("words", "mistake"), [(("--map", "name"), "--map L106"), (("--region", "XX"), "--region L110")]
)
async def test_a_wrong_word_on_the_command_line_is_told(
    shell: Any, words: tuple[str, ...], mistake: str
) -> None:
    write(shell, HEAD + GOOD)
    assert await shell.refuses("leads", "import", LIST, "--list", "spring", *words) == [mistake]


async def test_rows_that_cannot_be_used_are_told_and_kept_beside(shell: Any) -> None:
    write(shell, HEAD + "Bob,+cmd|' /C calc'!A0,,=1+1\n" + GOOD)
    ended = await take(shell)
    assert (ended.code, ended.mistakes) == (0, [f"{LIST}:2:2 L202"])
    assert "1 rows refused: people.refused.csv" in ended.out
    assert "'+cmd" in (shell.folder / "people.refused.csv").read_text("utf-8-sig")


async def test_a_do_not_call_list_is_put_in_force(shell: Any) -> None:
    write(shell, "number\n212,5550123\n718 555-0199\n", "federal.csv")
    words = ("leads", "dnc", "import", "federal.csv", "--list", "federal", "--kind", "national", "--of")
    assert await shell.refuses(*words, "yesterday") == ["--of L115"]
    assert (await shell.run(*words, "2026-11-01")).out == "2 numbers of “federal” are not called\n"
    assert (await shell.run("leads", "dnc", "list")).out == "federal  national  2026-11-01  2\n"


async def test_an_import_that_is_killed_leaves_nothing_that_can_be_seen(shell: Any) -> None:
    rows = (f"Ann,212{200 + n // 10_000:03d}{n % 10_000:04d},,Here\n" for n in range(60_000))
    write(shell, HEAD + "".join(rows))
    process = await shell.start("leads", "import", LIST, "--list", "spring")
    await some_rows_are_written(shell.database)
    os.kill(process.pid, signal.SIGKILL)
    await process.communicate()
    with closing(sqlite3.connect(shell.database)) as database:
        assert database.execute("select count(*) from leads").fetchone()[0] > 0
    assert await shell.refuses("leads", "show", "spring") == ["spring L114"]
    assert (await shell.run("leads", "list")).out == ""
    write(shell, HEAD + GOOD)
    assert (await take(shell)).code == 0
    assert await standing(shell) == "open     1\n"
    with closing(sqlite3.connect(shell.database)) as database:
        assert database.execute("select count(*) from leads").fetchone()[0] == 1
        assert database.execute("select count(*) from lead_numbers").fetchone()[0] == 2


async def some_rows_are_written(file: Path) -> None:
    async with asyncio.timeout(60):
        while True:
            await asyncio.sleep(0.02)
            try:
                with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
                    if database.execute("select count(*) from leads").fetchone()[0]:
                        return
            except sqlite3.OperationalError:
                continue  # not made yet


async def test_a_list_that_is_removed_is_gone(shell: Any) -> None:
    write(shell, HEAD + GOOD)
    await take(shell)
    assert (await shell.run("leads", "remove", "spring")).out == "spring is removed\n"
    assert await shell.refuses("leads", "remove", "spring") == ["spring L114"]
    assert await shell.refuses("leads", "export", "spring") == ["spring L114"]
