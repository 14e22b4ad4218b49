"""Whatever order the switch tells it in: nobody whom the native queue serves is rung for besides."""

from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.config.sections import SiteFiles
from ctid.model.commands import GetReady, SignOn
from ctid.model.effects import ClearLeg, RingAgent
from ctid.model.ids import AgentId, LegId, OfferId, QueueName
from ctid.model.languages import Language
from ctid.model.reports import (
    CallArrived,
    IvrLeft,
    LegCleared,
    LegDiverted,
    LegHeld,
    LegJoined,
    LegParted,
    PhoneUsed,
    QueueAsked,
    SwitchSeen,
)
from ctid.runtime.sources import read_sources

CALLERS = [LegId(f"sw1:1.{n}") for n in range(3)]
PHONES = {LegId("sw1:9.1"): "1001", LegId("sw1:9.2"): "1002"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SITE = read_sources(SiteFiles()).site

callers, phones, bridges = st.sampled_from(CALLERS), st.sampled_from(list(PHONES)), st.sampled_from("ab")
reports = st.one_of(
    callers.map(LegDiverted),
    callers.map(LegHeld),
    st.builds(LegJoined, callers | phones, bridges),
    st.builds(LegParted, callers | phones, bridges),
    st.builds(LegCleared, callers | phones, st.just(16)),
    phones.map(lambda leg: PhoneUsed(leg, PHONES[leg])),
    st.just(Tick()),
)


def begun() -> tuple[Centre, datetime]:
    """A centre with three who wait and three agents, of whom one has said ready."""
    numbers = count(1)
    centre = Centre(SITE, new_offer_id=lambda: OfferId(f"off_{next(numbers)}"))
    inputs: list[Input] = [SwitchSeen("sw1", (), {agent.phone: True for agent in SITE.agents.values()})]
    inputs += [SignOn(f"on{agent}", agent) for agent in SITE.agents]
    for leg in CALLERS:
        inputs += [
            CallArrived(leg, "", "", "4001", "main"),
            QueueAsked(leg, QueueName("support"), {}, 0, Language.EN),
            IvrLeft(leg, "wait"),
        ]
    now = START
    for item in [*inputs, GetReady("r", AgentId("1002"))]:
        now += timedelta(milliseconds=10)
        centre.handle(item, now=now)
    return centre, now


@given(st.lists(reports, max_size=40))
def test_no_phone_is_rung_for_a_caller_whom_the_switch_serves(told: list[Input]) -> None:
    centre, now = begun()
    diverted: set[LegId] = set()
    rung: dict[LegId, LegId] = {}
    for item in told:
        now += timedelta(seconds=1)
        match item:
            case LegDiverted(leg):
                diverted.add(leg)
            case LegHeld(leg) | LegCleared(leg, _):
                diverted.discard(leg)
            case LegJoined(leg, _):
                diverted.clear()  # whom they met may have got them
        for effect in centre.handle(item, now=now):
            if isinstance(effect, RingAgent):
                rung[effect.leg] = effect.caller
                assert effect.caller not in diverted
            elif isinstance(effect, ClearLeg):
                rung.pop(effect.leg, None)
        assert not diverted & set(rung.values())
