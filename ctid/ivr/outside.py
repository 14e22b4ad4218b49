"""Whom a flow may ask outside: the records of look-ups, the site's actions; and the rules for asking.

An action is a typed function of the site, in `ivr/actions/orders.py`:

    @dataclass(frozen=True)
    class Found:
        state: str

    @dataclass(frozen=True)
    class NotFound:
        pass

    async def status(order_no: str) -> Found | NotFound: ...

It is `orders.status` to flows, takes `order_no` (text) and has the outcomes `Found`, with the value `state`,
and `NotFound`. Here is only what its signature says; whoever runs a session calls it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from ctid.ivr.flow import CallState, Exit
from ctid.ivr.steps import Failed, Outcome, Request, Source
from ctid.ivr.values import Sort, Value

Values = Mapping[str, Sort]

FOUND, NONE = "found", "none"
MAY_CALL, ALLOWED = "may_call", "allowed"  # asked of the centre; Failed says why not
ERROR = "error"  # the label of the way out when no answer came


@dataclass(frozen=True, slots=True)
class Signature:
    """What may be asked of somebody, and with what they may answer."""

    parameters: Values
    outcomes: Mapping[str, Values]
    optional: frozenset[str] = frozenset()


_T, _N, _D = Sort.TEXT, Sort.NUMBER, Sort.DATE

LOOKUPS: Mapping[str, Signature] = {
    "customer": Signature(
        {"number": _T},
        {
            FOUND: {
                "id": _T, "name": _T, "company": _T, "language": _T, "tier": _T, "last_agent": _T,
                "last_contact": _D,
            },
            NONE: {},
        },
    ),
    "ticket": Signature({"number": _T}, {FOUND: {"state": _T, "subject": _T, "due": _D}, NONE: {}}),
    "order": Signature({"number": _T}, {FOUND: {"state": _T, "items": _N, "due": _D}, NONE: {}}),
}  # fmt: skip
"""What can be looked up. Customers are in the store; of tickets and orders the site's actions
`lookup.ticket` and `lookup.order` know."""


@dataclass(frozen=True, slots=True)
class AskRules:
    """How somebody outside is asked: how long, what is played meanwhile, where it leads without an answer."""

    on_error: str
    timeout: timedelta = timedelta(seconds=4)
    wait: tuple[str, ...] = ()

    def exit(self) -> Exit:
        """Return the way out when no answer came."""
        return Exit(ERROR, self.on_error)

    def request(
        self,
        source: Source,
        name: str,
        arguments: Mapping[str, Value],
        outcomes: tuple[str, ...],
        state: CallState,
    ) -> Request:
        """Ask."""
        return Request(source, name, arguments, outcomes, self.timeout, state.spoken(self.wait))

    def failed(self, outcome: Outcome, state: CallState) -> Exit:
        """Note why no answer came, and lead on."""
        reason = outcome.reason if isinstance(outcome, Failed) else None
        state.note("failed", reason.code if reason else "", reason=reason)
        return self.exit()
