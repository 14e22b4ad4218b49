"""What the rules are told of a call: what is known of the person, of the lists and of the site, as a case."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache

from ctid.dialer.compliance.history import past_of
from ctid.dialer.compliance.terms import Asked, Case
from ctid.dialer.pacing.law import spent
from ctid.dialer.pacing.terms import Tally
from ctid.dialer.selection.caller_id import shown_to
from ctid.model.attempts import Attempt, Mode
from ctid.model.calling_rules import INTERNAL
from ctid.model.campaigns import Campaign
from ctid.model.do_not_call_lists import DoNotCallList, ListKind
from ctid.model.leads import Lead, LeadNumber
from ctid.model.phone import e164
from ctid.model.site import Site

DEDICATED = (Mode.PREVIEW, Mode.PROGRESSIVE)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a call: attempts to its number or its lead, lists that were asked, the windows."""

    attempts: Iterable[Attempt]
    lists: Mapping[str, Asked]
    tallies: tuple[Tally, ...]


def case_of(campaign: Campaign, lead: Lead, number: LeadNumber, known: Known, site: Site) -> Case:
    """Make the case of a call to one number of a lead."""
    shown = shown_to(number.number, campaign.shows) or ""
    return Case(
        campaign=campaign,
        lead=lead,
        number=number,
        shown=shown,
        home=site.region,
        past=[past_of(each, campaign.refusals) for each in known.attempts],
        lists=known.lists,
        tallies=known.tallies,
        dedicated=campaign.mode in DEDICATED or spent(known.tallies) is not None,
        returnable=shown in _answered_at((*site.numbers, site.outbound.show_number), site.region),
        calendar=site.calendars.get(campaign.hours or ""),
    )


def asked_of(
    kept: Iterable[DoNotCallList], on: Collection[str], now: datetime, *, forbidden: bool
) -> dict[str, Asked]:
    """Ask every list that is kept about a number that stands `on` some of them (by name).

    The centre's own list is as new as this moment: what it was told itself (`forbidden`), and what was
    imported as its own.
    """
    own, asked = forbidden, dict[str, Asked]()
    for each in kept:
        if each.kind is ListKind.INTERNAL:
            own = own or each.name in on
        else:
            asked[each.name] = Asked(datetime.combine(each.of, time(0), UTC), each.name in on)
    return asked | {INTERNAL: Asked(now, own)}


@cache
def _answered_at(numbers: tuple[str, ...], region: str) -> frozenset[str]:
    """Return the numbers (E.164) at which the centre answers: read once, asked for every call."""
    return frozenset(e164(raw, region) for raw in numbers) - {""}
