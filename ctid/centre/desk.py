"""Rules about what agents ask for. Each command is done or refused with a reason, never half."""

from dataclasses import replace
from datetime import datetime

from ctid.acd.agent import AgentMove
from ctid.calls import slices
from ctid.centre import attempt_results, callers, condition, consents
from ctid.centre.world import World
from ctid.model.agents import AgentState
from ctid.model.commands import ChooseCustomer, Dispose, GetReady, GoNotReady, HearConsent, SignOff, SignOn
from ctid.model.consents import Word
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Interaction, SegmentKind
from ctid.model.reasons import Reason

GIVEN_BY_THE_CENTRE = frozenset({"rona", "phone"})


def sign_on(world: World, command: SignOn, now: datetime) -> Reason | None:
    """Begin to work; doing it twice is no mistake."""
    return _move(world, command.agent, AgentMove.SIGN_ON, Reason("signed_on"), now)


def sign_off(world: World, command: SignOff, now: datetime) -> Reason | None:
    """Stop working; while a call is offered or up, once it is over."""
    return _leave_wrap_up(world, command.agent, AgentMove.SIGN_OFF, Reason("signed_off"), now)


def get_ready(world: World, command: GetReady, now: datetime) -> Reason | None:
    """Take calls, if the phone can be rung; takes back what was asked for after the call."""
    if command.agent in world.site.agents and not world.phone_reachable(command.agent):
        phone = world.site.agents[command.agent].phone
        return Reason("phone_not_registered", {"phone": phone})
    by = Reason("asked", {"by": command.agent})
    return _leave_wrap_up(world, command.agent, AgentMove.SAY_READY, by, now)


def go_not_ready(world: World, command: GoNotReady, now: datetime) -> Reason | None:
    """Take no calls, for one of the site's reasons; while one is offered or up, once it is over."""
    if command.reason not in world.site.not_ready_reasons or command.reason in GIVEN_BY_THE_CENTRE:
        return Reason("unknown_not_ready_reason", {"reason": command.reason})
    why = Reason("not_ready", {"reason": command.reason})
    return _leave_wrap_up(world, command.agent, AgentMove.SAY_NOT_READY, why, now)


def dispose(world: World, command: Dispose, now: datetime) -> Reason | None:
    """Keep what came of an interaction; in wrap-up it also ends the wrap-up."""
    record = _handled(world, command.agent, command.interaction)
    if record is None:
        return Reason("not_your_interaction", {"interaction": command.interaction})
    if command.code not in world.site.dispositions:
        return Reason("unknown_disposition", {"code": command.code})
    if (refused := attempt_results.refusal(world, command, now)) is not None:
        return refused
    _rewrite(world, replace(record, disposition=command.code, note=command.note))
    attempt_results.given(world, record.id, command.code, command.agent, now)
    if command.back is not None:
        attempt_results.ask_back(world, record.id, command.back, now)
    world.tell(
        EventKind.INTERACTION_DISPOSED, now, call=record.id, agent=command.agent, disposition=command.code
    )
    status = world.agents[command.agent]
    if status.state is AgentState.WRAP_UP and status.interaction == record.id:
        _leave_wrap_up(world, command.agent, AgentMove.WRAP_UP_OVER, Reason("disposed"), now)
    return None


def hear_consent(world: World, command: HearConsent, now: datetime) -> Reason | None:
    """Write down what the person whom an agent talks to, or talked to last, says of being called."""
    record = _handled(world, command.agent, command.interaction)
    if record is None:
        return Reason("not_your_interaction", {"interaction": command.interaction})
    if not record.number:
        return Reason("number_withheld")
    if (unable := condition.forbids_promises(world)) is not None:
        return unable
    proof = " ".join(part for part in (record.id, command.note) if part)
    consents.write(world, Word(record.number, now, command.given, "call", proof, command.agent), now)
    return None


def choose_customer(world: World, command: ChooseCustomer, now: datetime) -> Reason | None:
    """Keep which customer the caller is."""
    record = _handled(world, command.agent, command.interaction)
    if record is None:
        return Reason("not_your_interaction", {"interaction": command.interaction})
    _rewrite(world, replace(record, customer=command.customer))
    world.tell(EventKind.CUSTOMER_CHOSEN, now, call=record.id, agent=command.agent, customer=command.customer)
    return None


def time_over(world: World, now: datetime) -> None:
    """End the wrap-up, or the back-off after a missed offer, of everybody whose time is over."""
    for agent in world.due.agents.take(now):
        world.move_agent(agent, AgentMove.BACK_OFF_OVER, Reason("back_off_over"), now)
        end_wrap_up(world, agent, now)


def end_wrap_up(world: World, agent: AgentId, now: datetime) -> None:
    """End an agent's wrap-up, if they are in one."""
    status = world.agents.get(agent)
    if status is not None and status.state is AgentState.WRAP_UP:
        _leave_wrap_up(world, agent, AgentMove.WRAP_UP_OVER, Reason("wrap_up_over"), now)


def _move(world: World, agent: AgentId, move: AgentMove, reason: Reason, now: datetime) -> Reason | None:
    if agent not in world.site.agents:
        return Reason("unknown_agent", {"agent": agent})
    before = world.agents[agent].state
    if move is AgentMove.SIGN_ON and before is not AgentState.SIGNED_OFF:
        return None
    if world.move_agent(agent, move, reason, now):
        return None
    return Reason("not_now", {"state": before.value})


def _leave_wrap_up(
    world: World, agent: AgentId, move: AgentMove, reason: Reason, now: datetime
) -> Reason | None:
    """Move an agent; when that ends a wrap-up, the interaction's ACW slice ends with it."""
    before = world.agents.get(agent)
    refused = _move(world, agent, move, reason, now)
    if refused is None and before is not None and before.state is AgentState.WRAP_UP:
        call = world.call(before.interaction)
        if call is not None:
            world.keep(call, slices.end(call.record, SegmentKind.ACW, now, reason.code, agent=agent))
            callers.close_if_done(world, call, now)
    return refused


def _handled(world: World, agent: AgentId, interaction: InteractionId) -> Interaction | None:
    """Return the interaction if `agent` handles it now or has talked in it, or handled it last."""
    call = world.calls.get(interaction)
    record = call.record if call is not None else world.last_handled.get(agent)
    if record is None or record.id != interaction:
        return None
    return record if agent in (record.agent, *slices.talked(record)) else None


def _rewrite(world: World, record: Interaction) -> None:
    call = world.calls.get(record.id)
    if call is not None:
        world.keep(call, record)
        return
    for agent, last in world.last_handled.items():  # of a transferred call, several agents' last
        if last.id == record.id:
            world.last_handled[agent] = record
    world.ask(Keep(record))
