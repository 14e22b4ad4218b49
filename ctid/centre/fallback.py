"""Rules about the switch's own queue, which serves callers while ctid is away.

Who is in it is the switch's (`diverted`): no offer is made to them until they are back in the line, of
themselves and with their place. A talk that the native queue made is believed when it is seen: the phone's
leg, which ctid did not originate, is in one bridge with a caller of ours. From then on it is a talk like any
other, but that it cannot be held: that leg has no dialplan of its own.

Whom the native queue may ring is written down beforehand: the phone of every agent who has signed on and has
not said not ready, also of one who backs off. Whether they are busy just then the switch sees for itself.
"""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime

from ctid.acd.agent import AgentMove
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import callers, hold, offers, pops
from ctid.centre.world import LiveCall, Work, World
from ctid.model.agents import AgentState
from ctid.model.effects import ClearLeg, WriteMembers
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId
from ctid.model.interactions import Interaction, OfferRecord, OfferState, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import LegDiverted, LegHistory, PhoneUsed, SwitchSeen

NOT_RUNG = frozenset({AgentState.SIGNED_OFF, AgentState.NOT_READY})
BEFORE_A_TALK = frozenset({CallPhase.IVR, CallPhase.WAITING})


def keep_members(world: World) -> None:
    """Have the native queue's members written when they differ from what was written last."""
    if not world.switch_seen:  # what it knows when it is back is not known
        world.members = None
        return
    if world.members is not None and not any(world.moves()):
        return
    phones = tuple(
        sorted(
            world.site.agents[agent].phone
            for agent, status in world.agents.items()
            if (status.state not in NOT_RUNG or status.backs_off) and agent in world.site.agents
        )
    )
    if phones != world.members:
        world.members = phones
        world.ask(WriteMembers(phones))


def diverted(world: World, report: LegDiverted, now: datetime) -> None:
    """The caller is the switch's for a while."""
    call = world.caller(report.leg)
    if call is not None:
        leave_to_switch(world, call, now)


def leave_to_switch(world: World, call: LiveCall, now: datetime) -> None:
    """Take back an offer that was made before it was known: its agent would pull the caller out of a talk."""
    call.diverted = True
    offer = world.offer(call.offer)
    if offer is not None:
        offers.withdraw(world, offer, Reason("caller_diverted"), now)


def phone_used(world: World, report: PhoneUsed, now: datetime) -> None:
    """An agent's phone is busy with a leg that is not ours: no offer until it is gone."""
    _use(world, report.leg, report.phone)


def seen(world: World, report: SwitchSeen) -> None:
    """Believe the look: which phones are in use."""
    world.phone_legs.clear()
    for leg in report.legs:
        _use(world, leg.leg, leg.phone)


def connected(world: World, leg: LegId, hears: Set[LegId], now: datetime) -> None:
    """An agent's phone, rung by the native queue, hears a caller: they talk."""
    call = next((call for other in sorted(hears) if (call := world.caller(other)) is not None), None)
    agent = world.phone_legs[leg]
    if call is None:
        return
    if call.phase is CallPhase.TALKING and call.record.agent == agent and leg not in world.talking:
        _know(world, call, leg, agent, now)  # found again after a restart
        return
    if call.phase is CallPhase.HELD:
        _leave_held(world, call, now)
    if call.phase in BEFORE_A_TALK:
        call.move(CallMove.CONNECT)
        _know(world, call, leg, agent, now)
        world.keep(call, _talking(call, agent, now))
        _end_notes(world, agent, now)
        work = Work(call.won.id if call.won is not None else None, call.record.id)
        world.move_agent(agent, AgentMove.CONNECT, Reason("talking"), now, work)
        _tell_established(world, call, agent, now)


def talked(world: World, call: LiveCall, history: LegHistory) -> bool:
    """Log a talk that the native queue made and that was over before we looked; the agent has moved on.

    Say whether there was one.
    """
    agent = world.site.agent_at(history.peer)
    joined, parted = history.joined_at, history.parted_at
    if agent is None or joined is None or parted is None or call.phase not in BEFORE_A_TALK:
        return False
    if call.record.answered_at is not None:  # a talk of before, which is logged
        return False
    call.move(CallMove.CONNECT)
    record = _talking(call, agent.id, joined)
    call.move(CallMove.PART)
    world.keep(call, slices.end(record, SegmentKind.TALK, parted, "agent left"))
    _tell_established(world, call, agent.id, joined)
    world.tell(EventKind.CONNECTION_CLEARED, parted, call=call.record.id, agent=agent.id, by="agent")
    return True


def _leave_held(world: World, call: LiveCall, now: datetime) -> None:
    """The agent who held the caller could not take them back while ctid was away: their leg waits in vain."""
    for leg in offers.legs_of(world, call):
        world.ask(ClearLeg(leg, Reason("agent_lost")))
    offers.forget_talk(world, call)
    hold.give_back(world, call, now)


def _talking(call: LiveCall, agent: AgentId, at: datetime) -> Interaction:
    record = slices.end(call.record, SegmentKind.IVR, at, "diverted")
    record = slices.end(record, SegmentKind.QUEUE, at, "established")
    record = slices.begin(record, SegmentKind.TALK, at, queue=record.queue, agent=agent)
    return replace(record, agent=agent, answered_at=record.answered_at or at)


def _know(world: World, call: LiveCall, leg: LegId, agent: AgentId, now: datetime) -> None:
    """Remember whose leg talks with the caller, as if an offer of ours had been answered."""
    call.diverted = False
    world.talking[leg] = call.record.id
    if call.entry is not None:
        offer, why = world.new_offer_id(), Reason("diverted")
        call.won = OfferRecord(
            offer, call.record.id, agent, call.entry.queue, now, why, OfferState.ANSWERED, now
        )


def _end_notes(world: World, agent: AgentId, now: datetime) -> None:
    """An agent who was still writing notes is not any more."""
    status = world.agents[agent]
    call = world.call(status.interaction)
    if status.state is AgentState.WRAP_UP and call is not None:
        world.keep(call, slices.end(call.record, SegmentKind.ACW, now, "diverted"))
        callers.close_if_done(world, call, now)


def _tell_established(world: World, call: LiveCall, agent: AgentId, at: datetime) -> None:
    waited_ms = pops.waited(call, at) // offers.MILLISECOND
    why = Reason("diverted")
    world.tell(
        EventKind.CALL_ESTABLISHED, at, call=call.record.id, agent=agent, reason=why, waited_ms=waited_ms
    )


def _use(world: World, leg: LegId, phone: str) -> None:
    agent = world.site.agent_at(phone)
    if agent is not None:
        world.phone_legs[leg] = agent.id
