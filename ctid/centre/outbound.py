"""Rules about calls that agents make: their own phone first, then the number, by the same log and wrap-up.

The interaction is named after the agent's own leg. The called party's leg belongs to the dialplan: that
the agent's leg joined a bridge means that somebody answered.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.acd.agent import AgentMove
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import condition, own_calls, standing_by
from ctid.centre.world import LiveCall, Work, World
from ctid.model.agents import AgentState
from ctid.model.commands import AttachData, MakeCall, PopRecord
from ctid.model.effects import DialOut, IdentifyCaller, PopCustomer, ShowRecord
from ctid.model.events import EventKind
from ctid.model.ids import (
    DIAL_PREFIX,
    OFFER_PREFIX,
    AgentId,
    InteractionId,
    LegId,
    OfferId,
    QueueName,
    leg_id,
    switch_id,
)
from ctid.model.interactions import Direction, Interaction, SegmentKind
from ctid.model.outbound_policy import Allowed, judge
from ctid.model.reasons import Reason

TITLE = {"en": "Outgoing call", "zh": "外呼"}


def may_call(world: World, agent: AgentId, number: str, now: datetime, *, show: str = "") -> Allowed | Reason:
    """Say whether an agent may call a number out of the house now, and how; or which rule forbids it.

    It asks the one policy (ctid/model/outbound_policy.py) and changes nothing: every call that leaves the
    house on an agent's word is judged here, also one that a caller is transferred to.
    """
    if agent not in world.site.agents:
        return Reason("unknown_agent", {"agent": agent})
    if (forbidden := condition.forbids_dialling(world)) is not None:
        return forbidden
    return judge(world.site, agent, number, now, own_calls.used_by(world, agent, now), show=show)


def make_call(world: World, command: MakeCall, now: datetime) -> Reason | None:
    """Ring the agent's own phone to call a number, or say which rule forbids it; nothing is dialled then."""
    allowed = may_call(world, command.agent, command.number, now, show=command.show)
    refused = allowed if isinstance(allowed, Reason) else _refusal(world, command)
    if refused is not None:
        return refused
    assert world.node is not None
    assert isinstance(allowed, Allowed)
    agent, rules = world.site.agents[command.agent], world.site.outbound
    dial = DIAL_PREFIX + world.new_offer_id().removeprefix(OFFER_PREFIX)
    leg = leg_id(world.node, dial)
    record = Interaction(
        InteractionId(leg), allowed.show_number, allowed.number, now, language=agent.language,
        number=allowed.number, agent=agent.id, attached=dict(command.data), direction=Direction.OUTBOUND,
    )  # fmt: skip
    begin(world, record, now, cost=allowed.cost, command=command.id)
    shown = allowed.show_number
    standing_by.step_aside(world, agent.id)
    world.ask(
        DialOut(leg, agent.id, agent.phone, allowed.number, shown, rules.ring, agent.language, rules.record)
    )
    return None


def begin(world: World, record: Interaction, now: datetime, *, cost: str, command: str = "") -> LiveCall:
    """Take up a call that an agent makes out of the house; the agent is busy with it from now on."""
    agent, leg = record.agent, LegId(record.id)
    assert agent is not None
    call = LiveCall(record, leg, CallPhase.DIALLING, made_by=agent)
    world.calls[record.id] = call
    why = Reason("dialling", {"number": record.dnis})
    world.move_agent(agent, AgentMove.DIAL, why, now, Work(interaction=record.id))
    world.keep(call)
    world.tell(
        EventKind.CALL_ORIGINATED, now, call=record.id, agent=agent,
        number=record.dnis, cost=cost, command=command,
    )  # fmt: skip
    world.ask(IdentifyCaller(leg, record.dnis))
    return call


def _refusal(world: World, command: MakeCall) -> Reason | None:
    state = world.agents[command.agent].state
    if state not in (AgentState.READY, AgentState.NOT_READY):
        return Reason("not_now", {"state": state.value})
    if command.agent in world.dials.kept:
        return Reason("kept_for_lead", {"agent": command.agent})
    if not world.switch_seen or world.node is None:
        return Reason("switch_lost")
    if not world.phone_reachable(command.agent):
        return Reason("phone_not_registered", {"phone": world.site.agents[command.agent].phone})
    return None


def _dialling(world: World, leg: LegId) -> LiveCall | None:
    call = world.caller(leg)
    return call if call is not None and call.phase is CallPhase.DIALLING else None


def alerting(world: World, leg: LegId, now: datetime) -> None:
    """The agent's own phone rings."""
    call = _dialling(world, leg)
    if call is not None and not slices.is_open(call.record, SegmentKind.RING):
        agent = call.record.agent
        world.keep(call, slices.begin(call.record, SegmentKind.RING, now, agent=agent))
        world.tell(EventKind.CALL_DELIVERED, now, call=call.record.id, agent=agent)


def answered(world: World, leg: LegId, now: datetime) -> None:
    """The agent picked up; now the number is called."""
    call = _dialling(world, leg)
    if call is not None and not call.leg_up:
        call.leg_up = True
        world.keep(call, slices.end(call.record, SegmentKind.RING, now, "answered"))
        world.tell(EventKind.LEG_ANSWERED, now, call=call.record.id, agent=call.record.agent)


def connected(world: World, leg: LegId, now: datetime) -> None:
    """Somebody answered the number."""
    call = _dialling(world, leg)
    if call is None or not call.move(CallMove.CONNECT):
        return
    record, agent = call.record, call.record.agent
    assert agent is not None
    world.talking[leg] = record.id
    world.keep(call, replace(slices.begin(record, SegmentKind.TALK, now, agent=agent), answered_at=now))
    if record.direction is not Direction.INTERNAL:  # the two of an internal call stay as they are: busy
        world.move_agent(agent, AgentMove.CONNECT, Reason("talking"), now, Work(interaction=record.id))
    waited_ms = (now - record.arrived_at) // timedelta(milliseconds=1)
    world.tell(EventKind.CALL_ESTABLISHED, now, call=record.id, agent=agent, waited_ms=waited_ms)


def failed(world: World, leg: LegId, reason: Reason, now: datetime) -> LiveCall | None:
    """The agent's own phone or the number could not be had; return the call if that is its end.

    Once the agent's leg is up its end is told by the switch; a leg that never was has none.
    """
    call = _dialling(world, leg)
    if call is None:
        return None
    number, agent = call.record.dnis, call.record.agent
    world.tell(EventKind.CALL_FAILED, now, call=call.record.id, agent=agent, reason=reason, number=number)
    return None if call.leg_up else call


def give_agent_back(world: World, call: LiveCall, now: datetime) -> None:
    """Nobody answered, or it was an internal call: the agent is what they were before."""
    if call.record.direction is Direction.INTERNAL:
        own_calls.give_back(world, call, now)
    if call.made_by is not None:
        world.move_agent(call.made_by, AgentMove.RELEASE, Reason("own_call_over"), now)


def pop_of(world: World, call: LiveCall) -> PopCustomer:
    """Build what the page shows of the person who is called."""
    record = call.record
    assert record.agent is not None
    return PopCustomer(
        offer=OfferId(switch_id(call.leg)),
        agent=record.agent,
        interaction=record.id,
        queue=QueueName(""),
        queue_title=TITLE,
        identification=call.identification,
        reason=Reason("dialling", {"number": record.dnis}),
        waited=timedelta(),
        collected=record.attached,
    )


def attach(world: World, command: AttachData, now: datetime) -> Reason | None:
    """Attach data to a live interaction."""
    call = world.calls.get(command.interaction)
    if call is None:
        return Reason("unknown_interaction", {"interaction": command.interaction})
    record = replace(call.record, attached={**call.record.attached, **command.data})
    world.keep(call, record)
    names = ", ".join(sorted(command.data))
    world.tell(
        EventKind.DATA_ATTACHED, now, call=record.id, agent=record.agent, names=names, command=command.id
    )
    return None


def pop_record(world: World, command: PopRecord, now: datetime) -> Reason | None:
    """Show a record of another system to an agent who is there."""
    status = world.agents.get(command.agent)
    if status is None or command.agent not in world.site.agents:
        return Reason("unknown_agent", {"agent": command.agent})
    if status.state is AgentState.SIGNED_OFF:
        return Reason("not_signed_on", {"agent": command.agent})
    world.ask(ShowRecord(command.id, command.agent, command.title, command.url, dict(command.fields)))
    world.tell(
        EventKind.RECORD_POPPED, now, call=status.interaction, agent=command.agent,
        title=command.title, command=command.id,
    )  # fmt: skip
    return None
