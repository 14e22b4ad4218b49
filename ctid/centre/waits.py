"""Why a caller waits, and the line as people see it. Only looks: nothing is changed, and nothing decided.

What the router alone knows (which steps are open, which were skipped, how long a preference lasts) it is
asked for; what agents do is the world's to tell.
"""

from dataclasses import replace
from datetime import datetime
from heapq import nsmallest

from ctid.acd.reach import Reach, opened, order_of
from ctid.acd.workflows import admits, desk_of, rules_of
from ctid.centre.doings import people
from ctid.centre.prospects import Experience, expected, prospects
from ctid.centre.routing import EPOCH, MICROSECOND, Told, is_looked_up, micro
from ctid.centre.waiters import Waiter, waiter, waiters
from ctid.centre.world import World
from ctid.model.ids import AgentId, InteractionId
from ctid.model.reasons import Reason
from ctid.model.waits import FREE, InLine, Line, Opening, People, Place, Wait, clock
from ctid.routing.skill_text import in_words
from ctid.routing.terms import Ahead, Entry, Standing

KEPT = -1  # the ring of the agent for whom alone a caller waits


def wait_of(world: World, told: Told, interaction: InteractionId, now: datetime) -> Wait | None:
    """Explain a wait; None if there is none."""
    one = waiter(world, interaction)
    if one is None:
        return None
    entry, queued = told.waiting.get(interaction), one.entry
    place = _Look(world, told, now).place(entry) if entry is not None else None
    why = _apart(world, one) or (_reason(place, now) if place is not None else Reason("waits_missing"))
    return Wait(interaction, queued.queue, queued.entered_at, now, queued.priority, why, place)


def line_of(world: World, told: Told, learnt: Experience, most: int, now: datetime) -> Line:
    """Tell the line in routing order, those between who are being offered too."""
    at, rules = max(told.at, micro(now)), rules_of(world.site.routing)
    waiting = {
        order_of(one.record.id, micro(one.entry.entered_at), one.entry.priority, rules, at): one
        for one in waiters(world)
    }
    orders = nsmallest(most, waiting)
    standings = prospects(world, told, [waiting[order].record.id for order in orders])
    first, position = list[InLine](), 0
    for order in orders:
        one = waiting[order]
        position += one.record.id in told.waiting
        place = _in_line(told, one, position, at)
        prospect = standings.get(one.record.id)
        left = expected(one.entry.queue, prospect, learnt) if prospect is not None else None
        first.append(replace(place, expected=left))
    return Line(tuple(first), len(waiting))


def _in_line(told: Told, one: Waiter, position: int, at: int) -> InLine:
    place = InLine(one.record, one.entry.entered_at, one.entry.priority, title=one.title)
    if one.record.id not in told.waiting:
        return replace(place, offered_to=one.offered_to)
    standing = told.router.standing(one.record.id, at)
    step, steps = opened(standing, at), len(standing.openings)
    return replace(place, position=position, step=step, steps=steps, kept_for=_kept_for(standing))


def _apart(world: World, one: Waiter) -> Reason | None:
    """Say what keeps a caller from being offered whoever may be free, None if nothing does."""
    if one.offered_to is not None:
        return Reason("waits_offered", {"agent": world.site.agents[one.offered_to].name})
    call = world.calls.get(one.record.id)
    if call is not None and call.diverted:
        return Reason("waits_diverted")
    if call is not None and call.missing:
        return Reason("waits_missing")
    if call is not None and is_looked_up(world, call):
        return Reason("waits_looked_up")
    if not world.switch_seen:
        return Reason("waits_switch")
    return Reason("waits_draining") if world.draining else None


def _reason(place: Place, now: datetime) -> Reason:
    """Say why nobody has the caller yet."""
    would_do, then = place.would_do, place.next
    free = next((doing.name for doing in would_do.shown if doing.what.code == FREE), None)
    if free is not None:
        return Reason("waits_free", {"agent": free})
    if place.kept_for is not None and then is not None:
        return Reason("waits_preferred", {"agent": would_do.shown[0].name, "left": clock(then.at - now)})
    if would_do.many:
        return Reason("waits_busy", {"many": would_do.many})
    return Reason("waits_step") if then is not None else Reason("waits_nobody", {"skills": place.skills})


def _kept_for(standing: Standing) -> AgentId | None:
    return AgentId(standing.prefers) if standing.prefers is not None else None


class _Look:
    """One look at the line and at all agents."""

    def __init__(self, world: World, told: Told, now: datetime) -> None:
        self._world, self._told, self._now = world, told, now
        self._at = max(told.at, micro(now))
        self._reach = Reach(desk_of(world.site.agents[agent]) for agent in told.signed_on)

    def place(self, entry: Entry) -> Place:
        """Say where an entry stands, who would do, and what opens next."""
        standing, steps = self._standing(entry), entry.workflow.steps
        step, kept_for = opened(standing, self._at), _kept_for(standing)
        takers = self._reach.takers(entry.workflow, step, kept_for)
        ahead = list(self._told.router.ahead(entry.id, self._at))
        return Place(
            ahead=sum(some.many for some in ahead),
            competing=sum(some.many for some in ahead if not takers.isdisjoint(self._takers(some))),
            step=step,
            steps=len(steps),
            skipped=tuple(i for i in range(1, step) if standing.openings[i] == standing.openings[i - 1]),
            skills=in_words(steps[step - 1].admits),
            kept_for=kept_for,
            would_do=self._people(entry, range(step)) if kept_for is None else self._keeper(entry, kept_for),
            signed_off=self._signed_off(entry, step) if kept_for is None else 0,
            next=self._next(entry),
        )

    def _standing(self, entry: Entry) -> Standing:
        return self._told.router.standing(entry.id, self._at)

    def _takers(self, some: Ahead) -> frozenset[str]:
        return self._reach.takers(some.workflow, some.opened, some.prefers)

    def _people(self, entry: Entry, rings: range, *, but: AgentId | None = None) -> People:
        """Tell what they do whom the steps of `rings` admit."""
        found = self._reach.rings(entry.workflow).items()
        steps = {agent: ring + 1 for agent, ring in found if ring in rings and agent != but}
        channel, excluded = entry.workflow.channel, self._standing(entry).excluded
        return people(self._world, self._told, steps, channel, excluded, self._now)

    def _keeper(self, entry: Entry, agent: AgentId) -> People:
        return people(self._world, self._told, {agent: KEPT + 1}, entry.workflow.channel, {}, self._now)

    def _signed_off(self, entry: Entry, step: int) -> int:
        wanted, signed_on = entry.workflow.steps[step - 1].admits, self._told.signed_on
        agents = self._world.site.agents
        return sum(admits(wanted, agent) for id, agent in agents.items() if id not in signed_on)

    def _next(self, entry: Entry) -> Opening | None:
        standing = self._standing(entry)
        kept_for, step = _kept_for(standing), opened(standing, self._at)
        if kept_for is not None and entry.prefers is not None:
            at, step = entry.entered_at + entry.prefers.until_waited, 0
        elif step < len(standing.openings):
            at = standing.openings[step]
        else:
            return None
        then = opened(standing, at)
        adds = self._people(entry, range(step, then), but=kept_for)
        return Opening(EPOCH + at * MICROSECOND, then, in_words(entry.workflow.steps[then - 1].admits), adds)
