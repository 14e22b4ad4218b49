"""Who may be calling: customers ranked by what speaks for each of them.

A number is a hint and never a proof: several people share one, and it can be forged. So the answer is
never one customer but a ranking, and every place in it says why. The scores:

| evidence                                     | reason         | points               |
|----------------------------------------------|----------------|----------------------|
| the number is theirs and nobody else's       | number_exact   | 80                   |
| the number is used by n ≥ 2 customers        | number_shared  | 40 + 40/n, rounded down |
| it is their main (first) number              | primary_number | 10                   |
| they were last in touch within 7 days        | recent_contact | 10                   |
| … within 30 days                             | recent_contact | 6                    |
| … within 90 days                             | recent_contact | 3                    |

Points add up, 100 at most, so more evidence never ranks lower. Equal scores are ordered by customer id:
the same callers always stand in the same order, whatever order the database gave them in.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ctid.model.customers import Customer, Identification, Match
from ctid.model.phone import read_number
from ctid.model.reasons import Reason

_ONLY_OWNER = 80
_SHARED = 40
_PRIMARY = 10
_RECENT = ((7, 10), (30, 6), (90, 3))  # (days at most, points)

_Evidence = tuple[int, Reason]


def identify(ani: str, region: str, candidates: Sequence[Customer], now: datetime) -> Identification:
    """Say who the caller with number `ani`, seen from `region`, may be; `now` is aware UTC.

    Without a match the reason says whether there was no number or nobody has it.
    """
    number = read_number(ani, region)
    if number is None:
        return Identification("", (), Reason("no_number"))
    matches = rank(candidates, number.e164, now=now)
    reason = None if matches else Reason("no_customer", {"number": number.e164})
    return Identification(number.e164, matches, reason)


def rank(candidates: Sequence[Customer], number: str, *, now: datetime) -> tuple[Match, ...]:
    """Rank those `candidates` who have `number` (E.164; "" is nobody's), likeliest first.

    `candidates` must hold every customer who has the number, each once, and may hold others.
    """
    owners = [customer for customer in candidates if number and number in customer.numbers]
    matches = (_match(customer, number, len(owners), now) for customer in owners)
    return tuple(sorted(matches, key=lambda match: (-match.score, match.customer.id)))


def _match(customer: Customer, number: str, sharers: int, now: datetime) -> Match:
    evidence = [_ownership(number, sharers), *_main_number(customer, number), *_recency(customer, now)]
    return Match(customer, sum(points for points, _ in evidence), tuple(reason for _, reason in evidence))


def _ownership(number: str, sharers: int) -> _Evidence:
    if sharers == 1:
        return _ONLY_OWNER, Reason("number_exact", {"number": number})
    return _SHARED + _SHARED // sharers, Reason("number_shared", {"number": number, "sharers": sharers})


def _main_number(customer: Customer, number: str) -> Iterable[_Evidence]:
    if customer.numbers[0] == number:
        yield _PRIMARY, Reason("primary_number")


def _recency(customer: Customer, now: datetime) -> Iterable[_Evidence]:
    if customer.last_contact_at is None:
        return
    days = max(0, (now - customer.last_contact_at).days)  # a clock that ran ahead means today
    points = next((points for at_most, points in _RECENT if days <= at_most), None)
    if points is not None:
        yield points, Reason("recent_contact", {"days": days})
