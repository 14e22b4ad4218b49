"""What the phones say of an hour: their own messages, and nothing of what the centre thinks it did.

A ring is an INVITE at an agent's phone until its end. Which call it is for is told by the number that it
shows: the latest call from there. From that call on it is reckoned what the line's rules allow: a step
can only seem to have been open for longer than it was, by what it took to be in line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter

from ctid.lab.stories import CallerStory, PhoneStory
from ctid.routing.skills import Levels
from hour_ground import Ground, Line
from hour_router import Made

RUNG_OUT, BUSY = 487, 486
CLOCKS_DIFFER = timedelta(milliseconds=200)  # between a phone and the switch, on a busy machine


def span(micro: int) -> timedelta:
    """Return a span of the ground as one of Python."""
    return timedelta(microseconds=micro)


@dataclass
class Sightings:
    """What was seen, each once for every time; `faults` is what must never be."""

    missed: list[str] = field(default_factory=list)
    relaxed: list[str] = field(default_factory=list)
    sticky: list[str] = field(default_factory=list)
    overflowed: list[str] = field(default_factory=list)
    called_back: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Witness:
    """Hears the parties. `learnt` are levels that agents came to have in the hour."""

    ground: Ground
    callers: Sequence[CallerStory]
    phones: Sequence[PhoneStory]
    called: Sequence[PhoneStory]
    learnt: Mapping[str, Levels] = field(default_factory=dict)

    def tells(self) -> Sightings:
        """Tell what was seen."""
        seen = Sightings(faults=[*self._rung_twice(), *self._rung_too_soon_again()])
        for visit in self.callers:
            rings = [ring for ring in self._rings() if self._visit_of(ring) is visit]
            for ring in rings:
                self._place(visit, ring, seen)
            seen.missed += _went_on(rings)
            seen.called_back += self._called_back(visit, rings)
        strangers = [ring for ring in self._rings() if self._visit_of(ring) is None]
        seen.faults += [f"{_words(ring)}: nobody had called" for ring in strangers]
        return seen

    def _rings(self) -> list[PhoneStory]:
        return sorted(self.phones, key=attrgetter("invited_at"))

    def _by_phone(self) -> Iterator[list[PhoneStory]]:
        ordered = sorted(self.phones, key=attrgetter("phone", "invited_at"))
        return (list(rings) for _, rings in groupby(ordered, key=attrgetter("phone")))

    def _visit_of(self, ring: PhoneStory) -> CallerStory | None:
        before = [v for v in self.callers if v.ani == ring.ani and v.invited_at <= ring.invited_at]
        return max(before, key=attrgetter("invited_at"), default=None)

    # --- what must never be ---------------------------------------------------------------------------
    def _rung_twice(self) -> Iterator[str]:
        for rings in self._by_phone():
            for ring, then in pairwise(rings):
                if ring.ended_at is None or then.invited_at < ring.ended_at:
                    yield f"{_words(then)}: it was at the call before still"

    def _rung_too_soon_again(self) -> Iterator[str]:
        """Who misses a call rests for a while; who misses two in a row is not rung any more."""
        line = next(iter(self.ground.lines.values()))  # all say the same of this
        for rings in self._by_phone():
            for ring, then in pairwise(rings):
                rests = {RUNG_OUT: line.backs_off, BUSY: line.backs_off_busy}.get(ring.final_code)
                if rests is None or ring.ended_at is None or not _is_missed(ring, line):
                    continue
                if then.invited_at + CLOCKS_DIFFER < ring.ended_at + span(rests):
                    yield f"{_words(then)}: it had missed a call at {_clock(ring.ended_at)}"
            for ring, then, later in zip(rings, rings[1:], rings[2:], strict=False):
                if _is_missed(ring, line) and _is_missed(then, line):
                    yield f"{_words(later)}: it had missed two calls in a row"

    # --- why a phone may ring -------------------------------------------------------------------------
    def _place(self, visit: CallerStory, ring: PhoneStory, seen: Sightings) -> None:
        """Say by which rule a phone rang for a call; there must be one."""
        line, waited = self.ground.line_at(visit.dnis), ring.invited_at - visit.invited_at
        step, kept = self._step(line, ring.phone, waited), line.kept_for_last_agent
        if step is not None:
            seen.relaxed += [f"{_words(ring)}: step {step + 1}, after {waited}"] if step else []
        elif kept is not None and waited < span(kept) and self._talked_to_last(visit) == ring.phone:
            seen.sticky.append(f"{_words(ring)}: the one they knew, after {waited}")
        elif self._went_over(line, ring, waited):
            seen.overflowed.append(f"{_words(ring)}: went over, after {waited}")
        else:
            seen.faults.append(f"{_words(ring)}: no rule lets it ring after {waited}")

    def _step(self, line: Line, phone: str, waited: timedelta) -> int | None:
        """Return the step of a line by which somebody may be rung by now."""
        known = (self.ground.levels[phone], self.learnt.get(phone, {}))
        rings = [ring for levels in known if (ring := line.ring_of(levels)) is not None]
        open_ = [ring for ring in rings if waited >= span(line.workflow.steps[ring].after)]
        return min(open_, default=None)

    def _went_over(self, line: Line, ring: PhoneStory, waited: timedelta) -> bool:
        """Say whether the line that callers go over to lets the phone ring."""
        if line.goes_on_after is None or waited < span(line.goes_on_after):
            return False
        return self._step(self.ground.lines[line.goes_on_to], ring.phone, waited) is not None

    def _talked_to_last(self, visit: CallerStory) -> str:
        answered = [ring for ring in self._rings() if ring.ani == visit.ani and ring.answered_at]
        before = [ring.phone for ring in answered if ring.invited_at < visit.invited_at]
        return before[-1] if before else ""

    def _called_back(self, visit: CallerStory, rings: Sequence[PhoneStory]) -> Iterator[str]:
        """The caller was gone, then a phone was answered, then the world was called at their number."""
        for ring in rings:
            if visit.ended_at is None or ring.answered_at is None or ring.invited_at < visit.ended_at:
                continue
            for told in self.called:
                if told.called == visit.ani and told.answered_at and told.invited_at > ring.answered_at:
                    yield f"{_words(ring)}: they were called, and answered at {_clock(told.answered_at)}"


def unlike(made: Iterable[Made], phones: Iterable[PhoneStory]) -> list[str]:
    """Hold offers against rings: each phone rings for its offers, in their order, and for nothing else.

    Of an offer that was withdrawn the phone may not have heard.
    """
    rings = sorted(phones, key=attrgetter("invited_at"))
    left = {phone: [r.ani for r in rings if r.phone == phone] for phone in {r.phone for r in rings}}
    faults = []
    for offer in made:
        rung = left.get(offer.agent, [])
        if rung[:1] == [offer.caller]:
            rung.pop(0)
        elif offer.ended not in ("caller_left", "unreachable"):
            faults.append(f"offer {offer.id} to {offer.agent} for {offer.caller}: the phone has not rung")
    return faults + [f"phone {phone} rang for {rung}: no offer" for phone, rung in left.items() if rung]


def _is_missed(ring: PhoneStory, line: Line) -> bool:
    """Say whether nobody picked up, or refused; a ring that ends early is one that the caller ended."""
    if ring.answered_at is not None or ring.ended_at is None:
        return False
    return ring.final_code == BUSY or ring.ended_at - ring.invited_at + CLOCKS_DIFFER >= span(line.ring)


def _went_on(rings: Sequence[PhoneStory]) -> Iterator[str]:
    """A phone that was not answered, and the other that rang then."""
    for ring, then in pairwise(rings):
        if ring.final_code in (RUNG_OUT, BUSY) and then.phone != ring.phone:
            how = "was busy" if ring.final_code == BUSY else "rang out"
            yield f"{_words(then)}: {ring.phone} {how} at {_clock(ring.ended_at or ring.invited_at)}"


def _words(ring: PhoneStory) -> str:
    return f"{_clock(ring.invited_at)} {ring.phone} rang for {ring.ani}"


def _clock(at: datetime) -> str:
    return at.strftime("%H:%M:%S.%f")[:-3]
