"""The journal folded up again, and compared with the tables: what was decided is what is written.

Three independent looks, each of which a lost, doubled or half-written batch must disturb:

- the last value that was kept of each call, agent and offer is its row;
- every event that was said stands in the log, once and in its order;
- what the log says of a call's end is what its row says, and its events are numbered without a gap.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ctid.model.agents import AgentStatus
from ctid.model.effects import Keep
from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import InteractionId
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.records import Record
from ctid.store.encoding import Json, decode, encode
from ctid.store.inputs import Kept, read_line
from ctid.store.store import Store

EVERYTHING = 1 << 40
FOLDED = (Interaction, AgentStatus, OfferRecord)

Key = tuple[type, str]


async def differences(store: Store) -> list[str]:
    """Return what is not as the journal says, in words; empty when all is well.

    It looks at what the journal still holds, and reads all of it: a check for drills and for a night.
    """
    lines = [read_line(line) async for line in store.input_lines()]
    log = await store.events_since(0, EVERYTHING)
    rows = await _rows(store)
    return [*_of_records(lines, rows), *_of_events(lines, log), *_of_calls(log, rows)]


async def _rows(store: Store) -> dict[Key, Record]:
    calls = await store.interactions(EVERYTHING)
    found: list[Record] = [*calls, *(await store.offers()), *(await store.remembered()).agents]
    return {_key(record): record for record in found}


def _of_records(lines: list[Kept], rows: Mapping[Key, Record]) -> Iterator[str]:
    kept: dict[Key, Record] = {}
    for said in _said(lines, Keep):
        record = decode(Keep, said).record
        if isinstance(record, FOLDED):
            kept[_key(record)] = record
    for key, record in kept.items():
        row = rows.get(key)
        if row is None:
            yield f"{key[0].__name__} {key[1]} was kept and is not there"
        elif _comparable(row) != _comparable(record):
            yield f"{key[0].__name__} {key[1]} is {_comparable(row)} and was kept as {_comparable(record)}"


def _of_events(lines: list[Kept], log: list[Published]) -> Iterator[str]:
    """Compare from the first event that both have: either may have been pruned."""
    said = [repr(_comparable(decode(Event, event))) for event in _said(lines, Event)]
    told = [repr(_comparable(one.event)) for one in log if one.event.kind is not EventKind.INTERACTION_LOGGED]
    first = max(0, len(told) - len(said))
    for then, now in zip(said[max(0, len(said) - len(told)) :], told[first:], strict=True):
        if then != now:
            yield f"the log has {now} where {then} was said"
            return
    missing = Counter(said[: max(0, len(said) - len(told))]) - Counter(told)
    if missing and not first and (not log or log[0].seq == 1):
        yield f"{sum(missing.values())} events were said and are not in the log"


def _of_calls(log: list[Published], rows: Mapping[Key, Record]) -> Iterator[str]:
    ended: defaultdict[InteractionId, Counter[EventKind]] = defaultdict(Counter)
    numbers: defaultdict[InteractionId, list[int]] = defaultdict(list)
    for one in log:
        if one.event.interaction is not None and one.call_seq is not None:
            ended[one.event.interaction][one.event.kind] += 1
            numbers[one.event.interaction].append(one.call_seq)
    for call, given in numbers.items():
        if given != list(range(given[0], given[0] + len(given))):
            yield f"the events of {call} are numbered {given}"
        row, closings = rows.get((Interaction, call)), ended[call][EventKind.INTERACTION_CLOSED]
        if not isinstance(row, Interaction):
            yield f"{call} has events and no row"
        elif closings != (row.closed_at is not None):
            yield f"{call} was closed {closings} times and its row says {row.closed_at}"


def _said(lines: list[Kept], kind: type) -> Iterator[Json]:
    return (fields for kept in lines for name, fields in kept.said if name == kind.__name__)


def _key(record: Record) -> Key:
    return type(record), record.agent if isinstance(record, AgentStatus) else record.id


def _comparable(value: Any) -> Json:
    """As a table holds it: text that no database takes was mended on the way in."""
    return _mended(encode(type(value), value))


def _mended(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _mended(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, str) and not value.isascii():
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
