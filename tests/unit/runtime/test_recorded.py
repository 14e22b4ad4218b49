"""A recorded day played again: on the site of then as it was, and on a changed one."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.metrics.figures import Figures
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId, QueueName
from ctid.model.interactions import Interaction, Outcome, Segment, SegmentKind
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.model.reports import QueueAsked
from ctid.runtime.beside import stretch_of
from ctid.runtime.recorded import Again, Record, shifts_of
from ctid.runtime.rehearsal import over_days, play
from ctid.sim.day import Day
from ctid.sim.models import ONE, lively, one_queue
from ctid.sim.plan import Callers, Plan

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AMY = AgentId("1001")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def state(when: float, state: str, agent: AgentId = AMY) -> Event:
    return Event(EventKind.AGENT_CHANGED, at(when), agent=agent, facts={"state": state})


@pytest.fixture(scope="module")
def record() -> Record:
    """Two hours of seven agents with too much to do, as the log tells of it."""
    plan = lively(Plan(one_queue(7), 2.0, START, Callers(calls=260)), handle=200, patience=90)
    events: list[Event] = []
    asked: dict = {}

    def watch(now, item, said) -> None:
        events.extend(one for one in said if isinstance(one, Event) and one.kind is EventKind.AGENT_CHANGED)
        if isinstance(item, QueueAsked):
            asked[InteractionId(item.leg), item.queue] = item

    played = Day(plan, random.Random(5), watch=watch).play()
    return Record(START, plan.end, played.records, asked, shifts_of(events, START, plan.end))


def again(record: Record, agents: int) -> dict[str, float]:
    days: list[Figures] = [play(Again(record, one_queue(agents)), seed).whole for seed in range(3)]
    return {name: it.mean for name, it in over_days(days).items()}


@pytest.mark.slow
def test_the_same_site_comes_to_what_happened(record: Record) -> None:
    happened, same = record.figures(), again(record, 7)
    assert same["offered"] == happened.offered
    assert happened.service_level is not None
    assert happened.abandonment is not None
    assert happened.occupancy is not None
    assert same["service_level"] == pytest.approx(happened.service_level, abs=0.12)
    assert same["abandonment"] == pytest.approx(happened.abandonment, abs=0.08)
    assert same["occupancy"] == pytest.approx(happened.occupancy, abs=0.08)
    assert same["aht"] == pytest.approx(happened.aht, rel=0.12)


@pytest.mark.slow
def test_more_agents_answer_sooner_and_are_less_busy(record: Record) -> None:
    same, more = again(record, 7), again(record, 10)
    assert more["service_level"] > same["service_level"] + 0.1
    assert more["asa"] < same["asa"]
    assert more["abandonment"] < same["abandonment"]
    assert more["occupancy"] < same["occupancy"] - 0.05


def test_callers_come_when_they_came_and_ask_for_what_they_asked_for() -> None:
    caller = Interaction(
        InteractionId("sw1:1.1"), "1", "2", START,
        answered_at=at(20), ended_at=at(60), outcome=Outcome.ANSWERED,
        segments=(
            Segment(SegmentKind.QUEUE, at(5), at(20), queue=ONE),
            Segment(SegmentKind.RING, at(10), at(17), detail="no_answer"),
            Segment(SegmentKind.TALK, at(20), at(60)),
            Segment(SegmentKind.ACW, at(60), at(75)),
        ),
    )  # fmt: skip
    ask = QueueAsked(caller.id, ONE, {"calls": 2}, 3, Language.ZH)
    shifts = {AMY: ((at(0), at(100)),)}
    plan = Again(Record(START, at(3600), [caller], {(caller.id, ONE): ask}, shifts), one_queue(2)).plan()
    [arrival] = plan.callers.recorded
    assert arrival.at == at(5)
    assert (arrival.demand.requires, arrival.demand.priority) == ({"calls": 2}, 3)
    assert arrival.demand.language is Language.ZH
    assert arrival.talk.draw(random.Random(1)) == timedelta(seconds=40)
    assert plan.agents.wrap_up.draw(random.Random(1)) == timedelta(seconds=15)
    assert plan.agents.shifts == {AMY: ((at(0), at(100)),), AgentId("1002"): ((at(0), at(100)),)}


def test_without_what_was_asked_the_queue_alone_is_asked_for() -> None:
    line = Segment(SegmentKind.QUEUE, at(5), at(20), queue=QueueName("gone"))
    caller = Interaction(InteractionId("sw1:1.1"), "1", "2", START, ended_at=at(20), segments=(line,))
    [arrival] = Again(Record(START, at(3600), [caller]), one_queue(1)).plan().callers.recorded
    assert (arrival.demand.queue, arrival.demand.requires) == ("gone", {})


def test_agents_are_at_work_between_ready_and_not_ready() -> None:
    changes = [
        state(-50, "ready"), state(-40, "not_ready"), state(-30, "ready"),
        state(10, "reserved"), state(20, "talking"), state(90, "wrap_up"), state(100, "not_ready"),
        state(150, "ready"), state(160, "signed_off"), state(300, "ready"),
    ]  # fmt: skip
    assert shifts_of(changes, START, at(400)) == {
        AMY: ((START, at(100)), (at(150), at(160)), (at(300), at(400)))
    }
    assert shifts_of([state(-50, "ready"), state(-40, "signed_off")], START, at(400)) == {}


@pytest.mark.parametrize(
    ("said", "start", "hours"),
    [
        ("yesterday", START - timedelta(hours=32), 24),
        ("2026-11-01", START - timedelta(days=22, hours=8), 24),
        ("2026-11-01..2026-11-03", START - timedelta(days=22, hours=8), 72),
        ("today", START - timedelta(hours=8), 8),
    ],
)
def test_a_stretch_is_of_whole_days_up_to_now(said: str, start: datetime, hours: float) -> None:
    assert stretch_of(said, START) == (start, start + timedelta(hours=hours))


@pytest.mark.parametrize("said", ["", "soon", "2026-11-03..2026-11-01", "2026-13-01", ".."])
def test_what_is_no_stretch_is_refused(said: str) -> None:
    with pytest.raises(Mistaken, match="R121"):
        stretch_of(said, START)


def test_a_site_of_other_agents_is_played_by_those_it_has(record: Record) -> None:
    site = one_queue(3)
    others = {AgentId(f"9{id}"): replace(agent, id=AgentId(f"9{id}")) for id, agent in site.agents.items()}
    day = play(Again(record, replace(site, agents=others)), 1)
    assert day.stuck == ()
    assert day.whole.answered > 0
