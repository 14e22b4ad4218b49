"""The one writer: an input goes in, everything that follows from it comes out.

    outputs = centre.handle(input, now=now)      # state has fully moved before the first output is seen
    centre.next_deadline()                       # call `handle(Tick(), ...)` at that instant

`handle` never waits and never fails for something the world may send: late, repeated and foreign
reports change nothing. What it returns is in order: effects to carry out and events that happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ctid.centre import callers, desk, hold, legs, offers, outbound, recovery, standstill
from ctid.centre.world import World
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import (
    AttachData,
    ChooseCustomer,
    ClearConnection,
    Command,
    Dispose,
    GetReady,
    GoNotReady,
    HoldCall,
    MakeCall,
    PopRecord,
    RetakeCall,
    RetrieveCall,
    SignOff,
    SignOn,
)
from ctid.model.effects import AnswerCommand, Effect, PopCustomer
from ctid.model.events import Event
from ctid.model.ids import AgentId, InteractionId, OfferId
from ctid.model.interactions import Interaction
from ctid.model.reports import (
    CallArrived,
    CallerIdentified,
    IvrLeft,
    IvrStepped,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    PhoneChanged,
    PopNotShown,
    PopShown,
    QueueAsked,
    Remembered,
    Report,
    StoodStill,
    SwitchLost,
    SwitchSeen,
)
from ctid.model.site import Site


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed; nothing else happened."""


Input = Report | Command | Tick

REPORTS: dict[type, Callable[[World, Any, datetime], None]] = {
    CallArrived: callers.arrived,
    CallerIdentified: callers.identified,
    IvrStepped: callers.stepped,
    QueueAsked: callers.asked_for_queue,
    IvrLeft: callers.left_ivr,
    LegHeld: callers.held,
    LegAlerting: legs.alerting,
    LegAnswered: legs.answered,
    LegFailed: legs.failed,
    LegJoined: legs.joined,
    LegParted: legs.parted,
    LegCleared: legs.cleared,
    PhoneChanged: recovery.phone_changed,
    PopShown: lambda world, report, now: offers.popped(world, report.offer, now, shown=True),
    PopNotShown: lambda world, report, now: offers.popped(world, report.offer, now, shown=False),
    Remembered: recovery.remembered,
    SwitchLost: recovery.switch_lost,
    SwitchSeen: recovery.switch_seen,
    StoodStill: standstill.stood_still,
    Tick: lambda world, tick, now: None,
}

COMMANDS: dict[type, Callable[[World, Any, datetime], Any]] = {
    SignOn: desk.sign_on,
    SignOff: desk.sign_off,
    GetReady: desk.get_ready,
    GoNotReady: desk.go_not_ready,
    Dispose: desk.dispose,
    ChooseCustomer: desk.choose_customer,
    HoldCall: hold.hold,
    RetrieveCall: hold.retrieve,
    RetakeCall: hold.retake,
    ClearConnection: hold.hang_up,
    MakeCall: outbound.make_call,
    PopRecord: outbound.pop_record,
    AttachData: outbound.attach,
}


class Centre:
    """All rules of the centre over one live state. `new_offer_id` is the source of offers' identities."""

    def __init__(self, site: Site, *, new_offer_id: Callable[[], OfferId]) -> None:
        self._world = World(site, new_offer_id)

    @property
    def site(self) -> Site:
        """The configuration the centre runs on."""
        return self._world.site

    def handle(self, item: Input, *, now: datetime) -> list[Effect | Event]:
        """Handle one input to its end and return all that follows, in order."""
        world = self._world
        rule = COMMANDS.get(type(item))
        if rule is not None:
            refused = rule(world, item, now)
            world.ask(AnswerCommand(item.id, refused))  # type: ignore[union-attr]
        else:
            REPORTS[type(item)](world, item, now)
        offers.overdue(world, now)
        hold.overdue(world, now)
        desk.wrap_up_over(world, now)
        offers.match(world, now)
        said, world.said = world.said, []
        return said

    def next_deadline(self) -> datetime | None:
        """Return when something falls due if nothing happens before, or None."""
        waits = [offer.until for offer in self._world.offers.values()]
        waits += [
            status.until
            for status in self._world.agents.values()
            if status.until is not None and status.state is AgentState.WRAP_UP
        ]
        waits += [call.retake_until for call in self._world.calls.values() if call.retake_until is not None]
        return min(waits, default=None)

    # --- looking in, for pages and the health endpoint ----------------------------------------------
    def agent(self, agent: AgentId) -> AgentStatus | None:
        """Return what an agent is doing."""
        return self._world.agents.get(agent)

    def interaction(self, interaction: InteractionId) -> Interaction | None:
        """Return a live interaction's record."""
        call = self._world.calls.get(interaction)
        return call.record if call is not None else None

    def knows(self, interaction: InteractionId) -> bool:
        """Say whether anything may still happen to an interaction: it is live, or an agent's last one."""
        world = self._world
        return interaction in world.calls or any(
            record.id == interaction for record in world.last_handled.values()
        )

    def pop(self, agent: AgentId, *, now: datetime) -> PopCustomer | None:
        """Return what the agent's page should be showing: of the open offer, the talk or the wrap-up."""
        return offers.current_pop(self._world, agent, now)

    def phone_reachable(self, agent: AgentId) -> bool:
        """Say whether the agent's phone can be rung."""
        return agent in self._world.site.agents and self._world.phone_reachable(agent)

    def counts(self) -> dict[str, int]:
        """Return how many callers are in each phase, for the health endpoint."""
        counts: dict[str, int] = {}
        for call in self._world.calls.values():
            counts[call.phase.value] = counts.get(call.phase.value, 0) + 1
        return counts
