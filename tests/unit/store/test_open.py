"""Opening: an empty place becomes a database, an unusable one a mistake that says how to mend it."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.store import engine
from ctid.store.store import Store
from ctid.store.tables import metadata


async def open_and_close(url: str) -> None:
    store = await Store.open(url, clock=lambda: datetime.now(UTC))
    await store.close()


async def mistake_of(url: str) -> str:
    with pytest.raises(Mistaken) as caught:
        await open_and_close(url)
    (mistake,) = caught.value.mistakes
    assert str(mistake.place) == "store.url"
    assert mistake.words(Language.EN) != mistake.words(Language.ZH)
    return mistake.code


async def test_a_missing_directory_is_made(tmp_path: Path) -> None:
    await open_and_close(f"sqlite:///{tmp_path}/var/lib/ctid.db")

    assert (tmp_path / "var/lib/ctid.db").stat().st_mode & 0o077 == 0


async def test_the_migrations_make_exactly_the_tables_that_the_code_uses(url: str, tmp_path: Path) -> None:
    await open_and_close(url)
    plain = create_engine(f"sqlite:///{tmp_path}/ctid.db")
    with plain.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    plain.dispose()


async def test_opening_again_changes_nothing(url: str, tmp_path: Path) -> None:
    def schema() -> list[tuple[str]]:
        spy = sqlite3.connect(tmp_path / "ctid.db")
        rows = spy.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()
        spy.close()
        return rows

    await open_and_close(url)
    first = schema()
    await open_and_close(url)

    assert schema() == first


async def test_two_who_open_a_new_database_at_once_both_get_it(url: str) -> None:
    await asyncio.gather(*(open_and_close(url) for _ in range(4)))


async def test_commits_are_flushed_to_the_disk_and_wait_their_turn(url: str) -> None:
    store = await Store.open(url, clock=lambda: datetime.now(UTC))
    async with store._database.reading.begin() as connection:
        said = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    await store.close()

    assert said == ["wal", 2, 1, 1000]


@pytest.mark.parametrize(
    "url", ["", "rubbish", "sqlite://", "sqlite:///:memory:", "postgresql://u:secret@h/ctid"]
)
async def test_a_url_that_names_no_sqlite_file(url: str) -> None:
    assert await mistake_of(url) == "R201"


def test_a_password_in_the_url_is_not_repeated() -> None:
    with pytest.raises(Mistaken) as caught:
        engine.sqlite_file("postgresql://u:secret@h/ctid")

    assert "secret" not in caught.value.words()


async def test_a_directory(tmp_path: Path) -> None:
    assert await mistake_of(f"sqlite:///{tmp_path}") == "R202"


async def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert await mistake_of(f"sqlite:///{tmp_path}/file/ctid.db") == "R203"


async def test_a_file_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # the superuser may write anything

    assert await mistake_of(f"sqlite:///{tmp_path}/ctid.db") == "R203"


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("dear diary, " * 100)

    assert await mistake_of(f"sqlite:///{tmp_path}/notes.txt") == "R204"
    assert (tmp_path / "notes.txt").read_text().startswith("dear diary")


async def test_the_database_of_another_program(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE bookmarks (url)")
    other.close()

    assert await mistake_of(f"sqlite:///{tmp_path}/other.db") == "R205"


async def test_a_locked_database(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY", timedelta(milliseconds=20))
    other = sqlite3.connect(tmp_path / "ctid.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    assert await mistake_of(url) == "R206"
    other.close()
    await open_and_close(url)


async def test_a_database_of_a_newer_program(url: str, tmp_path: Path) -> None:
    await open_and_close(url)
    future = sqlite3.connect(tmp_path / "ctid.db")
    future.execute("UPDATE alembic_version SET version_num = '9999'")
    future.commit()
    future.close()

    assert await mistake_of(url) == "R207"
