"""Every value of the model that is stored comes back as it went in: through JSON and through SQLite."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.events import Event, EventKind, Published
from ctid.model.interactions import Interaction, OfferRecord, OfferState, Outcome, Segment, SegmentKind
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.records import Record
from ctid.store.encoding import Batch, Numbered, decode, decode_line, encode, encode_line
from ctid.store.store import Store

instants = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))
maybe_instants = st.none() | instants
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
maybe_texts = st.none() | texts
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
facts = st.dictionaries(texts, texts | numbers, max_size=3)
reasons = st.builds(Reason, texts, facts)
segments = st.builds(
    Segment,
    kind=st.sampled_from(SegmentKind),
    started_at=instants,
    ended_at=maybe_instants,
    queue=maybe_texts,
    agent=maybe_texts,
    offer=maybe_texts,
    detail=texts,
)
interactions = st.builds(
    Interaction,
    id=texts,
    ani=texts,
    dnis=texts,
    arrived_at=instants,
    ani_name=texts,
    flow=texts,
    language=st.sampled_from(Language),
    number=texts,
    customer=maybe_texts,
    queue=maybe_texts,
    agent=maybe_texts,
    answered_at=maybe_instants,
    ended_at=maybe_instants,
    closed_at=st.none(),
    outcome=st.sampled_from(Outcome),
    disposition=texts,
    note=texts,
    collected=st.dictionaries(texts, texts, max_size=3),
    segments=st.lists(segments, max_size=4).map(tuple),
)
statuses = st.builds(
    AgentStatus,
    agent=texts,
    state=st.sampled_from(AgentState),
    since=instants,
    reason=reasons,
    idle_since=maybe_instants,
    offer=maybe_texts,
    interaction=maybe_texts,
    until=maybe_instants,
    missed=st.integers(0, 100),
    extensions=st.integers(0, 10),
    then=st.none() | reasons,
)
offers = st.builds(
    OfferRecord,
    id=texts,
    interaction=texts,
    agent=texts,
    queue=texts,
    made_at=instants,
    reason=reasons,
    state=st.sampled_from(OfferState),
    ended_at=st.none(),
    ended_because=st.none() | reasons,
)
events = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    at=instants,
    interaction=maybe_texts,
    agent=maybe_texts,
    offer=maybe_texts,
    reason=st.none() | reasons,
    facts=facts,
)
batches = st.builds(
    Batch,
    events=st.lists(events, max_size=5).map(
        lambda some: tuple(Published(n, None, event) for n, event in enumerate(some, 1))
    ),
    records=st.lists(interactions | statuses | offers, max_size=5).map(tuple),
)


@given(st.builds(Numbered, st.integers(min_value=1), batches))
@settings(deadline=None)
def test_a_batch_written_as_a_line_reads_back_the_same(entry: Numbered) -> None:
    line = encode_line(entry)

    back = decode_line(line)
    assert back == entry
    assert line.count(b"\n") == 1
    assert [type(record) for record in back.batch.records] == [type(r) for r in entry.batch.records]


@given(reasons)
@settings(deadline=None)
def test_a_reason_keeps_its_facts_and_their_types(reason: Reason) -> None:
    back = decode(Reason, encode(Reason, reason))

    assert back == reason
    assert {name: type(fact) for name, fact in back.facts.items()} == {
        name: type(fact) for name, fact in reason.facts.items()
    }


@pytest.mark.slow
@given(batches)
@settings(deadline=None, max_examples=25, phases=[Phase.explicit, Phase.generate])
def test_whatever_is_committed_is_remembered_the_same(batch: Batch) -> None:
    remembered, read = asyncio.run(_through_the_database(batch))

    assert _by_identity(remembered) == _by_identity(batch.records)
    assert tuple(read) == batch.events


def _by_identity(records: Iterable[Record]) -> dict[tuple[type, str], Record]:
    return {(type(r), r.agent if isinstance(r, AgentStatus) else r.id): r for r in records}


async def _through_the_database(batch: Batch) -> tuple[list[Record], list[Published]]:
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/ctid.db"
        store = await Store.open(url, clock=lambda: datetime.now(UTC))
        store.submit(batch)
        await store.close()
        store = await Store.open(url, clock=lambda: datetime.now(UTC))
        seen = await store.remembered()
        read = await store.events_since(0, 100)
        await store.close()
        return [*seen.agents, *seen.interactions, *seen.offers], read


def test_a_name_with_broken_utf_8_survives_the_line() -> None:
    call = Interaction("sw1:1", "1", "2", datetime(2026, 1, 1, tzinfo=UTC), ani_name="M\udcfcller")
    entry = Numbered(1, Batch(records=(call,)))

    assert decode_line(encode_line(entry)) == entry


def test_an_instant_of_another_zone_comes_back_as_the_same_instant() -> None:
    at = datetime(2026, 3, 1, 8, 0, 0, 123456, timezone(timedelta(hours=8)))
    call = Interaction("sw1:1", "1", "2", at)

    remembered, _ = asyncio.run(_through_the_database(Batch(records=(call,))))

    assert remembered == [call]
    assert remembered[0].arrived_at.tzinfo is UTC


def test_a_torn_line_is_no_batch() -> None:
    line = encode_line(Numbered(1, Batch()))

    with pytest.raises(ValueError, match=r"."):
        decode_line(line[:-5])


def test_the_database_file_may_be_read_only_by_its_owner(tmp_path: Path) -> None:
    async def make() -> None:
        store = await Store.open(f"sqlite:///{tmp_path}/ctid.db", clock=lambda: datetime.now(UTC))
        await store.close()

    asyncio.run(make())

    assert (tmp_path / "ctid.db").stat().st_mode & 0o077 == 0
