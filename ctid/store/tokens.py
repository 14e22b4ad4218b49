"""Tokens by which integrators' programs are known. What a token may do is in its scopes.

A token is shown once, when it is issued; only its SHA-256 is kept, as for sessions (see `sign_in`). It lasts
until it is revoked. A name may have several, so that a program can change over from one to the next.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from ctid.store.engine import Database
from ctid.store.sign_in import hash_of
from ctid.store.tables import tokens
from ctid.store.undisturbed import undisturbed

PREFIX = "ctid_"  # lets people and scanners of leaked secrets see what it is


@dataclass(frozen=True, slots=True)
class Token:
    """Whose program it is and what it may do."""

    name: str
    scopes: tuple[str, ...]
    created_at: datetime


class Tokens:
    """The tokens that count. A revoked one is as unknown as one that never was."""

    _database: Database

    @undisturbed
    async def issue_token(self, name: str, scopes: Iterable[str], now: datetime) -> str:
        """Return a new token of `name`; it cannot be asked for again."""
        token = PREFIX + secrets.token_urlsafe(32)
        row = {"hash": hash_of(token), "name": name, "scopes": tuple(sorted(set(scopes))), "created_at": now}
        async with self._database.writing.begin() as connection:
            await connection.execute(insert(tokens).values(row))
        return token

    @undisturbed
    async def token(self, token: str) -> Token | None:
        """Return what is known of a token; None if it was never issued, or revoked."""
        query = select(tokens.c.name, tokens.c.scopes, tokens.c.created_at)
        async with self._database.reading.begin() as connection:
            found = await connection.execute(query.where(tokens.c.hash == hash_of(token)))
            row = found.mappings().one_or_none()
        return None if row is None else Token(**row)

    @undisturbed
    async def revoke_tokens(self, name: str) -> int:
        """Make every token of `name` worthless, at once; return how many there were."""
        async with self._database.writing.begin() as connection:
            done = await connection.execute(delete(tokens).where(tokens.c.name == name))
        return done.rowcount
