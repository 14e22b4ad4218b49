"""The one policy of calls out of the house: whoever dials, and however, is judged by `judge`.

Nothing is allowed that no rule allows. The rules are asked in this order, and the first that refuses says
why: is it a number that may be dialled at all; is its destination one of the site's; is it night for its
cost class; has the agent used up the day; may the agent show that number. Emergency numbers are not judged:
they pass (dialplan/50-phones.conf), with ctid dead too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.dialable import read_dialable
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason
from ctid.model.site import Caps, Outbound, Site


@dataclass(frozen=True, slots=True)
class Allowed:
    """A number (E.164) that may be called now, what it costs in the site's words, and the number to show."""

    number: str
    cost: str
    show_number: str


@dataclass(frozen=True, slots=True)
class Used:
    """One call out that an agent made: when it began, and how long they talked (so far)."""

    at: datetime
    talked: timedelta = timedelta()


def judge(
    site: Site, agent: AgentId, dialled: str, now: datetime, used: Iterable[Used] = (), *, show: str = ""
) -> Allowed | Reason:
    """Say whether `agent` may call what they dialled at `now`, having made the calls `used` before.

    `show` names the number to show; "" is the agent's own one in the configuration, or the site's.
    """
    rules = site.outbound
    number = read_dialable(dialled, site.region)
    if isinstance(number, Reason):
        return number
    refused = forbidden(site, number.e164, now) or _used_up(rules.caps, used, now)
    if refused is not None:
        return refused
    shown, cost = _shown(rules, agent, show), rules.cost_class(number.e164) or ""
    return Reason("unknown_caller_id", {"name": show}) if shown is None else Allowed(number.e164, cost, shown)


def forbidden(site: Site, number: str, now: datetime) -> Reason | None:
    """Say why nobody may call a dialable number (E.164) at `now`, None if its destination allows it."""
    cost, lock = site.outbound.cost_class(number), site.outbound.night
    if cost is None:
        return Reason("number_refused", {"number": number})
    if lock is None or (lock.classes and cost not in lock.classes):
        return None
    if site.calendars[lock.calendar].is_open(now):
        return None
    return Reason("night_lock", {"class": cost, "calendar": lock.calendar})


def _used_up(caps: Caps, used: Iterable[Used], now: datetime) -> Reason | None:
    today = now.astimezone(caps.zone).date()
    calls = [call for call in used if call.at.astimezone(caps.zone).date() == today]
    if caps.calls is not None and len(calls) >= caps.calls:
        return Reason("calls_used_up", {"calls": caps.calls})
    talked = sum((call.talked for call in calls), timedelta())
    if caps.talk is not None and talked >= caps.talk:
        return Reason("minutes_used_up", {"minutes": caps.talk // timedelta(minutes=1)})
    return None


def _shown(rules: Outbound, agent: AgentId, show: str) -> str | None:
    name = show or rules.number_of.get(agent, "")
    return rules.numbers.get(name) if name else rules.show_number
