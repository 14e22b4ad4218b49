"""The one writer: an input goes in, everything that follows from it comes out.

    outputs = centre.handle(input, now=now)      # state has fully moved before the first output is seen
    centre.next_deadline()                       # call `handle(Tick(), ...)` at that instant

`handle` never waits and never fails for something the world may send: late, repeated and foreign
reports change nothing. What it returns is in order: effects to carry out and events that happened.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from ctid.centre import (
    announcing,
    calling_back,
    campaigns,
    configuration,
    consult,
    desk,
    dialing,
    fallback,
    hold,
    item_overflow,
    items,
    offers,
    overflow,
    pops,
    previews,
    prospects,
    recording,
    routing,
    switches,
    waits,
)
from ctid.centre.layers import ReadSite, reads_nothing
from ctid.centre.rules import COMMANDS, REPORTS, Input
from ctid.centre.waiters import waiters
from ctid.centre.world import World
from ctid.dialer.sources import Sources
from ctid.model.agents import AgentStatus
from ctid.model.callbacks import Callback
from ctid.model.campaigns import Campaign
from ctid.model.commands.campaigns import CampaignOrder
from ctid.model.commands.consents import ConsentCommand
from ctid.model.commands.items import ItemCommand
from ctid.model.dialing import CampaignCall, CampaignNow, KillSwitch, Preview
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import AnswerCommand, Effect, PopCustomer
from ctid.model.events import Event
from ctid.model.ids import AgentId, InteractionId, OfferId, QueueName
from ctid.model.interactions import Interaction
from ctid.model.messages import Message, MessageId
from ctid.model.reasons import Reason
from ctid.model.receipts import GiveReceipt
from ctid.model.recordings import Recording
from ctid.model.site import Site
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.model.waits import Line, Wait
from ctid.model.work_items import WorkItem

PROMISED = ItemCommand | ConsentCommand | CampaignOrder
"""What is answered once it is written: whoever hears a yes may rely on it, whatever is killed then."""


class Centre:
    """All rules of the centre over one live state. `new_offer_id` is the source of offers' identities.

    `read_site` says what an `ApplySite` means: its text is sound, and the same site comes of it each time.
    """

    def __init__(
        self,
        site: Site,
        *,
        new_offer_id: Callable[[], OfferId],
        read_site: ReadSite = reads_nothing,
        dials: Sources | None = None,
    ) -> None:
        self._world = World(site, new_offer_id)
        self._world.layers.read_site = read_site
        self._world.dials.sources = dials
        self._told = routing.told_of(site)
        self._learnt: prospects.Experience = {}

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
            promised = refused is None and isinstance(item, PROMISED) and world.able_to_write
            world.ask(GiveReceipt(item.id) if promised else AnswerCommand(item.id, refused))  # type: ignore[union-attr]
        else:
            REPORTS[type(item)](world, item, now)
        dialing.hear(world, item, now)
        offers.overdue(world, now)
        hold.overdue(world, now)
        consult.settle(world, now)
        desk.time_over(world, now)
        switches.overdue(world, now)
        overflow.overdue(world, item, now)
        items.overdue(world, now)
        item_overflow.overdue(world, now)
        configuration.take_leave(world, now)
        campaigns.follow(world, now)
        calling_back.follow(world, now)
        previews.follow(world, now)
        routing.follow(world, self._told, item, now)
        if dialing.follow(world, now):
            routing.follow(world, self._told, item, now)
        calling_back.call_customers(world, now)
        overflow.note(world, item, now)
        announcing.follow(world, self._told, self._learnt, item, now)
        prospects.learn(world, item, self._learnt)
        recording.follow(world, now)
        fallback.keep_members(world)
        switches.keep_told(world)
        said, world.said = world.said, []
        return said

    def next_deadline(self) -> datetime | None:
        """Return when something falls due if nothing happens before, or None."""
        world, due = self._world, self._world.due
        waits = [offer.until for offer in world.offers.values()]
        waits += recording.deadlines(world)
        waits += calling_back.deadlines(world)
        waits += dialing.deadlines(world)
        waits += [*items.deadlines(world), *item_overflow.deadlines(world)]
        soonest = [switch.until for switch in world.closed.values()]
        soonest += [schedule.next() for schedule in (due.agents, due.retakes, due.asks, due.tells)]
        soonest.append(routing.next_deadline(self._told))
        return min([*waits, *(at for at in soonest if at is not None)], default=None)

    @property
    def draining(self) -> bool:
        """Say whether nothing new is begun any more."""
        return self._world.draining

    @property
    def dialling(self) -> bool:
        """Say whether campaigns dial, or have calls that go on."""
        return bool(self._world.dials.running)

    # --- looking in, for pages and the health endpoint ----------------------------------------------
    def agent(self, agent: AgentId) -> AgentStatus | None:
        """Return what an agent is doing."""
        return self._world.agents.get(agent)

    def interaction(self, interaction: InteractionId) -> Interaction | None:
        """Return a live interaction's record."""
        live = self._world.calls.get(interaction) or self._world.items.live.get(interaction)
        return live.record if live is not None else None

    def items(self) -> Mapping[InteractionId, WorkItem]:
        """Return the work of other channels that is not closed, in the order in which it was brought."""
        return {id: live.item for id, live in self._world.items.live.items()}

    def message(self, message: MessageId) -> Message | None:
        """Return a message that is open, or was closed lately."""
        return self._world.messages.get(message)

    def knows(self, interaction: InteractionId) -> bool:
        """Say whether anything may still happen to an interaction: it is live, or an agent's last one."""
        world = self._world
        return (
            interaction in world.calls
            or interaction in world.items.live
            or any(record.id == interaction for record in world.last_handled.values())
        )

    def pop(self, agent: AgentId, *, now: datetime) -> PopCustomer | None:
        """Return what the agent's page should be showing: of the open offer, the talk or the wrap-up."""
        return pops.current_pop(self._world, agent, now)

    def phone_reachable(self, agent: AgentId) -> bool:
        """Say whether the agent's phone can be rung."""
        return agent in self._world.site.agents and self._world.phone_reachable(agent)

    def finished_recordings(self) -> list[Recording]:
        """Return the recordings whose talk is over and whose sound is not handed over yet."""
        return recording.finished(self._world)

    def switches(self) -> Mapping[QueueName, QueueSwitch]:
        """Return what is closed now by somebody's word."""
        return self._world.closed

    def blocked(self) -> Mapping[str, BlockedNumber]:
        """Return the numbers that are not let in."""
        return self._world.blocked

    def callbacks(self) -> Mapping[InteractionId, Callback]:
        """Return the wishes to be called back that have not ended, in the order in which they were asked."""
        return self._world.wishes.open

    def callbacks_held(self) -> Mapping[InteractionId, Reason]:
        """Return why those of them that keep a place may not be called now, if they may not."""
        return self._world.wishes.held

    def do_not_call(self) -> Mapping[str, DoNotCall]:
        """Return the numbers that are not called back."""
        return self._world.wishes.do_not_call

    def campaigns(self) -> Mapping[str, CampaignNow]:
        """Return every campaign, and how it goes."""
        return campaigns.standings(self._world)

    def kill_switch(self) -> KillSwitch | None:
        """Return the switch above all campaigns, None if it was never used."""
        return self._world.dials.orders.kill_switch

    def campaigns_to_preview(self, agent: AgentId) -> Sequence[Campaign]:
        """Return the campaigns that show an agent their leads just now."""
        return previews.offered(self._world, agent)

    def preview(self, agent: AgentId) -> Preview | None:
        """Return the lead that an agent looks at, or waits for."""
        return self._world.dials.orders.previews.get(agent)

    def campaign_call(self, interaction: InteractionId) -> CampaignCall | None:
        """Return of which campaign, and to which lead, an interaction is."""
        record = self.interaction(interaction)
        of = record.attached if record is not None else {}
        if "attempt" not in of:
            return None
        return CampaignCall(of["campaign"], of["lead"], of["attempt"])

    def waiting(self) -> Mapping[QueueName, int]:
        """Return how many wait in each queue, callers and work of other channels."""
        return Counter(waiter.entry.queue for waiter in waiters(self._world))

    def why(self, interaction: InteractionId, *, now: datetime) -> Wait | None:
        """Explain why somebody, or some work, waits; None for what does not."""
        return waits.wait_of(self._world, self._told, interaction, now)

    def line(self, most: int, *, now: datetime) -> Line:
        """Return the first so many who wait, in routing order."""
        return waits.line_of(self._world, self._told, self._learnt, most, now)

    def counts(self) -> dict[str, int]:
        """Return how many callers are in each phase, for the health endpoint."""
        counts: dict[str, int] = {}
        for call in self._world.calls.values():
            counts[call.phase.value] = counts.get(call.phase.value, 0) + 1
        return counts
