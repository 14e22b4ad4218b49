"""The drills' checker is given doctored ledgers: each kind of lie must be found, and the truth let pass."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.lab.ledgers import check
from ctid.lab.ledgers_books import Books

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def stored(seconds: float) -> str:
    return at(seconds).replace(tzinfo=None).isoformat(" ")


@dataclass(frozen=True)
class Call:
    """A caller's story, or a phone's."""

    ani: str
    invited_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    dnis: str = "4002"
    phone: str = ""
    final_code: int = 200


def cel(ani: str, kind: str, seconds: float, technology: str = "") -> dict[str, str]:
    extra = f'{{"bridge_technology":"{technology}"}}' if technology else ""
    moment = f"{at(seconds).timestamp():.6f}"
    return {
        "eventtype": kind,
        "eventtime": moment,
        "uniqueid": f"u{ani}",
        "linkedid": f"u{ani}",
        "cid_num": ani,
        "extra": extra,
        "channame": f"PJSIP/trunk-{ani}",
    }


def leg(phone: str, ani: str, since: float, until: float) -> tuple[dict[str, str], ...]:
    """A leg to a phone, as Asterisk writes it down: whose it is, is told when it ends."""
    ours = {
        "uniqueid": f"leg {phone} {since}",
        "linkedid": f"leg {phone} {since}",
        "channame": f"PJSIP/{phone}-0a",
    }
    return {**cel("", "CHAN_START", since), **ours}, {**cel(ani, "HANGUP", until), **ours}


# Two callers wait; the older is served by phone 1001 and hears goodbye, the younger by phone 1002.
CALLERS = (
    Call("+1", at(0), at(0.1), at(26), "switch"),
    Call("+2", at(2), at(2.1), at(33), "caller"),
)
RINGS = (
    Call("+1", at(10), at(12), at(24), "phone", phone="1001"),
    Call("+2", at(15), at(17), at(33), "switch", phone="1002"),
)
LEGS = (leg("1001", "+1", 10, 24), leg("1002", "+2", 15, 33))
MEETINGS = (
    cel("+1", "BRIDGE_ENTER", 1, "holding_bridge"),
    cel("+2", "BRIDGE_ENTER", 3, "holding_bridge"),
    cel("+1", "BRIDGE_ENTER", 13, "simple_bridge"),
    cel("+2", "BRIDGE_ENTER", 18, "simple_bridge"),
)
CEL = (*MEETINGS, *LEGS[0], *LEGS[1])


def row(n: int, ended: float) -> dict[str, object]:
    times = {"ended_at": stored(ended), "closed_at": stored(ended + 1)}
    return {"id": f"i{n}", "ani": f"+{n}", "queue": "support", "outcome": "answered", **times}


def place(n: int, seconds: float, number: int = 0) -> dict[str, object]:
    times = {"started_at": stored(seconds), "ended_at": stored(20)}
    return {"interaction": f"i{n}", "n": number, "kind": "queue", **times}


KINDS = ("call.arrived", "call.queued", "call.cleared", "interaction.closed", "interaction.logged")
EVENTS = tuple(
    {"seq": seq, "call_seq": seq, "kind": kind, "interaction": "i1"}
    for seq, kind in enumerate(KINDS, start=1)
)
TRUTH = Books(
    callers=CALLERS,
    rings=RINGS,
    cel=CEL,
    interactions=(row(1, 26), row(2, 33)),
    segments=(place(1, 1), place(2, 3)),
    offers=({"id": "off_1", "ended_at": stored(13)},),
    agents=({"agent": "1001", "state": "ready"},),
    events=EVENTS,
    heard=tuple((event["seq"], event["kind"]) for event in EVENTS),
    now=at(60),
    closing=True,
)


def test_the_truth_passes() -> None:
    assert check(TRUTH) == []


UNHEARD = Call("+1", at(4), at(5), at(8), "switch", phone="1003")  # it answers a frozen switch
TWICE_FROZEN = (Call("+1", at(0), at(0.1), at(41), "switch"), CALLERS[1])


def test_what_a_frozen_switch_did_not_hear_of_is_no_talk() -> None:
    rings = (*RINGS, UNHEARD)
    legs = leg("1003", "+1", 4, 8)
    frozen = replace(TRUTH, rings=rings, cel=(*CEL, *legs), blurred=((at(4.5), at(9)),))
    assert check(frozen) == []
    assert check(replace(frozen, blurred=((at(4.5), at(7)),))) == [
        "phone 1003: talk with +1 cut off at 12:00:08.000"
    ]


def test_a_switch_that_freezes_twice_says_goodbye_the_later() -> None:
    twice = replace(TRUTH, callers=TWICE_FROZEN, interactions=(row(1, 41), row(2, 33)))
    assert check(replace(twice, blurred=((at(25), at(29)), (at(32), at(34))))) == []
    assert "cut off" in check(replace(twice, blurred=((at(25), at(27)),)))[0]


LIES = {
    "cut off": replace(TRUTH, rings=(replace(RINGS[0], ended_by="switch"), RINGS[1])),
    "cut off at": replace(TRUTH, callers=(CALLERS[0], replace(CALLERS[1], ended_by="switch"))),
    "refused with 503": replace(TRUTH, callers=(CALLERS[0], replace(CALLERS[1], final_code=503))),
    "rung for +2 while it had +1": replace(TRUTH, rings=(RINGS[0], replace(RINGS[1], phone="1001"))),
    "phone 1002 rung while phone 1001": replace(
        TRUTH, rings=(RINGS[0], replace(RINGS[0], phone="1002", invited_at=at(11)), RINGS[1])
    ),
    "put into the line 2 times": replace(TRUTH, segments=(*TRUTH.segments, place(1, 9, 1))),
    "the log has another place": replace(TRUTH, segments=(place(1, 5), place(2, 3))),
    "overtaken by +2": replace(TRUTH, cel=(*MEETINGS, *LEGS[0], *leg("1002", "+2", 6, 33))),
    "caller +1: overtaken": replace(
        TRUTH, cel=(*MEETINGS, *LEGS[0], *leg("1009", "+1", 3, 4), *leg("1002", "+2", 6, 33))
    ),
    "not in the call log": replace(TRUTH, interactions=(row(1, 26),), segments=(place(1, 1),)),
    "2 rows": replace(TRUTH, interactions=(*TRUTH.interactions, {**row(2, 33), "id": "i3"})),
    "nobody called": replace(TRUTH, interactions=(*TRUTH.interactions, row(9, 40))),
    "knows no end": replace(TRUTH, interactions=(row(1, 26), {**row(2, 33), "ended_at": None})),
    "has another time": replace(TRUTH, interactions=(row(1, 26), row(2, 36))),
    "says lost": replace(TRUTH, interactions=(row(1, 26), {**row(2, 33), "outcome": "lost"})),
    "but phone 1002 talked": replace(
        TRUTH, interactions=(row(1, 26), {**row(2, 33), "outcome": "abandoned_in_queue"})
    ),
    "but no agent ever did": replace(TRUTH, cel=(*MEETINGS[:3], *LEGS[0], *LEGS[1])),
    "interaction.closed more than once": replace(
        TRUTH, events=(*EVENTS, {**EVENTS[3], "seq": 6, "call_seq": 6}), heard=()
    ),
    "not numbered": replace(TRUTH, events=(*EVENTS[:-1], {**EVENTS[-1], "call_seq": 9})),
    "event stream: 5 came after 3": replace(TRUTH, heard=(*TRUTH.heard[:3], TRUTH.heard[4])),
    "event stream: 3 came after 3": replace(TRUTH, heard=(*TRUTH.heard[:3], *TRUTH.heard[2:])),
    "was told, the log has": replace(TRUTH, events=EVENTS[:-1]),
    "was the last told": replace(TRUTH, heard=TRUTH.heard[:-1]),
    "not closed": replace(TRUTH, interactions=(row(1, 26), {**row(2, 33), "closed_at": None})),
    "offer still open": replace(TRUTH, offers=({"id": "off_1", "ended_at": None},)),
    "has no end": replace(TRUTH, segments=({**place(1, 1), "ended_at": None}, place(2, 3))),
    "still talking": replace(TRUTH, agents=({"agent": "1001", "state": "talking"},)),
}


@pytest.mark.parametrize("said", LIES)
def test_every_lie_is_found(said: str) -> None:
    found = check(LIES[said])
    assert any(said in line for line in found), found


def test_what_died_with_the_switch_is_held_against_nobody() -> None:
    cut = replace(RINGS[0], ended_by="switch")
    assert check(replace(LIES["cut off"], rings=(cut, RINGS[1]), excused=((at(23), at(27)),))) == []


def test_what_has_just_happened_is_not_judged_yet() -> None:
    young = replace(LIES["cut off at"], now=at(34), closing=False)
    assert check(young) == []


def test_a_place_that_was_lost_for_a_moment_is_not_an_overtaking() -> None:
    assert check(replace(TRUTH, cel=(*MEETINGS, *LEGS[0], *leg("1002", "+2", 9.2, 33)))) == []


# --- phones that are dead -----------------------------------------------------------------------------
EARLY = leg("1002", "+2", 6, 33)
DEAD = leg("1009", "+1", 4, 9)  # a phone that says nothing of it


def test_who_is_offered_to_a_dead_phone_is_not_overtaken_meanwhile() -> None:
    assert check(replace(TRUTH, cel=(*MEETINGS, *LEGS[0], *DEAD, *EARLY))) == []


def test_nobody_is_said_to_be_overtaken_before_it_is_told_for_whom_a_phone_is_rung() -> None:
    rung = replace(TRUTH, cel=(*MEETINGS[:2], DEAD[0], EARLY[0], EARLY[1]), now=at(10), closing=False)
    assert not any("overtaken" in line for line in check(rung))
    late = replace(rung, now=at(17))
    assert any("overtaken" in line for line in check(late))


ECHO = Call("+2", at(20), None, at(20.1), "switch", phone="1003")


def test_a_call_withdrawn_while_the_phone_was_gone_may_ring_there_once_more() -> None:
    assert check(replace(TRUTH, rings=(*RINGS, ECHO), cel=(*CEL, *leg("1003", "+2", 11, 13)))) == []


def test_it_may_do_so_in_the_middle_of_the_call_that_came_after() -> None:
    again = replace(ECHO, phone="1002")
    assert check(replace(TRUTH, rings=(*RINGS, again), cel=(*CEL, *leg("1002", "+2", 11, 13)))) == []


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(leg("1003", "+2", 19.9, 20.1), id="its leg is up"),
        pytest.param((), id="there was no leg"),
        pytest.param(leg("1003", "+1", 8, 9), id="the leg was another caller's"),
    ],
)
def test_any_other_second_ring_is_found(told: tuple[dict[str, str], ...]) -> None:
    found = check(replace(TRUTH, rings=(*RINGS, ECHO), cel=(*CEL, *told)))
    assert "caller +2: phone 1003 rung while phone 1002 had the call" in found
