"""A ticket signs in once; a session lasts as long as it says; neither can be read from the database."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ctid.store.sign_in import Session
from ctid.store.store import Store

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)


def everything_in(directory: Path) -> bytes:
    return b"".join(file.read_bytes() for file in directory.glob("ctid.db*"))


async def test_a_ticket_becomes_a_session_of_its_subject(store: Store) -> None:
    ticket = await store.issue_ticket("agent", "amy", SOON)

    session = await store.redeem_ticket(ticket, NOW, timedelta(hours=8))

    assert session is not None and session != ticket and len(session) >= 43  # 256 bits in base64
    assert await store.session(session, NOW) == Session("agent", "amy", NOW, NOW + timedelta(hours=8))


async def test_a_ticket_is_good_for_once_even_when_many_come_at_once(store: Store) -> None:
    ticket = await store.issue_ticket("agent", "amy", SOON)

    sessions = await asyncio.gather(*(store.redeem_ticket(ticket, NOW) for _ in range(8)))

    assert sum(session is not None for session in sessions) == 1


async def test_an_expired_or_invented_ticket_is_worth_nothing(store: Store) -> None:
    ticket = await store.issue_ticket("agent", "amy", SOON)

    assert await store.redeem_ticket(ticket, SOON) is None
    for invented in ("", "x" * 43, "\udcff"):
        assert await store.redeem_ticket(invented, NOW) is None


async def test_a_session_ends_when_it_expires_or_is_ended(store: Store) -> None:
    first = await store.redeem_ticket(await store.issue_ticket("agent", "amy", SOON), NOW)
    second = await store.redeem_ticket(await store.issue_ticket("agent", "amy", SOON), NOW)
    assert first is not None and second is not None

    await store.end_session(first)

    assert await store.session(first, NOW) is None
    assert await store.session(second, NOW + timedelta(hours=11)) is not None
    assert await store.session(second, NOW + timedelta(hours=12)) is None


async def test_no_token_stands_in_the_database(store: Store, tmp_path: Path) -> None:
    ticket = await store.issue_ticket("agent", "amy", SOON)
    other = await store.issue_ticket("agent", "bob", SOON)
    session = await store.redeem_ticket(ticket, NOW)
    assert session is not None

    written = everything_in(tmp_path)

    assert b"amy" in written
    assert not any(token.encode() in written for token in (ticket, other, session))
