"""The book, which sees a few leads at a time, chooses as one would who sees the whole list at once."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.dialer.selection import lane_stock, shelf
from ctid.dialer.selection.book import LeadBook
from ctid.dialer.selection.filters import fits
from ctid.dialer.selection.terms import Candidate
from ctid.dialer.selection.turns import Turns
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.campaigns import Campaign
from ctid.model.ids import AgentId
from ctid.model.lead_queries import Lane
from ctid.model.leads import Lead, LeadNumber, LeadState
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from lead_world import PretendStore, lane_of, read_all

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AGENTS = [AgentId("1001"), AgentId("1002")]
CAMPAIGN = Campaign(
    "spring", Text("Spring", "春"), Mode.PROGRESSIVE, "us", {"a": 3, "b": 1}, {"": "+12125550100"}, "Seller",
    max_attempts=4,
    only={"city": ("Here", "There")},
)  # fmt: skip


@dataclass
class Whole:
    """The same rules, over the whole list, with nothing but sorting."""

    store: PretendStore
    lists: Turns[str] = field(default_factory=lambda: Turns(CAMPAIGN.lists))
    closed: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sizes: dict[Lane, int] = {}
        for lead in self.store.leads.values():
            self.sizes[lane_of(lead)] = self.sizes.get(lane_of(lead), 0) + 1
        self.lanes: dict[tuple[str, int], Turns[Lane]] = {}

    def next(self, now: datetime, free: set[AgentId], out: set[str]) -> str | None:
        can = [
            one
            for one in self.store.leads.values()
            if one.state is LeadState.OPEN and one.id not in out and fits(one, CAMPAIGN.only)
            and (one.due_at is None or one.due_at <= now) and self.closed.get(one.zone, now) <= now
        ]  # fmt: skip
        back = [one for one in can if one.callback and _may(one, now, free)]
        if back:
            return min(back, key=lambda one: (one.due_at, one.id)).id
        plain = [one for one in can if not one.callback]
        if not plain:
            return None
        name = self.lists.take({one.list for one in plain})
        mine = [one for one in plain if one.list == name]
        best = max(one.priority for one in mine)
        turns = self.lanes.setdefault((name, best), Turns(self.sizes))
        lane = turns.take({lane_of(one) for one in mine if one.priority == best})
        line = [one for one in mine if lane_of(one) == lane]
        return min(line, key=lambda one: (one.due_at is None, one.due_at or now, one.id)).id


def _may(lead: Lead, now: datetime, free: set[AgentId]) -> bool:
    own = lead.callback_agent
    return own is None or own in free or lead.due_at <= now - shelf.OWN_AGENT_FOR  # type: ignore[operator]


minutes = st.integers(0, 40)


@st.composite
def lists(draw: st.DrawFn) -> list[Lead]:
    """Leads of two lists that came in three imports, some to be called again or back."""
    leads = []
    for row in range(draw(st.integers(0, 40))):
        batch = draw(st.sampled_from([1, 2, 3]))
        again = draw(st.none() | minutes)
        back = again is not None and draw(st.booleans())
        leads.append(
            Lead(
                f"lead_{batch}-{row:08d}", "b" if batch == 3 else "a",
                (LeadNumber(f"+1212555{row:04d}"), LeadNumber(f"+1718555{row:04d}")),
                priority=draw(st.sampled_from([0, 0, 5])), batch=batch,
                zone=draw(st.sampled_from(["East", "West", "Far"])),
                due_at=None if again is None else START + again * MINUTE, callback=back,
                callback_agent=draw(st.none() | st.sampled_from(AGENTS)) if back else None,
                facts={"city": draw(st.sampled_from(["Here", "There", "There", "Elsewhere"]))},
            )
        )  # fmt: skip
    return leads


class Move:
    """What may happen next, by a number drawn."""

    DIAL, REFUSE, CLOSE, UNUSED, WAIT, END, BACK = range(7)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(lists(), st.lists(st.tuples(st.integers(0, 6), minutes, st.integers(0, 99)), max_size=120), st.data())
def test_the_next_lead_is_that_of_one_who_sees_them_all(
    leads: list[Lead], moves: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "HELD", data.draw(st.sampled_from([2, 8, 4096])))
        patch.setattr(shelf, "FEW", data.draw(st.sampled_from([4, 8])))
        patch.setattr(lane_stock, "AHEAD", data.draw(st.sampled_from([MINUTE, 5 * MINUTE])))
        play(leads, moves)


def play(leads: list[Lead], moves: list[tuple[int, int, int]]) -> None:
    store, book, now = PretendStore(leads), LeadBook(), START
    whole = Whole(store)
    book.open(CAMPAIGN, store.batches())
    calling: list[tuple[Candidate, Lead]] = []
    for move, wait, chance in moves:
        free = set(AGENTS[: chance % 3])
        if move == Move.WAIT:
            now += wait * MINUTE
            continue
        if move in (Move.END, Move.BACK) and calling:
            candidate, lead = calling.pop(chance % len(calling))
            outcome = list(AttemptOutcome)[chance % len(AttemptOutcome)]
            lead = book.ended(CAMPAIGN, lead, candidate.number, outcome, now)
            if move == Move.BACK:
                agent = AGENTS[0] if chance % 2 else None
                lead = book.asked_back("spring", lead, now + wait * MINUTE, agent, now)
            store.keep(lead)
            continue
        read_all(book, store, now)
        found = book.next("spring", now, free)
        expected = whole.next(now, free, {candidate.lead.id for candidate, _ in calling})
        assert (found.lead.id if isinstance(found, Candidate) else None) == expected
        if isinstance(found, Candidate):
            _go_on(book, store, whole, found, (move, now, wait), calling)


def _go_on(book, store, whole, found, drawn, calling) -> None:  # type: ignore[no-untyped-def]
    move, now, wait = drawn
    assert not found.lead.numbers[0].dead or found.number == found.lead.numbers[1].number
    if move == Move.REFUSE:
        until = now + wait * MINUTE if wait else None
        store.keep(book.refused(found, Reason("x"), until, now))
    elif move == Move.CLOSE and not found.lead.callback:
        whole.closed[found.lead.zone] = now + wait * MINUTE
        book.zone_refused(found, now + wait * MINUTE, now)
    elif move == Move.UNUSED:
        book.unused(found, now)
    else:
        lead = book.dialled(found)
        store.keep(lead)
        calling.append((found, lead))


def test_lists_are_mixed_by_their_shares() -> None:
    leads = [
        Lead(
            f"lead_{batch}-{row:08d}",
            name,
            (LeadNumber("+12125550123"),),
            batch=batch,
            facts={"city": "Here"},
        )
        for batch, name in ((1, "a"), (3, "b"))
        for row in range(100)
    ]
    store, book = PretendStore(leads), LeadBook()
    book.open(replace(CAMPAIGN), store.batches())
    read_all(book, store, START)
    taken = [book.next("spring", START) for _ in range(40)]
    assert [one.lead.list for one in taken].count("a") == 30
