"""The same tables and the same answers on SQLite and on PostgreSQL, for all that a dialer asks of the store.

ctid itself opens SQLite only; what these queries need of a database is what both have.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, create_engine, delete, insert, text

from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.do_not_call_lists import ListKind
from ctid.model.lead_queries import NOTHING_READ, LaneWanted, LeadsFound, LeadsWanted, OpenCampaign, lane_of
from ctid.model.leads import Lead, LeadNumber, LeadState
from ctid.store import lead_tables
from ctid.store.attempt_tables import attempts
from ctid.store.leads import _find, _fits, _fresh
from ctid.store.migrate import _steps, _upgrade
from ctid.store.openings import _opening
from ctid.store.tables import metadata
from lead_world import PretendStore
from private_postgres import lacking, private_postgres

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TABLES = (
    attempts, lead_tables.leads, lead_tables.lead_batches, lead_tables.do_not_call_lists,
    lead_tables.do_not_call_numbers,
)  # fmt: skip


@pytest.fixture(scope="module")
def postgres() -> Iterator[Engine]:
    if why := lacking():
        pytest.skip(why)
    with private_postgres() as url:
        engine = create_engine(url)
        yield migrated(engine)
        engine.dispose()


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('leads')}/ctid.db")
    yield migrated(engine)
    engine.dispose()


def migrated(engine: Engine) -> Engine:
    with engine.begin() as connection:
        _upgrade(connection, _steps(), Path("here"))
    return engine


def write(connection: Connection, table: Table, *records: object) -> None:
    names = {column.name for column in table.c}
    rows = [{f.name: getattr(one, f.name) for f in fields(one) if f.name in names} for one in records]
    if rows:
        connection.execute(insert(table), rows)


leads = st.builds(
    Lead,
    st.integers(0, 999).map(lambda n: f"lead_{n % 3 + 1}-{n:08d}"),
    st.just("spring"),
    st.integers(100, 104).map(lambda n: (LeadNumber(f"+1212555{n:04d}"),)),
    priority=st.integers(0, 1),
    facts=st.fixed_dictionaries({"city": st.sampled_from(["Here", "“There”\\", "老"])}),
    state=st.sampled_from([LeadState.OPEN, LeadState.OPEN, LeadState.DONE, LeadState.UNKNOWN]),
    due_at=st.none() | st.integers(-9, 9).map(lambda n: NOW + n * MINUTE),
    zone=st.sampled_from(["", "US-NY x", "Ünter"]),
).map(lambda one: replace(one, batch=int(one.id[5]), callback=one.due_at is not None and one.priority == 1))
evidence = st.just(Evidence("us", "2026-01-01", {"number": "“ok”"}))
tried = st.builds(
    Attempt,
    st.integers(0, 999).map(lambda n: f"att_{n}"),
    st.just("spring"),
    st.integers(0, 20).map(lambda n: f"lead_{n % 3 + 1}-{n:08d}"),
    st.integers(100, 106).map(lambda n: f"+1212555{n:04d}"),
    st.just("+12125550100"),
    st.sampled_from(Mode),
    evidence,
    st.integers(-90, 0).map(lambda n: NOW + n * MINUTE),
    st.sampled_from(AttemptState),
    st.none() | st.sampled_from(AttemptOutcome),
    answered_at=st.none() | st.just(NOW),
    disposition=st.sampled_from(["", "sold"]),
)
only = st.sampled_from([{}, {"city": ("Here", "“There”\\")}, {"city": ("老",)}, {"none": ("x",)}])


def fill(connection: Connection, people: list[Lead], made: list[Attempt], batches: list[dict]) -> None:
    for table in TABLES:
        connection.execute(delete(table))
    connection.execute(insert(lead_tables.lead_batches), batches)
    lists = {"id": 1, "name": "own", "kind": ListKind.INTERNAL, "of": date(2026, 11, 1), "began_at": NOW}
    connection.execute(insert(lead_tables.do_not_call_lists), {**lists, "ended_at": NOW, "numbers": 1})
    connection.execute(insert(lead_tables.do_not_call_numbers), {"number": 12125550101, "list": 1})
    write(connection, lead_tables.leads, *people)
    write(connection, attempts, *made)


def settled(found: LeadsFound) -> LeadsFound:
    """The answer, with attempts of one instant in the order of their ids."""
    return replace(found, past=tuple(sorted(found.past, key=lambda one: (one.committed_at, one.id))))


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(leads, max_size=40, unique_by=lambda one: one.id),
    made=st.lists(tried, max_size=25, unique_by=lambda one: one.id),
    only=only,
    limit=st.integers(1, 5),
    after=st.sampled_from([NOTHING_READ, (NOW, "lead_1-00000500"), (NOW, "\U0010ffff")]),
    under_way=st.lists(st.integers(0, 999).map(lambda n: f"att_{n}"), max_size=3),
)
def test_a_campaign_is_answered_alike_by_both(  # noqa: PLR0917
    postgres, sqlite, people, made, only, limit, after, under_way
) -> None:
    pretend = PretendStore(people)
    lanes = tuple(LaneWanted(lane, "", NOTHING_READ) for lane in sorted({lane_of(one) for one in people}))
    wanted = LeadsWanted(
        "spring", lanes, NOW + 5 * MINUTE, limit, only, ("spring",), (1, 2, 3), after, NOW - 30 * MINUTE, 7
    )
    ask = OpenCampaign("spring", ("spring",), NOW - 60 * MINUTE, NOW, under_way=tuple(under_way))
    sizes = {
        batch.id: [(lane.zone, lane.priority, n) for lane, n in batch.lanes] for batch in pretend.batches()
    }
    batches = [
        {
            "id": id,
            "list": "spring",
            "file": "f",
            "began_at": NOW,
            "ended_at": NOW,
            "lanes": sizes.get(id, []),
        }
        for id in (1, 2, 3)
    ]
    said = []
    for engine in (sqlite, postgres):
        with engine.begin() as connection:
            fill(connection, people, made, batches)
            said.append((settled(_find(wanted, connection)), _opening(connection, ask)))
    assert said[0] == said[1]
    assert said[1][0].fresh == pretend.find(wanted).fresh
    assert said[1][0].due == pretend.find(wanted).due


@pytest.mark.parametrize("which", ["sqlite", "postgres"])
def test_the_migrations_make_exactly_the_tables_that_the_code_uses(which, request) -> None:
    with request.getfixturevalue(which).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_postgresql_finds_the_next_of_a_lane_by_the_index(postgres: Engine) -> None:
    number = (LeadNumber("+12125550100"),)
    people = [Lead(f"lead_1-{n:08d}", "spring", number, batch=1, zone=f"zone {n % 50}") for n in range(5000)]
    with postgres.begin() as connection:
        connection.execute(delete(lead_tables.leads))
        write(connection, lead_tables.leads, *people)
        connection.execute(text("ANALYZE leads"))
        query = _fresh(lane_of(people[0]), "lead_1-00002500", _fits({})).limit(20)
        compiled = query.compile(postgres, compile_kwargs={"literal_binds": True})
        plan = "\n".join(connection.scalars(text(f"EXPLAIN {compiled}")))
    assert "Index Scan using leads_in_line" in plan, plan
