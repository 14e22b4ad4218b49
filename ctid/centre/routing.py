"""What the router is told of callers and agents, and what becomes of its offers.

The world knows why somebody waits or is free; the router (ctid/routing) only that they do. After every input,
whatever that input may have touched is held against what the router was told last, and the difference is
told: first who is gone, then who has come, so that nobody is offered whom the same input took away. A whole
look at the switch holds everything against it. Of another configuration the router hears whose skills
are new; one that changes a rule or a step makes a new router, which is told everybody at their old places,
and which steps have opened sooner for them where the steps are the same.

What an agent has in hand the router counts from the offers that it decided on; what comes and goes without
them (a colleague's call, what was found after a restart) it is told. Whoever is on a call is unavailable
until they are ready again, unless the site lets another channel be in hand beside a call. A clock that is
set back stands still here: the router's time never runs backwards.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from ctid.acd.entry import QueueEntry
from ctid.acd.why import reason_of
from ctid.acd.workflows import desk_of, preference_of, preferred_of, rules_of, workflow_of
from ctid.centre import item_offers, offers, touched
from ctid.centre.hands import in_hand, takes_more
from ctid.centre.live_item import LiveItem
from ctid.centre.world import LiveCall, World
from ctid.model.agents import AgentState
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Direction
from ctid.model.routing_policy import Dial
from ctid.model.site import Site
from ctid.routing.indexed import IndexedRouter
from ctid.routing.terms import Entry, Offer, Router

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micro(at: datetime) -> int:
    """Return an instant as the router counts."""
    return (at - EPOCH) // MICROSECOND


@dataclass(slots=True)
class Told:
    """The router, and what it was told last."""

    router: Router
    site: Site  # that it was told last
    at: int = 0
    waiting: dict[InteractionId, Entry] = field(default_factory=dict)
    signed_on: set[AgentId] = field(default_factory=set)
    free: dict[AgentId, int] = field(default_factory=dict)  # since when
    in_hand: dict[AgentId, Counter[str]] = field(default_factory=dict)  # of those signed on, by channel
    on_own_calls: frozenset[AgentId] = frozenset()
    all_touched: bool = True  # nothing was told yet
    before: dict[InteractionId, Entry] = field(default_factory=dict)  # as they stood in the router before


def told_of(site: Site) -> Told:
    """Return a router that was told nothing yet."""
    return Told(IndexedRouter(rules_of(site.routing)), site)


def next_deadline(told: Told) -> datetime | None:
    """Return when the router next wants to hear that time has passed."""
    due = told.router.next_deadline()
    return EPOCH + due * MICROSECOND if due is not None else None


def follow(world: World, told: Told, item: object, now: datetime) -> None:
    """Tell the router what an input has changed, and make the offers that it decides on."""
    told.at = max(told.at, micro(now))
    changed = list(_on_another_site(world, told))
    calls, agents = _touched(world, told, item)
    decided = [
        *changed,
        *_gone(world, told, calls, agents),
        *_come(world, told, calls, agents),
        *told.router.pass_time(told.at),
    ]
    told.before.clear()
    for offer in decided:
        _make(world, told, offer, now)


def _on_another_site(world: World, told: Told) -> Iterable[Offer]:
    """Tell what another configuration changes for those who are there already."""
    before, told.site = told.site, world.site
    if before is told.site:
        return
    told.all_touched = True
    if _routes_alike(before, told.site):
        for agent in sorted(told.signed_on):
            desk = desk_of(told.site.agents[agent])
            if desk != desk_of(before.agents[agent]):
                yield from told.router.change(desk, told.at)
    else:
        told.before = _as_they_stand(told)
        told.router = IndexedRouter(rules_of(told.site.routing))
        told.waiting.clear()
        told.signed_on.clear()
        told.in_hand.clear()
        told.free.clear()


def _as_they_stand(told: Told) -> dict[InteractionId, Entry]:
    """Return who waits, with the times at which their steps have opened, or will at the latest."""

    def opened(entry: Entry) -> Entry:
        openings = told.router.standing(entry.id, told.at).openings
        return replace(entry, opened=tuple(opening - entry.entered_at for opening in openings))

    return {call: opened(entry) for call, entry in told.waiting.items()}


def _routes_alike(one: Site, other: Site) -> bool:
    """Say whether whoever waits may reach the same skills after the same time, in the same order."""
    shared = one.queues.keys() & other.queues.keys()
    pairs = [(one.queues[name], other.queues[name]) for name in shared]
    return one.routing == other.routing and all(
        (workflow_of(queue), list(queue.preferred.items()))
        == (workflow_of(then), list(then.preferred.items()))
        for queue, then in pairs
    )


def _touched(world: World, told: Told, item: object) -> tuple[list[InteractionId], list[AgentId]]:
    """Return the calls and agents that may have changed, in an order that depends on nothing else."""
    on_own_calls = frozenset(world.phone_legs.values()) | world.dials.kept.keys()
    calls = touched.calls(world, item) | world.wishes.open.keys()  # time alone moves these
    agents = touched.agents(world, item) | (on_own_calls ^ told.on_own_calls)
    told.on_own_calls = on_own_calls
    if told.all_touched or touched.touches_all(item):
        told.all_touched = False
        calls.update(world.calls, world.items.live, told.waiting)
        agents.update(world.agents)
    return sorted(calls), sorted(agents & world.site.agents.keys())


def _gone(
    world: World, told: Told, calls: Iterable[InteractionId], agents: Iterable[AgentId]
) -> Iterable[Offer]:
    """Tell who waits no longer, is not free any more, or has signed off."""
    for agent in agents:
        if agent in told.free and free_since(world, agent) != told.free[agent]:
            del told.free[agent]
            yield from told.router.unavailable(agent, told.at)
    yield from _taken(world, told, agents)
    for call in calls:
        if call in told.waiting and entry_of(world, call) != told.waiting[call]:
            del told.waiting[call]
            yield from told.router.leave(call, told.at)
    for agent in agents:
        if agent in told.signed_on and not is_signed_on(world, agent):
            told.signed_on.remove(agent)
            del told.in_hand[agent]
            yield from told.router.log_off(agent, told.at)


def _come(
    world: World, told: Told, calls: Iterable[InteractionId], agents: Iterable[AgentId]
) -> Iterable[Offer]:
    """Tell who has signed on, waits, or is free."""
    for agent in agents:
        if agent not in told.signed_on and is_signed_on(world, agent):
            told.signed_on.add(agent)
            told.in_hand[agent] = Counter()
            yield from told.router.log_on(desk_of(world.site.agents[agent]), told.at)
    yield from _taken(world, told, agents)
    for call in calls:
        entry = entry_of(world, call)
        if entry is not None and call not in told.waiting:
            told.waiting[call] = entry
            before = told.before.pop(call, entry)
            opened = before.opened if before.workflow == entry.workflow else ()
            yield from told.router.arrive(replace(entry, opened=opened), told.at)
    yield from _put_down(world, told, agents)
    for agent in agents:
        since = free_since(world, agent)
        if since is not None and agent not in told.free:
            told.free[agent] = since
            yield from told.router.available(agent, since, told.at)


def _taken(world: World, told: Told, agents: Iterable[AgentId]) -> Iterable[Offer]:
    """Tell what came into agents' hands without an offer of the router."""
    for agent in agents:
        if agent in told.signed_on:
            more = in_hand(world, agent) - told.in_hand[agent]
            told.in_hand[agent] += more
            for channel in more.elements():
                yield from told.router.take(agent, channel, told.at)


def _put_down(world: World, told: Told, agents: Iterable[AgentId]) -> Iterable[Offer]:
    """Tell what agents have in hand no more."""
    for agent in agents:
        if agent in told.signed_on:
            less = told.in_hand[agent] - in_hand(world, agent)
            told.in_hand[agent] -= less
            since = free_since(world, agent) or told.at
            for channel in less.elements():
                yield from told.router.release(agent, channel, since, told.at)


def _make(world: World, told: Told, offer: Offer, now: datetime) -> None:
    """Make an offer that the router decided on; it has counted it as in the agent's hand."""
    interaction, agent = InteractionId(offer.entry), AgentId(offer.agent)
    workflow = told.waiting.pop(interaction).workflow
    told.in_hand[agent][workflow.channel] += 1
    why = reason_of(offer, workflow, world.site, told.at)
    item = world.items.live.get(interaction)
    if item is not None:
        item_offers.make(world, item, agent, why, now)
        return
    entry = world.calls[interaction].entry
    assert entry is not None  # or it would not wait
    offers.make(world, entry, agent, why, now)
    if free_since(world, agent) is None:
        del told.free[agent]
        told.router.unavailable(agent, told.at)


# --- what the router ought to know ------------------------------------------------------------------
def is_signed_on(world: World, agent: AgentId) -> bool:
    """Say whether an agent is at work."""
    return world.agents[agent].state is not AgentState.SIGNED_OFF


def free_since(world: World, agent: AgentId) -> int | None:
    """Return since when an agent has been idle, None if they take nothing now."""
    status = world.agents[agent]
    if not takes_more(world, status) or agent in world.phone_legs.values() or agent in world.dials.kept:
        return None
    if not (world.switch_seen and world.phone_reachable(agent)) or world.draining:
        return None
    return micro(status.idle_since or status.since)


def entry_of(world: World, interaction: InteractionId) -> Entry | None:
    """Return a call, or an item, as the router sees it; None if it does not wait for an offer."""
    item = world.items.live.get(interaction)
    if item is not None:
        return _item_entry(world, item) if item.waits else None
    call = world.calls.get(interaction)
    if call is None or call.entry is None:
        return None
    if not (call.waits_freely or _is_to_be_called(world, call)):
        return None
    if is_looked_up(world, call):
        return None
    return _entry(world, call, call.entry)


def _is_to_be_called(world: World, call: LiveCall) -> bool:
    """Say whether the turn of one who is called back, agent first, may come now."""
    return world.wishes.due.get(call.record.id) is Dial.AGENT_FIRST and call.offer is None


def is_looked_up(world: World, call: LiveCall) -> bool:
    """Say whether it is not known yet whose caller this is, where that matters.

    A flow may lead to the line sooner than the store answers; an answer there always is, after two seconds at
    the latest (ctid/runtime/lookups.py).
    """
    if call.entry is None or call.identification is not None:
        return False
    preferred = preferred_of(world.site.queues[call.entry.queue], call.entry.last_agent)
    return bool(preferred) and call.record.direction is Direction.INBOUND


def _entry(world: World, call: LiveCall, place: QueueEntry) -> Entry:
    queue = world.site.queues[place.queue]
    return Entry(
        call.record.id,
        workflow_of(queue, place.asked),
        micro(place.entered_at),
        place.priority,
        preference_of(queue, call.known_agents(), place.last_agent),
    )


def _item_entry(world: World, live: LiveItem) -> Entry:
    item, queue = live.item, world.site.queues[live.item.queue]
    return Entry(
        item.id,
        workflow_of(queue, item.asked, item.channel),
        micro(item.entered_at),
        item.priority,
        preference_of(queue, live.known_agents()),
        {agent: micro(until) for agent, until in live.missed_by.items()},
    )
