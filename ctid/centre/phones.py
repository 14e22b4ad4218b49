"""Rules about phones that dial by themselves: colleagues, numbers outside, feature codes, emergencies.

Who dials is known by the phone, never by a number that it shows. A phone waits for one answer, which always
comes: what to do, or a prompt that says why not. An emergency number has been called before anybody asks us.
"""

from datetime import datetime
from types import MappingProxyType

from ctid.acd.agent import AgentMove
from ctid.calls.phase import CallPhase
from ctid.centre import desk, outbound
from ctid.centre.world import LiveCall, Work, World
from ctid.model.agents import AgentState
from ctid.model.commands import Dispose, GetReady, GoNotReady, SignOff, SignOn
from ctid.model.effects import AnswerPhone
from ctid.model.events import EventKind
from ctid.model.feature_codes import Does, Feature, feature_codes
from ctid.model.ids import AgentId, InteractionId, LegId
from ctid.model.interactions import Direction, Interaction
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import DialRefused, PhoneDialled, PhoneKeyed
from ctid.model.site import Agent

DONE = MappingProxyType(
    {
        Does.SIGN_ON: "desk-signed-on",
        Does.SIGN_OFF: "desk-signed-off",
        Does.READY: "desk-ready",
        Does.NOT_READY: "desk-not-ready",
        Does.DISPOSE: "desk-disposed",
    }
)
WAITS = MappingProxyType(  # it will be done once the call is over
    {Does.SIGN_OFF: "desk-signed-off-after", Does.NOT_READY: "desk-not-ready-after"}
)
REFUSED = MappingProxyType(
    {
        "colleague_busy": "desk-colleague-busy",
        "colleague_away": "desk-colleague-away",
        "not_signed_on": "desk-sign-on-first",
        "not_now": "desk-not-now",
        "no_call_to_dispose": "desk-no-call",
        "unknown_code": "desk-unknown-code",
        "night_lock": "desk-night",
        "calls_used_up": "desk-used-up",
        "minutes_used_up": "desk-used-up",
    }
)
NOT_ALLOWED = "desk-not-allowed"
MAY_DIAL = (AgentState.READY, AgentState.NOT_READY)


def dialled(world: World, report: PhoneDialled, now: datetime) -> None:
    """A phone dialled: a colleague by their id or phone, or a number outside."""
    agent = world.site.agent_at(report.phone)
    if report.emergency:
        _emergency(world, report, agent, now)
    elif agent is None:
        _refuse(world, report, None, Reason("unknown_phone", {"phone": report.phone}), now)
    elif (colleague := _colleague(world, report.number)) is not None:
        _call_colleague(world, report, agent, colleague, now)
    else:
        _call_outside(world, report, agent, now)


def _colleague(world: World, number: str) -> Agent | None:
    return world.site.agents.get(AgentId(number)) or world.site.agent_at(number)


def _call_outside(world: World, report: PhoneDialled, agent: Agent, now: datetime) -> None:
    refused = _may_not_dial(world.agents[agent.id].state)
    allowed = refused or outbound.may_call(world, agent.id, report.number, now)
    if isinstance(allowed, Reason):
        _refuse(world, report, agent, allowed, now)
        return
    number, shown = allowed.number, allowed.show_number
    _begin(world, _own(report, agent, number, shown, now), allowed.cost, now)
    world.ask(AnswerPhone(report.leg, "outside", agent.language, number=number, show_number=shown))


def _begin(world: World, record: Interaction, cost: str, now: datetime) -> None:
    """Take up a call whose own leg is up already: it is the one that dialled."""
    outbound.begin(world, record, now, cost=cost).leg_up = True


def _may_not_dial(state: AgentState) -> Reason | None:
    if state is AgentState.SIGNED_OFF:
        return Reason("not_signed_on")
    return None if state in MAY_DIAL else Reason("not_now", {"state": state.value})


def _own(report: PhoneDialled, agent: Agent, number: str, shown: str, now: datetime) -> Interaction:
    return Interaction(
        InteractionId(report.leg), shown, number, now, language=agent.language, number=number,
        agent=agent.id, direction=Direction.OUTBOUND,
    )  # fmt: skip


def _call_colleague(
    world: World, report: PhoneDialled, agent: Agent, colleague: Agent, now: datetime
) -> None:
    refused = _may_not_ring(world, agent, colleague)
    if refused is not None:
        _refuse(world, report, agent, refused, now)
        return
    record = Interaction(
        InteractionId(report.leg), agent.id, colleague.id, now, language=agent.language, agent=agent.id,
        direction=Direction.INTERNAL,
    )  # fmt: skip
    call = LiveCall(record, report.leg, CallPhase.DIALLING, leg_up=True)
    world.calls[record.id] = call
    for one, other in ((agent, colleague), (colleague, agent)):
        if world.agents[one.id].state is AgentState.TALKING:  # on another line, the customer held there
            continue
        why = Reason("calling_colleague", {"agent": other.id})
        world.move_agent(one.id, AgentMove.DIAL, why, now, Work(interaction=record.id))
    world.keep(call)
    world.tell(
        EventKind.CALL_ORIGINATED, now, call=record.id, agent=agent.id, number=colleague.id, cost="internal"
    )
    world.ask(AnswerPhone(report.leg, "internal", agent.language, phone=colleague.phone))


def _may_not_ring(world: World, agent: Agent, colleague: Agent) -> Reason | None:
    """Say why the two cannot be joined. Whoever is signed off may still call, and be called.

    Who talks may ask a colleague on another line of the phone, and hand the caller over from there.
    """
    state = world.agents[agent.id].state
    if state not in (*MAY_DIAL, AgentState.SIGNED_OFF, AgentState.TALKING):
        return Reason("not_now", {"state": state.value})
    free = world.agents[colleague.id].state in (*MAY_DIAL, AgentState.SIGNED_OFF)
    if colleague == agent or not free:
        return Reason("colleague_busy", {"agent": colleague.id})
    return None if world.phone_reachable(colleague.id) else Reason("colleague_away", {"agent": colleague.id})


def _emergency(world: World, report: PhoneDialled, agent: Agent | None, now: datetime) -> None:
    """Tell of it. An agent who could be offered a caller is kept free of them."""
    free = agent is not None and world.agents[agent.id].state in MAY_DIAL
    if agent is not None and free and world.caller(report.leg) is None:
        shown = world.site.emergency.show_number
        _begin(world, _own(report, agent, report.number, shown, now), "emergency", now)
    world.tell(
        EventKind.CALL_EMERGENCY, now, call=InteractionId(report.leg) if free else None,
        agent=agent.id if agent is not None else None, number=report.number, phone=report.phone,
    )  # fmt: skip


def _refuse(
    world: World, report: PhoneDialled | PhoneKeyed, agent: Agent | None, reason: Reason, now: datetime
) -> None:
    dialled = report.number if isinstance(report, PhoneDialled) else report.code
    language = agent.language if agent is not None else Language.EN
    name = agent.id if agent is not None else None
    world.tell(EventKind.CALL_REFUSED, now, agent=name, reason=reason, by=report.phone, dialled=dialled)
    say = REFUSED.get(reason.code, NOT_ALLOWED)
    world.ask(AnswerPhone(report.leg, "say", language, say=say))


def keyed(world: World, report: PhoneKeyed, now: datetime) -> None:
    """Do what a feature code says, as if the agent's page had asked for it; the phone says what came of it.

    Nobody is offered a caller while their phone still speaks to them.
    """
    agent, feature = world.site.agent_at(report.phone), feature_codes(world.site).get(report.code)
    if agent is None:
        _refuse(world, report, None, Reason("unknown_phone", {"phone": report.phone}), now)
    elif feature is None:
        _refuse(world, report, agent, Reason("unknown_code", {"code": report.code}), now)
    elif (refused := _do(world, feature, agent.id, report.leg, now)) is not None:
        _refuse(world, report, agent, refused, now)
    else:
        world.phone_legs[report.leg] = agent.id
        said = WAITS if world.agents[agent.id].then is not None else DONE
        world.ask(AnswerPhone(report.leg, "say", agent.language, say=said[feature.does]))


def _do(world: World, feature: Feature, agent: AgentId, leg: LegId, now: datetime) -> Reason | None:
    signed_off = world.agents[agent].state is AgentState.SIGNED_OFF
    if signed_off and feature.does in (Does.READY, Does.NOT_READY):
        return Reason("not_signed_on", {"agent": agent})
    match feature.does:
        case Does.SIGN_ON:
            return desk.sign_on(world, SignOn(leg, agent), now)
        case Does.SIGN_OFF:
            return desk.sign_off(world, SignOff(leg, agent), now)
        case Does.READY:
            return desk.get_ready(world, GetReady(leg, agent), now)
        case Does.NOT_READY:
            return desk.go_not_ready(world, GoNotReady(leg, agent, feature.argument), now)
        case Does.DISPOSE:
            return _dispose(world, agent, feature.argument, leg, now)


def _dispose(world: World, agent: AgentId, code: str, leg: LegId, now: datetime) -> Reason | None:
    status, last = world.agents[agent], world.last_handled.get(agent)
    interaction = status.interaction if status.state is AgentState.WRAP_UP else None
    interaction = interaction or (last.id if last is not None else None)
    if interaction is None:
        return Reason("no_call_to_dispose")
    return desk.dispose(world, Dispose(leg, agent, interaction, code), now)


def refused(world: World, report: DialRefused, now: datetime) -> None:
    """The switch refused what was dialled before anybody was asked: it is told, so that it is known."""
    agent = world.site.agent_at(report.by)
    why = Reason("bad_dial_string")
    name = agent.id if agent is not None else None
    world.tell(EventKind.CALL_REFUSED, now, agent=name, reason=why, by=report.by, dialled=report.dialled)
