"""Whatever is heard, in whatever order, and whenever the daemon dies: no number is asked for twice."""

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctid.model.agents import AgentStatus
from ctid.model.attempt_effects import PlaceAttempt, StandBy
from ctid.model.attempts import Attempt, AttemptState
from ctid.model.effects import Keep
from ctid.model.ids import AgentId, LegId
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.leads import Lead
from ctid.model.reasons import Reason
from ctid.model.reports import (
    AttemptUnanswered,
    LegAlerting,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    Receipt,
    ReceiptRead,
    Remembered,
    SeenLeg,
    Sign,
    SwitchLost,
    SwitchSeen,
)
from dialing_stage import Floor

OVER = (AttemptState.ENDED, AttemptState.UNKNOWN)
RECEIPTS = (None, Receipt("sent"), Receipt("answered", leg="sw1:9.9"), Receipt("ended", dial="BUSY", sip=486))
STEPS = (
    *Sign, "dial", "dial", "agent", "rings", "unanswered", "cleared", "joined", "lost", "failed", "look",
    "time", "receipt", "talks", "stands", "crash", "crash",
)  # fmt: skip


def step(floor: Floor, what: str, n: int) -> None:
    stage, placed = floor.stage, floor.stage.all(PlaceAttempt)
    if what == "dial":
        floor.dials(1 + n % 2)
    elif what == "agent":
        stage.ready(f"100{1 + n % 2}")
    elif what == "stands":
        stage.happens(*(LegHeld(it.leg) for it in stage.all(StandBy)))
    elif what == "time":
        stage.passes(1.0 + 5 * n)
    elif what == "lost":
        stage.happens(SwitchLost("sw1", "gone"))
    elif what == "look":
        stage.happens(SwitchSeen("sw1", (), {"1001": True, "1002": True}))
    elif what == "crash":
        crash(floor)
    elif placed and what == "talks":
        talks(floor, placed[n % len(placed)], f"100{1 + n % 2}")
    elif placed:
        of_attempt(floor, placed[n % len(placed)], what, n)


def of_attempt(floor: Floor, one: PlaceAttempt, what: str, n: int) -> None:
    leg = floor.leg(one)
    reports = {
        "rings": LegAlerting(leg),
        "unanswered": AttemptUnanswered(one.line, "BUSY", 17, 486),
        "cleared": LegCleared(leg, 16),
        "joined": LegJoined(leg, "b1"),
        "failed": LegFailed(one.line, Reason(("switch_lost", "failed", "not_written")[n % 3])),
        "receipt": ReceiptRead(one.line, RECEIPTS[n % 4], timedelta(hours=n % 2)),
    }
    if what in reports:
        floor.stage.happens(reports[what])
    else:
        floor.told(one, Sign(what))


def crash(floor: Floor) -> None:
    """What was kept is known to the next daemon, and nothing else."""
    kept: dict[type, dict[str, Any]] = defaultdict(dict)
    for it in floor.stage.all(Keep):
        name = it.record.agent if isinstance(it.record, AgentStatus) else it.record.id
        kept[type(it.record)][str(name)] = it.record
    floor.starts()
    floor.stage.happens(
        Remembered(
            tuple(kept[AgentStatus].values()),
            tuple(it for it in kept[Interaction].values() if it.closed_at is None),
            tuple(it for it in kept[OfferRecord].values() if it.ended_at is None),
            attempts=tuple(it for it in kept[Attempt].values() if it.state not in OVER),
            leads=tuple(kept[Lead].values()),
        )
    )


def talks(floor: Floor, one: PlaceAttempt, agent: str) -> None:
    """The switch shows that a person is with an agent who stands by."""
    person, leg = floor.leg(one), LegId(f"sw1:stand_{agent}")
    floor.stage.happens(
        SwitchSeen(
            "sw1",
            (
                SeenLeg(person, caller=True, answered=True, peers=(leg,)),
                SeenLeg(leg, answered=True, peers=(person,), agent=AgentId(agent), toward=person),
            ),
            {"1001": True, "1002": True},
        )
    )


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), max_size=30))
def test_no_number_is_asked_for_twice_and_what_has_ended_stays_so(stage, script) -> None:
    stage.said.clear()
    floor = Floor(stage)
    for what, n in script:
        step(floor, what, n)
    numbers = Counter(it.number for it in stage.all(PlaceAttempt))
    assert set(numbers.values()) <= {1}
    ended: set[str] = set()
    for record in (it.record for it in stage.all(Keep) if isinstance(it.record, Attempt)):
        assert record.id not in ended
        assert (record.outcome is not None) == (record.ended_at is not None) == (record.state in OVER)
        if record.state in OVER:
            ended.add(record.id)
