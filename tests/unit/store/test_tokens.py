"""Integrators' tokens: shown once, kept as a hash, good until they are revoked."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ctid.store.store import Store

T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


async def test_a_token_is_known_by_what_was_shown_and_kept_nowhere(store: Store, tmp_path: Path) -> None:
    token = await store.issue_token("crm", ["events:read", "calls:read", "events:read"], T0)

    found = await store.token(token)

    assert token.startswith("ctid_") and len(token) > 40
    assert found is not None
    assert (found.name, found.scopes, found.created_at) == ("crm", ("calls:read", "events:read"), T0)
    assert await store.token(token[:-1]) is None
    with closing(sqlite3.connect(tmp_path / "ctid.db")) as spy:
        assert token not in str(spy.execute("SELECT * FROM tokens").fetchall())


async def test_revoking_a_name_ends_all_its_tokens_and_no_others(store: Store) -> None:
    first, second = [await store.issue_token("crm", ["events:read"], T0) for _ in range(2)]
    other = await store.issue_token("wallboard", ["events:read"], T0)

    assert await store.revoke_tokens("crm") == 2

    assert [await store.token(each) for each in (first, second)] == [None, None]
    assert await store.token(other) is not None
    assert await store.revoke_tokens("crm") == 0
