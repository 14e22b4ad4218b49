"""The systems that may send signed requests, and which command each of their messages led to.

A signature is checked with the secret itself (HMAC), so secrets stand here as they are: whoever reads the
database can sign as any integration. The file is only its owner's to read; so must its backups be.

A message is claimed before anything is done about it, in a transaction of its own. Of two that come with
the same id at once one gets the claim, and one that was claimed before a crash is not done twice after it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from ctid.model.integrations import Integration
from ctid.store.engine import Database, insert_new
from ctid.store.tables import cti_messages, integrations
from ctid.store.undisturbed import undisturbed


class Integrations:
    """Secrets with their names and rights, and the messages that were signed with them."""

    _database: Database

    @undisturbed
    async def add_integration(self, new: Integration, now: datetime) -> bool:
        """Write an integration down; False (and nothing is written) when the name is taken."""
        row = {"name": new.name, "secret": new.secret, "rights": tuple(sorted(new.rights)), "made_at": now}
        async with self._database.writing.begin() as connection:
            return (await connection.execute(insert_new(integrations).values(row))).rowcount == 1

    @undisturbed
    async def remove_integration(self, name: str) -> bool:
        """Forget an integration: from now on its signatures are worth nothing. False when there is none."""
        gone = delete(integrations).where(integrations.c.name == name)
        async with self._database.writing.begin() as connection:
            return (await connection.execute(gone)).rowcount == 1

    @undisturbed
    async def integrations(self) -> Sequence[Integration]:
        """Return all of them, by name."""
        query = select(integrations).order_by(integrations.c.name)
        async with self._database.reading.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Integration(row.name, row.secret, frozenset(row.rights)) for row in rows]

    @undisturbed
    async def command_of(self, integration: str, message: str, now: datetime) -> str | None:
        """Return the command that a message led to; None for one that is new or long forgotten."""
        query = select(cti_messages.c.command).where(
            cti_messages.c.integration == integration,
            cti_messages.c.message == message,
            cti_messages.c.until > now,
        )
        async with self._database.reading.begin() as connection:
            command: str | None = (await connection.execute(query)).scalar_one_or_none()
        return command

    @undisturbed
    async def claim(
        self, integration: str, message: str, command: str, *, now: datetime, until: datetime
    ) -> str | None:
        """Remember that a message leads to `command`, or return the one it led to before.

        What nobody needs to remember any more goes.
        """
        which = (cti_messages.c.integration == integration, cti_messages.c.message == message)
        row = {"integration": integration, "message": message, "command": command, "until": until}
        async with self._database.writing.begin() as connection:
            await connection.execute(delete(cti_messages).where(cti_messages.c.until <= now))
            first = select(cti_messages.c.command).where(*which)
            known: str | None = (await connection.execute(first)).scalar_one_or_none()
            if known is None:
                await connection.execute(insert(cti_messages).values(row))
        return known
