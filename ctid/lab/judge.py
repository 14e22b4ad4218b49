"""An independent judge: did the centre write down what really happened?

Three witnesses are heard. The callers and the agents' phones (SIPp's own logs, ctid/lab/stories.py) know what
happened to them; Asterisk's CEL knows which legs met, by Linkedid; the call log is what the centre claims.
CDR is no witness: one caller who rings two agents gives three rows.

The judge shares no code with what it judges: it imports nothing of ctid, and takes stories and log rows by
the names of their fields. Whatever it returns is a disagreement in words; nothing returned means all agree.

How the witnesses find each other: a caller's leg is the one with the same ANI and DNIS that started nearest
to the INVITE; an agent's leg carries the phone's name and has shared a Linkedid with it (calls that meet get
the older one's); the two talked while they were in one bridge that is no holding bridge, if the phone itself
says that it had answered.
Of a call that was handed on the log names the agent who talked last; of several who left together, any.
"""

import csv
import io
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

CEL_COLUMNS = (
    "eventtype", "eventtime", "uniqueid", "linkedid", "channame", "context",
    "exten", "appname", "peer", "extra", "cid_num",
)  # fmt: skip
_TOLERANCE_S = 1.0
_NEAR_S = 2.0  # how far an INVITE and its channel's CEL row may lie apart


class Caller(Protocol):
    """What the judge asks of a caller's story."""

    @property
    def ani(self) -> str: ...
    @property
    def dnis(self) -> str: ...
    @property
    def invited_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


class Phone(Protocol):
    """What the judge asks of a phone's story."""

    @property
    def phone(self) -> str: ...
    @property
    def invited_at(self) -> datetime: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(slots=True)
class Leg:
    """A channel as CEL tells it. `stays` are (bridge, from, to), without holding bridges."""

    uniqueid: str
    name: str
    ani: str
    dnis: str
    started_at: datetime
    linkedids: set[str] = field(default_factory=set)
    stays: list[tuple[str, datetime, datetime | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Talk:
    """A caller and an agent's phone in one bridge."""

    phone: str
    started_at: datetime
    ended_at: datetime


def read_cel(text: str) -> list[dict[str, str]]:
    """Read cel_custom's CSV (columns as in CEL_COLUMNS)."""
    return [
        dict(zip(CEL_COLUMNS, row, strict=True)) for row in csv.reader(io.StringIO(text, newline="")) if row
    ]


def judge(
    callers: Sequence[Caller],
    phones: Sequence[Phone],
    cel: Iterable[Mapping[str, str]],
    log: Sequence[Mapping[str, Any]],
    *,
    phone_of: Mapping[str, str] | None = None,
) -> list[str]:
    """Return every disagreement.

    `log` rows have id, ani, dnis, arrived_at, answered_at, ended_at, outcome, agent and, if known,
    talk_seconds and called_back. `phone_of` maps an agent in the log to the phone's name (default: the same).
    """
    legs = gather_legs(cel)
    found = [*_count(callers, log), *_rung_twice(phones)]
    rows = {str(row["id"]).rpartition(":")[2]: row for row in log}
    met: set[str] = set()
    for caller in callers:
        leg = _leg_of(caller, legs, met)
        if leg is None:
            found.append(f"caller {caller.ani} at {_clock(caller.invited_at)}: CEL knows no such leg")
            continue
        met.add(leg.uniqueid)
        if leg.uniqueid not in rows:
            found.append(f"caller {caller.ani} ({leg.uniqueid}): not in the call log")
            continue
        talks = _talks(leg, legs, phones)
        case = _Case(f"call {leg.uniqueid}", rows[leg.uniqueid], phone_of or {})
        if rows[leg.uniqueid].get("called_back"):  # what came then is told by other legs
            found += case.numbers(caller)
            continue
        found += [*case.numbers(caller), *case.spans(caller), *case.answer(talks)]
    found += [f"call {name}: in the log, but nobody called" for name in rows.keys() - met]
    return found


def _count(callers: Sequence[Caller], log: Sequence[Mapping[str, Any]]) -> list[str]:
    if len(callers) == len(log):
        return []
    return [f"{len(callers)} calls were made, {len(log)} are in the log"]


def _rung_twice(phones: Sequence[Phone]) -> list[str]:
    """Find each phone that was called while another call to it had not ended."""
    found = []
    ordered = sorted(phones, key=lambda story: (story.phone, story.invited_at))
    for name, group in itertools.groupby(ordered, key=lambda story: story.phone):
        for first, second in itertools.pairwise(group):
            if first.ended_at is None or second.invited_at < first.ended_at:
                found.append(f"phone {name}: rung at {_clock(second.invited_at)} while it had another call")
    return found


# --- CEL --------------------------------------------------------------------------------------------
def gather_legs(cel: Iterable[Mapping[str, str]]) -> list[Leg]:
    """Fold CEL rows into legs."""
    legs: dict[str, Leg] = {}
    for row in cel:
        at = datetime.fromtimestamp(float(row["eventtime"]), UTC)
        unique = row["uniqueid"]
        leg = legs.setdefault(unique, Leg(unique, row["channame"], row["cid_num"], row["exten"], at))
        leg.linkedids.add(row["linkedid"])
        if row["eventtype"] == "BRIDGE_ENTER":
            bridge = json.loads(row["extra"] or "{}")
            if bridge.get("bridge_technology") != "holding_bridge":
                leg.stays.append((str(bridge.get("bridge_id")), at, None))
        elif row["eventtype"] in ("BRIDGE_EXIT", "CHAN_END") and leg.stays and leg.stays[-1][2] is None:
            leg.stays[-1] = (*leg.stays[-1][:2], at)
    return list(legs.values())


def _leg_of(caller: Caller, legs: Iterable[Leg], taken: set[str]) -> Leg | None:
    """Find the caller's own leg: the first of its Linkedid, of the same numbers, nearest in time."""
    fitting = [
        leg
        for leg in legs
        if leg.uniqueid in leg.linkedids
        and leg.uniqueid not in taken
        and (leg.ani, leg.dnis) == (caller.ani, caller.dnis)
        and _apart(leg.started_at, caller.invited_at) <= _NEAR_S
    ]
    return min(fitting, key=lambda leg: _apart(leg.started_at, caller.invited_at), default=None)


def _talks(caller: Leg, legs: Iterable[Leg], phones: Sequence[Phone]) -> list[Talk]:
    """List the caller's talks with phones that say themselves that they answered, oldest first."""
    talks = []
    for leg in legs:
        name = leg.name.rpartition("-")[0].rpartition("/")[2]
        spans = [] if leg is caller or not caller.linkedids & leg.linkedids else _together(caller, leg)
        for started, ended in spans:
            if any(story.phone == name and _held(story, started) for story in phones):
                talks.append(Talk(name, started, ended))
    return sorted(talks, key=lambda talk: talk.started_at)


def _together(one: Leg, other: Leg) -> list[tuple[datetime, datetime]]:
    spans = []
    for (bridge, from_, to), (same, since, until) in itertools.product(one.stays, other.stays):
        if bridge == same and to and until and max(from_, since) < min(to, until):
            spans.append((max(from_, since), min(to, until)))
    return spans


def _held(story: Phone, at: datetime) -> bool:
    """Say whether the phone had an answered call at `at`, by its own log."""
    if story.answered_at is None or (story.answered_at - at).total_seconds() > _TOLERANCE_S:
        return False
    return story.ended_at is None or at <= story.ended_at


# --- one call ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Case:
    """One row of the log, held against its witnesses."""

    name: str
    row: Mapping[str, Any]
    phone_of: Mapping[str, str]

    def numbers(self, caller: Caller) -> list[str]:
        """Compare who called whom."""
        claimed, seen = (self.row["ani"], self.row["dnis"]), (caller.ani, caller.dnis)
        return [] if claimed == seen else [f"{self.name}: {seen} called, the log says {claimed}"]

    def spans(self, caller: Caller) -> list[str]:
        """Compare when the call came and went, and how long it lasted."""
        arrived, ended = self.row["arrived_at"], self.row["ended_at"]
        if ended is None or caller.ended_at is None:
            over = "the log" if ended is None else "the caller"
            return [] if ended is caller.ended_at else [f"{self.name}: still open for {over} only"]
        found = self._moments("arrived", arrived, caller.invited_at)
        found += self._moments("ended", ended, caller.ended_at)
        lasted = (caller.ended_at - caller.invited_at).total_seconds()
        return found + self._seconds("lasted", (ended - arrived).total_seconds(), lasted)

    def answer(self, talks: Sequence[Talk]) -> list[str]:
        """Compare whether an agent answered, who, when, and how long they talked."""
        claimed = self.row["outcome"] == "answered"
        if claimed != bool(talks):
            truth = f"phone {talks[0].phone} talked with the caller" if talks else "no agent ever did"
            return [f"{self.name}: the log says {self.row['outcome']}, but {truth}"]
        if not talks:
            return []
        first = talks[0]
        found = self._moments("answered", self.row["answered_at"], first.started_at)
        agent, over = str(self.row["agent"]), max(talk.ended_at for talk in talks)
        last = [talk.phone for talk in talks if _apart(talk.ended_at, over) <= _TOLERANCE_S]
        if self.phone_of.get(agent, agent) not in last:
            found.append(f"{self.name}: the log says agent {agent}, but phone {last[-1]} talked last")
        if "talk_seconds" in self.row:
            talked = sum((talk.ended_at - talk.started_at).total_seconds() for talk in talks)
            found += self._seconds("talked", float(self.row["talk_seconds"]), talked)
        return found

    def _moments(self, what: str, claimed: datetime | None, seen: datetime) -> list[str]:
        if claimed is not None and _apart(claimed, seen) <= _TOLERANCE_S:
            return []
        said = _clock(claimed) if claimed else "nothing"
        return [f"{self.name}: {what} at {_clock(seen)}, the log says {said}"]

    def _seconds(self, what: str, claimed: float, seen: float) -> list[str]:
        if abs(claimed - seen) <= _TOLERANCE_S:
            return []
        return [f"{self.name}: {what} {seen:.3f} s, the log says {claimed:.3f} s"]


def _apart(one: datetime, other: datetime) -> float:
    return abs((one - other).total_seconds())


def _clock(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%H:%M:%S.%f")[:-3]
