"""Every pair of state and move is either in the table or known to change nothing."""

from enum import Enum

import pytest

from ctid.acd import agent, callback, item, offer
from ctid.acd.agent import ASKED, AgentMove
from ctid.acd.callback import CallbackMove
from ctid.acd.item import ItemMove
from ctid.acd.offer import OfferMove
from ctid.calls import phase
from ctid.calls.phase import CallMove, CallPhase
from ctid.dialer import attempt, campaign
from ctid.dialer.attempt import AttemptMove
from ctid.dialer.campaign import CampaignMove
from ctid.model import messages
from ctid.model.agents import AgentState
from ctid.model.attempts import AttemptState
from ctid.model.callbacks import ENDED, CallbackState
from ctid.model.campaigns import CampaignState
from ctid.model.interactions import OfferState
from ctid.model.messages import MessageMove, MessageState
from ctid.model.work_items import ItemState

A, M = AgentState, AgentMove

REFUSED = {  # what an agent may not ask for, by state
    A.SIGNED_OFF: {M.SIGN_OFF, M.SAY_READY, M.SAY_NOT_READY},
    A.NOT_READY: {M.SIGN_ON},
    A.READY: {M.SIGN_ON},
    A.RESERVED: {M.SIGN_ON},
    A.TALKING: {M.SIGN_ON},
    A.WRAP_UP: {M.SIGN_ON},
}
OVER = {M.BACK_OFF_OVER, M.WRAP_UP_OVER, M.REST, M.LEAVE}
IGNORED = {  # what machines may report too late or twice
    A.SIGNED_OFF: {M.RESERVE, M.DIAL, M.RELEASE, M.MISS, M.PART, M.PHONE_LOST} | OVER,
    A.NOT_READY: {M.RESERVE, M.RELEASE, M.MISS, M.PART, M.PHONE_LOST, M.WRAP_UP_OVER, M.LEAVE},
    A.READY: {M.RELEASE, M.PART} | OVER,
    A.RESERVED: {M.RESERVE, M.FOUND, M.DIAL, M.PART, M.PHONE_LOST, M.BACK_OFF_OVER, M.WRAP_UP_OVER},
    A.TALKING: {M.RESERVE, M.FOUND, M.DIAL, M.RELEASE, M.MISS, M.CONNECT, M.PHONE_LOST} | OVER,
    A.WRAP_UP: {M.RESERVE, M.DIAL, M.RELEASE, M.MISS, M.PART, M.PHONE_LOST, M.BACK_OFF_OVER},
}


@pytest.mark.parametrize("state", AgentState)
@pytest.mark.parametrize("move", AgentMove)
def test_every_move_of_an_agent_is_made_refused_or_ignored(state: AgentState, move: AgentMove) -> None:
    expected_none = move in REFUSED[state] or move in IGNORED[state]
    assert (agent.advance(state, move) is None) is expected_none
    assert (move in REFUSED[state]) <= (move in ASKED)
    assert not (move in IGNORED[state] and move in ASKED)


def test_only_a_ready_agent_can_be_reserved() -> None:
    assert [s for s in AgentState if agent.advance(s, AgentMove.RESERVE)] == [AgentState.READY]


def test_a_phone_never_makes_an_agent_ready() -> None:
    assert {agent.advance(s, AgentMove.PHONE_LOST) for s in AgentState} == {None, AgentState.NOT_READY}


@pytest.mark.parametrize("state", [s for s in OfferState if s not in offer.OPEN])
@pytest.mark.parametrize("move", OfferMove)
def test_an_ended_offer_is_fenced_off(state: OfferState, move: OfferMove) -> None:
    assert offer.advance(state, move) is None


@pytest.mark.parametrize("state", sorted(offer.OPEN))
def test_an_open_offer_can_end_in_every_way(state: OfferState) -> None:
    for move in OfferMove:
        after = offer.advance(state, move)
        assert (after is None) == (state is OfferState.RINGING and move is OfferMove.POPPED)


@pytest.mark.parametrize("move", CallMove)
def test_a_caller_who_is_gone_stays_gone(move: CallMove) -> None:
    assert phase.advance(CallPhase.GONE, move) is None


PROMISE = {CallMove.PROMISE}  # only of a caller who waits
ASKING = {
    CallMove.CONSULT,
    CallMove.CONFER,
} | PROMISE  # only of a caller who is held, or about whom somebody is asked
NOTHING = {
    CallPhase.DIALLING: {CallMove.ASK, CallMove.WAIT, CallMove.LEAVE, CallMove.HOLD, CallMove.PART} | ASKING,
    CallPhase.IVR: {CallMove.HOLD, CallMove.PART} | ASKING,
    CallPhase.LEAVING: {CallMove.LEAVE, CallMove.CONNECT, CallMove.HOLD, CallMove.PART} | ASKING,
    CallPhase.WAITING: {CallMove.WAIT, CallMove.HOLD, CallMove.PART} | ASKING - PROMISE,
    CallPhase.AWAY: {CallMove.ASK, CallMove.LEAVE, CallMove.HOLD, CallMove.PART} | ASKING,
    CallPhase.TALKING: {CallMove.ASK, CallMove.WAIT, CallMove.LEAVE, CallMove.CONNECT} | ASKING,
    CallPhase.HELD: {CallMove.ASK, CallMove.LEAVE, CallMove.HOLD, CallMove.CONFER} | PROMISE,
    CallPhase.CONSULTING: {CallMove.ASK, CallMove.LEAVE, CallMove.CONSULT} | PROMISE,
    CallPhase.CONFERENCE: {CallMove.ASK, CallMove.WAIT, CallMove.LEAVE, CallMove.HOLD} | ASKING,
    CallPhase.AFTER: {CallMove.HOLD, CallMove.PART} | ASKING,
    CallPhase.GONE: set(CallMove),
}


@pytest.mark.parametrize("state", CallPhase)
@pytest.mark.parametrize("move", CallMove)
def test_every_move_of_a_caller_is_made_or_changes_nothing(state: CallPhase, move: CallMove) -> None:
    assert (phase.advance(state, move) is None) is (move in NOTHING[state])


@pytest.mark.parametrize(
    ("states", "moves", "table"),
    [
        (AgentState, AgentMove, agent.TRANSITIONS),
        (OfferState, OfferMove, offer.TRANSITIONS),
        (CallPhase, CallMove, phase.TRANSITIONS),
        (MessageState, MessageMove, messages.TRANSITIONS),
        (CallbackState, CallbackMove, callback.TRANSITIONS),
        (ItemState, ItemMove, item.TRANSITIONS),
    ],
)
def test_every_state_can_be_reached(states: type[Enum], moves: type[Enum], table: dict) -> None:
    reached, grown = {s for s in states if s in (*list(states)[:1], CallPhase.IVR)}, True
    while grown:
        new = {table[s, m] for s in reached for m in moves if (s, m) in table} - reached
        reached |= new
        grown = bool(new)
    assert reached == set(states)


MESSAGE_REFUSED = {  # what nobody may do with a message, by state
    MessageState.NEW: {MessageMove.REOPEN},
    MessageState.ASSIGNED: {MessageMove.REOPEN},
    MessageState.CLOSED: {MessageMove.ASSIGN, MessageMove.CLOSE},
}


@pytest.mark.parametrize("state", MessageState)
@pytest.mark.parametrize("move", MessageMove)
def test_every_move_of_a_message_is_made_or_refused(state: MessageState, move: MessageMove) -> None:
    assert (messages.advance(state, move) is None) is (move in MESSAGE_REFUSED[state])


ATTEMPT = {CallbackMove.REST, CallbackMove.GIVE_UP, CallbackMove.LOSE}  # what only an attempt can come to
CALLBACK_NOTHING = {
    CallbackState.WAITING: {CallbackMove.WAIT} | ATTEMPT,
    CallbackState.DIALLING: {CallbackMove.DIAL, CallbackMove.EXPIRE, CallbackMove.CANCEL},
    CallbackState.RESTING: {CallbackMove.DIAL} | ATTEMPT,
    CallbackState.UNKNOWN: {CallbackMove.DIAL, CallbackMove.WAIT} | ATTEMPT,
    **{state: set(CallbackMove) for state in ENDED},
}


@pytest.mark.parametrize("state", CallbackState)
@pytest.mark.parametrize("move", CallbackMove)
def test_every_move_of_a_call_back_is_made_or_changes_nothing(
    state: CallbackState, move: CallbackMove
) -> None:
    assert (callback.advance(state, move) is None) is (move in CALLBACK_NOTHING[state])


def test_what_nobody_knows_is_never_dialled_again() -> None:
    assert {m: s for (b, m), s in callback.TRANSITIONS.items() if b is CallbackState.UNKNOWN} == {
        CallbackMove.REACH: CallbackState.REACHED,
        CallbackMove.EXPIRE: CallbackState.EXPIRED,
        CallbackMove.CANCEL: CallbackState.CANCELLED,
    }


ITEM_NOTHING = {
    ItemState.WAITING: {ItemMove.ACCEPT, ItemMove.GIVE_BACK, ItemMove.FINISH, ItemMove.CLOSE},
    ItemState.OFFERED: {ItemMove.OFFER, ItemMove.FINISH, ItemMove.WITHDRAW, ItemMove.CLOSE},
    ItemState.OPEN: {ItemMove.OFFER, ItemMove.ACCEPT, ItemMove.CLOSE},
    ItemState.WRAP_UP: set(ItemMove) - {ItemMove.CLOSE},
    ItemState.CLOSED: set(ItemMove),
}


@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("move", ItemMove)
def test_every_move_of_an_item_is_made_or_changes_nothing(state: ItemState, move: ItemMove) -> None:
    assert (item.advance(state, move) is None) is (move in ITEM_NOTHING[state])


NOT_MOVED = {  # what has no place in a campaign's state
    CampaignState.STOPPED: {
        CampaignMove.PAUSE, CampaignMove.STOP, CampaignMove.HOLD, CampaignMove.RELEASE,
    },
    CampaignState.RUNNING: {CampaignMove.START, CampaignMove.RELEASE},
    CampaignState.PAUSED: {CampaignMove.PAUSE, CampaignMove.HOLD, CampaignMove.RELEASE},
    CampaignState.HELD: {CampaignMove.START, CampaignMove.HOLD},
}  # fmt: skip


@pytest.mark.parametrize("state", CampaignState)
@pytest.mark.parametrize("move", CampaignMove)
def test_every_move_of_a_campaign_is_made_or_has_no_place(state: CampaignState, move: CampaignMove) -> None:
    assert (campaign.advance(state, move) is None) is (move in NOT_MOVED[state])


def test_a_campaign_that_was_stopped_or_paused_runs_again_by_a_persons_word_only() -> None:
    for state in (CampaignState.STOPPED, CampaignState.PAUSED):
        to_run = [m for m in CampaignMove if campaign.advance(state, m) is CampaignState.RUNNING]
        assert to_run == [CampaignMove.START]


@pytest.mark.parametrize("state", [s for s in CampaignState if s is not CampaignState.STOPPED])
def test_a_campaign_can_be_stopped_whatever_it_is_doing(state: CampaignState) -> None:
    assert campaign.advance(state, CampaignMove.STOP) is CampaignState.STOPPED


FORWARD = [AttemptMove.DIAL, AttemptMove.RING, AttemptMove.ANSWER, AttemptMove.WAIT, AttemptMove.PLAY]
REACHED = [state for state in AttemptState if state not in (AttemptState.ENDED, AttemptState.UNKNOWN)]


@pytest.mark.parametrize("move", AttemptMove)
def test_an_attempt_that_has_ended_stays_so(move: AttemptMove) -> None:
    assert attempt.advance(AttemptState.ENDED, move) is None


@pytest.mark.parametrize("state", [state for state in AttemptState if state is not AttemptState.ENDED])
def test_every_attempt_can_end_and_only_one_under_way_can_be_lost(state: AttemptState) -> None:
    assert attempt.advance(state, AttemptMove.END) is AttemptState.ENDED
    lost = attempt.advance(state, AttemptMove.LOSE)
    assert lost is (None if state is AttemptState.UNKNOWN else AttemptState.UNKNOWN)


@pytest.mark.parametrize("state", REACHED)
@pytest.mark.parametrize("move", [*FORWARD, AttemptMove.CONNECT])
def test_an_attempt_only_goes_forward(state: AttemptState, move: AttemptMove) -> None:
    order = [*REACHED[:5], AttemptState.MESSAGE, AttemptState.CONNECTED]
    after = attempt.advance(state, move)
    goal = order[[*FORWARD, AttemptMove.CONNECT].index(move) + 1]
    assert after is (goal if order.index(goal) > order.index(state) else None)
