"""Bring a database to the tables this program knows, in one transaction: all steps or none."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from ctid.model.mistakes import Mistaken
from ctid.store import mistakes
from ctid.store.engine import Database


async def migrate(database: Database, file: Path) -> None:
    """Apply the steps that are missing. Raises `Mistaken` when the tables are not ours or newer than us.

    A database that is up to date is only read, so a command may open it while the daemon writes.
    """
    steps = _steps()
    async with database.reading.begin() as connection:
        if await connection.run_sync(_revision) == steps.get_current_head():
            return
    async with database.writing.begin() as connection:
        await connection.run_sync(_upgrade, steps, file)


def _upgrade(connection: Connection, steps: ScriptDirectory, file: Path) -> None:
    revision = _revision(connection)
    if revision is None and inspect(connection).get_table_names():
        raise Mistaken([mistakes.of_another_program(file)])
    if revision is not None and revision not in {step.revision for step in steps.walk_revisions()}:
        raise Mistaken([mistakes.newer_than_program(file, revision)])
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _steps() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
