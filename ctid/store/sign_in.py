"""Signing in: a ticket that a command hands out is exchanged, once, for a browser's session.

Both are 256 random bits, given out once as text. Only their SHA-256 is kept: who reads the database (or a
backup of it) can sign in as nobody. A plain hash is enough, for there is no password to guess behind it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from ctid.store.engine import Database
from ctid.store.tables import login_tickets, sessions
from ctid.store.undisturbed import undisturbed

SESSION_LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in: a role ("agent", "supervisor", …) and its subject (an agent's id, …)."""

    role: str
    subject: str
    created_at: datetime
    expires_at: datetime


class SignIn:
    """Tickets and sessions. An expired one is as good as none, whether or not it is still in its table."""

    _database: Database

    @undisturbed
    async def issue_ticket(self, role: str, subject: str, expires_at: datetime) -> str:
        """Return a ticket that signs `subject` in once, until `expires_at`."""
        token = secrets.token_urlsafe(32)
        ticket = {"hash": hash_of(token), "role": role, "subject": subject, "expires_at": expires_at}
        async with self._database.writing.begin() as connection:
            await connection.execute(insert(login_tickets).values(ticket))
        return token

    @undisturbed
    async def redeem_ticket(self, token: str, now: datetime, lasts: timedelta = SESSION_LASTS) -> str | None:
        """Use the ticket up and return a session's token; None if it is unknown, used or expired.

        Of two who come with the same ticket at once, one gets the session. Whatever had expired goes.
        """
        unused = (login_tickets.c.used_at.is_(None), login_tickets.c.expires_at > now)
        claim = update(login_tickets).where(login_tickets.c.hash == hash_of(token), *unused)
        session = secrets.token_urlsafe(32)
        async with self._database.writing.begin() as connection:
            ticket = (
                await connection.execute(
                    claim.values(used_at=now).returning(login_tickets.c.role, login_tickets.c.subject)
                )
            ).one_or_none()
            if ticket is None:
                return None
            row = {"hash": hash_of(session), "role": ticket.role, "subject": ticket.subject}
            await connection.execute(insert(sessions).values(**row, created_at=now, expires_at=now + lasts))
            for table in (login_tickets, sessions):
                await connection.execute(delete(table).where(table.c.expires_at <= now))
        return session

    @undisturbed
    async def session(self, token: str, now: datetime) -> Session | None:
        """Return who the session belongs to; None if it is unknown, ended or expired."""
        fields = (sessions.c.role, sessions.c.subject, sessions.c.created_at, sessions.c.expires_at)
        query = select(*fields).where(sessions.c.hash == hash_of(token), sessions.c.expires_at > now)
        async with self._database.reading.begin() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else Session(**row)

    @undisturbed
    async def end_session(self, token: str) -> None:
        """Sign out; nothing happens when there is no such session."""
        async with self._database.writing.begin() as connection:
            await connection.execute(delete(sessions).where(sessions.c.hash == hash_of(token)))


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
