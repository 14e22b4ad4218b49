"""What the rules are told of the site and of do-not-call lists, in the shape in which they ask."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, time

from ctid.dialer.compliance.terms import Asked
from ctid.model.calling_rules import INTERNAL
from ctid.model.do_not_call_lists import DoNotCallList, ListKind
from ctid.model.phone import read_number
from ctid.model.site import Site


def own_numbers(site: Site) -> Iterator[str]:
    """Yield the numbers (E.164) at which the centre answers."""
    read = (read_number(raw, site.region) for raw in (*site.numbers, site.outbound.show_number))
    return (number.e164 for number in read if number is not None)


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
