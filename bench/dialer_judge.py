"""What is written of a campaign's calls, held against who saw them: the town (SIPp's log) and Asterisk's CEL.

The town knows whom it was asked for, how often, what it answered and who hung up. CEL knows when a leg met an
agent, and when it came to the message: the third thing that the dialplan tells of a person. So each outcome
is worked out a second time, from nothing that the daemon wrote; ctid's own tables have no part in it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from dialer_people import Called
from percentiles import percentile

from ctid.dialer.compliance.judge import RULES
from ctid.lab.stories import PhoneStory
from ctid.model.attempts import AttemptOutcome

Row = Mapping[str, Any]
Came = AttemptOutcome
BRIDGED_WITHIN = timedelta(seconds=2)
MESSAGE_WITHIN = timedelta(seconds=2.3)  # the dialplan waits for two; then it has to begin
LEFT_EARLY = timedelta(seconds=2)
REPEATED = timedelta(seconds=0.5)
"""An answer that is not heard is sent again after so long (T1, RFC 3261 §13.3.1.4). A switch that stood still
for longer is told apart (`deaf_ms`), and the two seconds begin when it hears: nobody can act before."""
LINE = "half_"


@dataclass(slots=True)
class Leg:
    """What Asterisk wrote down of the leg of an attempt; `told` is when its dialplan said something."""

    answered_at: datetime | None = None
    joined_at: datetime | None = None
    told: list[datetime] = field(default_factory=list)

    @property
    def message_at(self) -> datetime | None:
        """Return when the message began: answered, waiting, message."""
        return self.told[2] if len(self.told) > 2 else None


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of one attempt: what is written, who was called, who called, the leg."""

    attempt: Row
    called: Called
    story: PhoneStory | None
    leg: Leg
    dead: bool  # Asterisk died while this call was up

    @property
    def deaf_for(self) -> timedelta:
        """Return how long Asterisk took to hear that they had answered."""
        if self.story is None or self.story.answered_at is None or self.leg.answered_at is None:
            return timedelta()
        return self.leg.answered_at - self.story.answered_at

    @property
    def waits_from(self) -> datetime | None:
        """Return when they had answered and, where a detector listened, had ended their greeting."""
        spoken = moment(self.attempt["greeting_ended_at"])
        if spoken is not None or self.story is None:
            return spoken
        return self.leg.answered_at if self.deaf_for > REPEATED else self.story.answered_at

    def came(self) -> frozenset[AttemptOutcome]:
        """Say what may be said of it, in the eyes of the town and of CEL."""
        if self.story is None:
            return frozenset({Came.NOT_DIALLED})
        came = self._answered() if self.story.answered_at is not None else self._unanswered(self.story)
        return frozenset({came} if came is not None else ())

    def _unanswered(self, story: PhoneStory) -> AttemptOutcome | None:
        if story.final_code not in (0, 487):
            return self.called.refusal
        return None if self.dead else Came.NO_ANSWER

    def _answered(self) -> AttemptOutcome:
        if self.called.machine:
            return Came.MACHINE
        if self.leg.message_at is not None:
            return Came.ABANDONED
        if self.leg.joined_at is not None:
            return Came.CONNECTED
        return Came.ABANDONED if self.dead else Came.HUNG_UP


def legs_of(cel: Iterable[Row]) -> dict[str, Leg]:
    """Return what CEL tells of each attempt's leg to the trunk, by the attempt's id."""
    attempt_of: dict[str, str] = {}
    legs: dict[str, Leg] = {}
    for row in cel:
        unique, at = row["uniqueid"], datetime.fromtimestamp(float(row["eventtime"]), UTC)
        if row["eventtype"] == "CHAN_START" and row["linkedid"].startswith(LINE):
            attempt_of[unique] = row["linkedid"].removeprefix(LINE)
        if unique not in attempt_of or not row["channame"].startswith("PJSIP/trunk"):
            continue
        leg = legs.setdefault(attempt_of[unique], Leg())
        if row["eventtype"] == "ANSWER":
            leg.answered_at = at
        elif row["eventtype"] == "BRIDGE_ENTER":
            leg.joined_at = leg.joined_at or at
        elif row["eventtype"] == "APP_START" and (row["context"], row["exten"]) == ("ctid-dialled", "s"):
            leg.told.append(at)
    return legs


@dataclass(frozen=True, slots=True)
class Ledgers:
    """What was seen by whom. `deaths` are when Asterisk was gone, `orphaned` when the daemon was."""

    town: Mapping[str, Called]
    attempts: Sequence[Row]
    leads: Mapping[str, Row]
    stories: Sequence[PhoneStory]
    cel: Sequence[Row]
    deaths: Sequence[tuple[datetime, datetime]] = ()
    orphaned: Sequence[tuple[datetime, datetime]] = ()

    def seen(self) -> Iterator[Seen]:
        """Yield every attempt with its witnesses; who was asked twice belongs to the last."""
        legs, stories = legs_of(self.cel), {story.called: story for story in self.stories}
        for row in self.attempts:
            never = row["outcome"] == Came.NOT_DIALLED and row["id"] not in legs
            story = None if never else stories.get(row["number"])
            yield Seen(
                row, self.town[row["number"][-2:]], story, legs.get(row["id"], Leg()), self._died(story)
            )

    def _died(self, story: PhoneStory | None) -> bool:
        return story is not None and any(
            story.invited_at < since and (story.ended_at is None or story.ended_at > since)
            for since, _ in self.deaths
        )

    def unheard(self, it: Seen) -> bool:
        """Say whether somebody answered while no daemon lived."""
        at = it.story.answered_at if it.story is not None else None
        return at is not None and any(since < at < until for since, until in self.orphaned)


def judge(ledgers: Ledgers) -> tuple[dict[str, Any], list[str]]:
    """Return figures, and every disagreement in words. What a detector makes of voices is counted apart."""
    everybody = list(ledgers.seen())
    plain = [it for it in everybody if not it.attempt["verdict"]]
    known = [it for it in plain if it.attempt["outcome"] not in (None, Came.UNKNOWN)]
    wrong = [it for it in known if it.attempt["outcome"] not in it.came()]
    met = [it.leg.joined_at - it.waits_from for it in everybody if it.leg.joined_at and it.waits_from]
    late = [it.leg.message_at - it.waits_from for it in everybody if it.leg.message_at and it.waits_from]
    rung = Counter(story.called for story in ledgers.stories)
    found = [
        *(f"{number} was dialled {times} times" for number, times in rung.items() if times > 1),
        *(_wrong(it) for it in wrong),
        *(f"{it.attempt['number']}: {lack}" for it in everybody for lack in lacks(it.attempt)),
        *_leads_astray(ledgers, everybody),
        *(f"{it.attempt['number']}: neither agent nor message in time" for it in everybody if in_silence(it)),
    ]
    figures = {
        "attempts": len(everybody),
        "outcomes": dict(Counter(str(it.attempt["outcome"]) for it in everybody)),
        "known": len(known),
        "right": len(known) - len(wrong),
        "unknown": sum(it.attempt["outcome"] == Came.UNKNOWN for it in everybody),
        "invites_most": max(rung.values(), default=0),
        "bridged_ms": [ms(span) for span in met],
        "message_ms": [ms(span) for span in late],
        "deaf_ms": [ms(it.deaf_for) for it in everybody if it.deaf_for > REPEATED],
        "answered_orphaned": sum(ledgers.unheard(it) for it in everybody),
        **detector(everybody),
    }
    return figures, found


def _wrong(it: Seen) -> str:
    came = "/".join(sorted(it.came())) or "unknown"
    row, story = it.attempt, it.story
    code = story.final_code if story is not None else None
    return f"{row['number']} is {row['outcome']}, was {came}: {row['reason']}, {code}, leg {it.leg}"


def lacks(row: Row) -> Iterator[str]:
    """Yield what is missing in the evidence of an attempt."""
    evidence = row["evidence"]
    if missing := RULES.keys() - evidence["rules"].keys():
        yield f"no evidence of {', '.join(sorted(missing))}"
    for name in ("profile", "version"):
        if not evidence[name]:
            yield f"no {name} in the evidence"
    for name in ("committed_at", "shown", "leg", "ended_at", "outcome", "reason"):
        if not row[name]:
            yield f"no {name}"


def in_silence(it: Seen) -> bool:
    """Say whether somebody who had answered had neither an agent nor the message in time, and stayed."""
    story, since = it.story, it.waits_from
    if story is None or since is None or it.dead or it.attempt["verdict"] == "machine":
        return False
    joined, message = it.leg.joined_at, it.leg.message_at
    if joined is not None and joined - since <= BRIDGED_WITHIN:
        return False
    if message is not None and message - since <= MESSAGE_WITHIN:
        return False
    left = story.ended_at if story.ended_by == "phone" else None
    return left is None or left - since > LEFT_EARLY


def _leads_astray(ledgers: Ledgers, everybody: Sequence[Seen]) -> Iterator[str]:
    """Yield leads whose state is not what their last attempt makes of them."""
    last = {it.attempt["lead"]: it.attempt for it in everybody}
    for id, row in last.items():
        state, unknown = ledgers.leads[id]["state"], row["outcome"] == Came.UNKNOWN
        if state == "calling" or (state == "unknown") != unknown:
            yield f"{row['number']} came out as {row['outcome']}, and its lead is {state}"


def detector(everybody: Iterable[Seen]) -> dict[str, Any]:
    """Tell how the switch's detector did: who was taken for what, why, and how long that took."""
    heard = [it for it in everybody if it.attempt["verdict"]]
    if not heard:
        return {}
    verdicts = {
        who: dict(Counter(it.attempt["verdict"] for it in heard if it.called.machine == machine))
        for who, machine in (("persons", False), ("machines", True))
    }
    took = {
        verdict: sorted(
            ms(moment(it.attempt["verdict_at"]) - it.story.answered_at)  # type: ignore[operator]
            for it in heard
            if it.attempt["verdict"] == verdict and it.story is not None and it.story.answered_at
        )
        for verdict in {it.attempt["verdict"] for it in heard}
    }
    causes = Counter(it.attempt["verdict_cause"].partition("-")[0] for it in heard)
    mistaken = [it.called.says[1] for it in heard if it.called.says and _mistaken(it)]
    return {
        "mistaken": dict(Counter(mistaken)),
        "detector": verdicts,
        "detector_ms": took,
        "detector_causes": dict(causes),
    }


def _mistaken(it: Seen) -> bool:
    taken: bool = it.attempt["verdict"] == "machine"
    return taken != it.called.machine


def summed(spans: Sequence[int]) -> dict[str, int]:
    """Tell the middle, the 99th percentile and the most of spans in milliseconds."""
    if not spans:
        return {}
    named = {f"p{percent}": round(percentile(spans, percent)) for percent in (50, 99)}
    return {"n": len(spans), **named, "max": max(spans)}


def moment(written: str | None) -> datetime | None:
    """Read an instant as the database has it."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC) if written else None


def ms(span: timedelta) -> int:
    """Write a span in milliseconds."""
    return round(span / timedelta(milliseconds=1))
