"""When people may be called: by every clock they may live by, and not on the holidays of where they may be.

A phone that begins to ring a moment before the hour rings after it too. So a call is allowed only if all
its ringing lies inside the hours: looked at are its first instant, its last and every minute between, as no
period begins or ends within a minute.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from zoneinfo import ZoneInfo

from ctid.dialer.compliance.public_holidays import holiday
from ctid.dialer.compliance.terms import Case, Passed, Refused, Verdict
from ctid.model.calling_rules import CallingHours, Profile
from ctid.model.hours import Period
from ctid.model.reasons import Reason

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_AHEAD = 9  # days in which weekly hours must have begun again, in any zone


def calling_hours(case: Case, profile: Profile, now: datetime) -> Verdict:
    """The called person's local time is inside the hours of the law, in every place where they may be."""
    zones, ring = case.where.zones, case.campaign.ring
    if not zones:
        return Refused(Reason("place_unknown", {"number": case.number.number}))
    for at in ringing(now, ring):
        for zone in zones:
            local = at.astimezone(ZoneInfo(zone))
            if not _open(profile.hours, local):
                facts = {"local": f"{local:%a %H:%M}", "zone": zone, "hours": _written(profile.hours, local)}
                opens = next_opening(profile.hours, zones, ring, _whole_minute(now))
                return Refused(Reason("outside_hours", facts), opens)
    seen = "; ".join(f"{now.astimezone(ZoneInfo(zone)):%a %H:%M} {zone}" for zone in zones[:3])
    hours = _written(profile.hours, now.astimezone(ZoneInfo(zones[0])))
    return Passed(Reason("inside_hours", {"local": seen, "zones": len(zones), "hours": hours}))


def holidays(case: Case, profile: Profile, now: datetime) -> Verdict:
    """It is no public holiday where the called person may be, if the law says so."""
    if profile.hours.on_holidays:
        return Passed(Reason("holidays_allowed"))
    days = _days(case.where.zones, ringing(now, case.campaign.ring))
    for day in days:
        for region in sorted(case.where.regions):
            name = holiday(region, day)
            if name is not None:
                facts = {"day": day.isoformat(), "region": region, "holiday": name}
                return Refused(Reason("public_holiday", facts), _day_over(day, case.where.zones))
    return Passed(Reason("no_holiday", {"days": ", ".join(day.isoformat() for day in days)}))


def campaign_hours(case: Case, profile: Profile, now: datetime) -> Verdict:
    """The campaign's own calendar is open; it narrows the hours of the law and never widens them."""
    if case.calendar is None:
        return Passed(Reason("no_campaign_hours"))
    facts = {"calendar": case.campaign.hours or ""}
    if all(case.calendar.is_open(at) for at in ringing(now, case.campaign.ring)):
        return Passed(Reason("inside_campaign_hours", facts))
    return Refused(Reason("outside_campaign_hours", facts), about_lead=False)


def ringing(now: datetime, ring: timedelta) -> Iterator[datetime]:
    """Yield the instants of a call to look at: its first, every minute, its last."""
    at = now
    while at < now + ring:
        yield at
        at += _MINUTE
    yield now + ring


@lru_cache(maxsize=4096)
def next_opening(
    hours: CallingHours, zones: tuple[str, ...], ring: timedelta, now: datetime
) -> datetime | None:
    """Return the first instant from `now` on at which a call fits into the hours of all zones, if any does.

    Looked at are the beginnings of periods. Where clocks go forward over one, it may be found up to that
    much late.
    """
    begins = merge(*(_beginnings(hours, ZoneInfo(zone), now) for zone in zones))
    return next((at for at in begins if at >= now and _fits(hours, zones, ring, at)), None)


def _fits(hours: CallingHours, zones: Iterable[str], ring: timedelta, start: datetime) -> bool:
    return all(_open(hours, at.astimezone(ZoneInfo(zone))) for at in ringing(start, ring) for zone in zones)


def _whole_minute(now: datetime) -> datetime:
    """Return the next whole minute: hours begin on one, and an answer then serves all who ask in it."""
    return (now + _MINUTE - timedelta(microseconds=1)).replace(second=0, microsecond=0)


def _beginnings(hours: CallingHours, zone: ZoneInfo, now: datetime) -> Iterator[datetime]:
    today = now.astimezone(zone).date()
    for ahead in range(_AHEAD):
        day = today + ahead * _DAY
        for period in hours.weekly[day.weekday()]:
            yield datetime.combine(day, period.start, zone).astimezone(UTC)


def _open(hours: CallingHours, local: datetime) -> bool:
    return any(period.holds(local.time()) for period in hours.weekly[local.weekday()])


def _days(zones: Iterable[str], instants: Iterable[datetime]) -> list[date]:
    instants = list(instants)
    return sorted({at.astimezone(ZoneInfo(zone)).date() for zone in zones for at in instants})


def _day_over(day: date, zones: Iterable[str]) -> datetime:
    """Return the instant at which a day has ended in all zones."""
    return max(datetime.combine(day + _DAY, time(0), ZoneInfo(zone)).astimezone(UTC) for zone in zones)


def day_over(at: datetime, zones: Iterable[str]) -> datetime:
    """Return the instant at which the local day of `at` has ended in all zones."""
    return max(_day_over(at.astimezone(ZoneInfo(zone)).date(), [zone]) for zone in zones)


def _written(hours: CallingHours, local: datetime) -> str:
    return ", ".join(map(_span, hours.weekly[local.weekday()])) or "–"


def _span(period: Period) -> str:
    return f"{period.start:%H:%M}–{'24:00' if period.end == time(0) else f'{period.end:%H:%M}'}"
