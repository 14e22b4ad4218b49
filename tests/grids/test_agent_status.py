"""Every status of an agent with every move: what they asked to be after a call holds, and misses count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from ctid.acd.agent import ASKED, AgentMove, advance
from ctid.acd.status import BY_ITSELF, moved
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.reasons import Reason

A, M = AgentState, AgentMove
T0 = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOW = T0 + timedelta(seconds=30)
WHY = Reason("why")
LUNCH, OFF = Reason("not_ready", {"reason": "lunch"}), Reason("signed_off")
BUSY = (A.RESERVED, A.TALKING)
OVER = {*BY_ITSELF, M.MISS}
STATUSES = [
    AgentStatus("1001", state, T0, Reason("before"), idle, until=until, missed=missed, then=then)
    for state, idle, until, missed, then in product(A, (None, T0), (None, NOW), (0, 2), (None, LUNCH, OFF))
    if then is None or state in (*BUSY, A.WRAP_UP)
]
PAIRS = list(product(STATUSES, M))


def made() -> list[tuple[AgentStatus, AgentMove, AgentStatus]]:
    """Every move that has a place in its status."""
    tried = [(before, move, moved(before, move, WHY, NOW)) for before, move in PAIRS]
    return [(before, move, after) for before, move, after in tried if after is not None]


def test_an_agent_moves_as_the_table_says_unless_they_asked_for_something_else() -> None:
    for before, move, after in made():
        table = advance(before.state, move)
        assert table is not None
        assert after.state is (before.then_state if before.then and move in OVER else table)


def test_nobody_is_ready_by_themselves_who_asked_not_to_be() -> None:
    freed = [(b, a) for b, move, a in made() if move in BY_ITSELF and a.state is A.READY]
    assert freed
    assert all(before.then is None for before, _ in freed)


def test_what_was_asked_for_holds_once_the_work_is_over_and_says_its_own_reason() -> None:
    held = [(before, after) for before, move, after in made() if before.then and move in OVER]
    assert {before.then_state for before, _ in held} == {A.NOT_READY, A.SIGNED_OFF}
    for before, after in held:
        assert (after.state, after.reason, after.then) == (before.then_state, before.then, None)


def test_only_somebody_busy_has_something_to_come() -> None:
    assert {after.state for _, _, after in made() if after.then is not None} == {*BUSY, A.WRAP_UP}


def test_who_is_busy_keeps_all_but_what_they_ask_for() -> None:
    for before, move, after in made():
        if before.state in BUSY and move in ASKED:
            asked = None if move is M.SAY_READY else WHY
            assert after == replace(before, then=asked)


def test_a_back_off_ends_only_where_there_is_one() -> None:
    ended = [before for before, move, _ in made() if move is M.BACK_OFF_OVER]
    assert ended
    assert all(before.backs_off for before in ended)


def test_misses_are_counted_until_an_answer_or_the_agents_word() -> None:
    for before, move, after in made():
        waits = before.state in BUSY and move in ASKED
        expected = before.missed + (move is M.MISS)
        if move is M.CONNECT or (move is M.SAY_READY and not waits):
            expected = 0
        assert after.missed == expected


def test_an_offer_given_back_keeps_the_turn_and_a_missed_one_loses_it() -> None:
    for before, move, after in made():
        if before.state is A.RESERVED and before.then is None:
            if move is M.RELEASE:
                assert after.idle_since == before.idle_since
            if move is M.MISS:
                assert after.idle_since is None
