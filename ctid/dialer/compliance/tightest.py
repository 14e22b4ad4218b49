"""The tightest of several profiles: in each point the one that allows least.

What it allows, every one of them allows. The computed profile "strictest", the rules of a state beside
those of its country, and the day on which one edition follows another are all this one function.
"""

from collections.abc import Iterable
from datetime import time, timedelta
from functools import lru_cache, reduce
from itertools import groupby

from ctid.model.calling_rules import Abandonment, CallingHours, Cap, Honoured, Profile, Rests, Window
from ctid.model.hours import Period


def tightest(profiles: Iterable[Profile]) -> Profile:
    """Return the tightest of one or more profiles; it is for the countries that all are for, if any are."""
    return reduce(_tighter, profiles)


@lru_cache(maxsize=512)
def within(profile: Profile, regions: frozenset[str]) -> Profile:
    """Return the profile as it is for somebody who may be in any of `regions`.

    Of whom only the country is known, every part of it may be meant.
    """
    meant = [key for key in profile.regions if any(_may_be(key, region) for region in regions)]
    return tightest([profile, *(profile.regions[key] for key in sorted(meant))])


def _may_be(part: str, region: str) -> bool:
    return part == region or part.startswith(f"{region}-")


def _tighter(one: Profile, two: Profile) -> Profile:
    return Profile(
        name=one.name if one.name == two.name else f"{one.name}+{two.name}",
        version=one.version if one.version == two.version else f"{one.version}+{two.version}",
        countries=one.countries & two.countries or one.countries | two.countries,
        abandonment=_abandonment(one.abandonment, two.abandonment),
        ring=max(one.ring, two.ring),
        hours=_hours(one.hours, two.hours),
        lists=Honoured(
            tuple(sorted({*one.lists.lists, *two.lists.lists})), min(one.lists.oldest, two.lists.oldest)
        ),
        calls=max(one.calls, two.calls),
        recordings=max(one.recordings, two.recordings),
        caps=_caps((*one.caps, *two.caps)),
        rests=_rests(one.rests, two.rests),
        returnable=one.returnable or two.returnable,
        keep=max(one.keep, two.keep),
        regions=_regions(one, two),
    )


def _abandonment(one: Abandonment, two: Abandonment) -> Abandonment:
    return Abandonment(
        windows=_windows((*one.windows, *two.windows)),
        counts_false_positives=one.counts_false_positives or two.counts_false_positives,
        alert_at=min(one.alert_at, two.alert_at),
        connect_within=min(one.connect_within, two.connect_within),
        message=one.message or two.message,
        firm=one.firm or two.firm,
    )


def _hours(one: CallingHours, two: CallingHours) -> CallingHours:
    weekly = tuple(_common(*day) for day in zip(one.weekly, two.weekly, strict=True))
    return CallingHours(weekly, one.on_holidays and two.on_holidays)


def _common(one: tuple[Period, ...], two: tuple[Period, ...]) -> tuple[Period, ...]:
    """Return the periods that both have; midnight as an end is the latest of all."""
    pairs = ((max(a.start, b.start), min(a.end, b.end, key=_end)) for a in one for b in two)
    return tuple(sorted((Period(start, end) for start, end in pairs if start < _end(end)), key=_start))


def _end(end: time) -> time:
    return time.max if end == time(0) else end


def _start(period: Period) -> time:
    return period.start


def _rests(one: Rests, two: Rests) -> Rests:
    abandoned, refused = max(one.abandoned, two.abandoned), max(one.refused, two.refused)
    return Rests(abandoned, refused, one.same_day or two.same_day)


def _windows(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Keep one window of each span: the one with the least limit."""
    longest = timedelta.max
    ordered = sorted(windows, key=lambda window: (window.span or longest, window.limit))
    return tuple(next(same) for _, same in groupby(ordered, key=lambda window: window.span))


def _caps(caps: tuple[Cap, ...]) -> tuple[Cap, ...]:
    """Keep one cap of each span: the one with the fewest calls."""
    return tuple(next(same) for _, same in groupby(sorted(caps), key=lambda cap: cap.within))


def _regions(one: Profile, two: Profile) -> dict[str, Profile]:
    both = [one.regions, two.regions]
    return {
        key: tightest(regions[key] for regions in both if key in regions)
        for key in sorted({*one.regions, *two.regions})
    }
