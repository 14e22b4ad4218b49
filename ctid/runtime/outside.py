"""Whom flows may ask: the store, the site's actions, its servers, and the rules of calls out of the house.

Every answer comes back as one of a request's outcomes; whatever goes wrong raises or is `Failed`, and the
flow leads on. Arguments are never logged: they may hold secrets.
"""

import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ctid.asterisk.ivr_outside import Whence
from ctid.ivr.facts import FACTS
from ctid.ivr.outside import ALLOWED, FOUND, NONE
from ctid.ivr.steps import Answered, Failed, Request, Source
from ctid.ivr.values import Value, sort_of
from ctid.model.customers import Customer
from ctid.model.dialable import read_dialable
from ctid.model.ids import LegId
from ctid.model.languages import Language
from ctid.model.outbound_policy import forbidden
from ctid.model.reasons import Reason
from ctid.model.site import Site
from ctid.runtime.flow_actions import Actions
from ctid.store.store import Store

LOOKUP = "lookup."  # the actions that know of tickets and orders
MORE = "facts.customer"  # the action that knows more of a customer than the store
_OUTCOMES = {"Found": FOUND, "NotFound": NONE}  # of the actions behind look-ups

_log = logging.getLogger(__name__)


class Server(Protocol):
    """Who asks a server of the site."""

    async def inquire(self, url: str, id: str, body: str, seconds: float) -> bytes:
        """Return the body of a good answer. Raises OSError, ValueError or TimeoutError for any other."""
        ...


@dataclass(frozen=True, slots=True)
class Flows:
    """What is known at this moment: the site and its actions."""

    site: Site
    actions: Actions


class FlowOutside:
    """Fits `ctid.asterisk.ivr_outside.Outside`."""

    def __init__(
        self,
        store: Store,
        server: Server | None,
        today: Callable[[], Flows],
        clock: Callable[[], datetime],
        spoken: Callable[[str, Language], Awaitable[str]],
    ) -> None:
        self._spoken = spoken
        self._store = store
        self._server = server
        self._today = today
        self._clock = clock

    async def ask(self, request: Request, whence: Whence) -> Answered | Failed:
        """Answer a request of a flow."""
        match request.source:
            case Source.ACTION:
                return await self._act(request.name, request.arguments)
            case Source.LOOKUP:
                return await self._look_up(request)
            case Source.WEBHOOK:
                return await self._inquire(request, whence)
            case Source.CENTRE:
                return self._may_call(str(request.arguments["number"]))

    async def facts(self, number: str) -> Mapping[str, Value]:
        """Return what is known of whoever calls from a number; nothing if several people share it."""
        customer = await self._customer(number)
        if customer is None:
            return {}
        known = {f"customer.{name}": value for name, value in _values(customer).items()}
        more = self._today().actions.get(MORE)
        if more is not None:
            told = await self._act(MORE, {"customer": customer.id})
            values = told.values if isinstance(told, Answered) else {}
            known |= {f"customer.{name}": value for name, value in values.items()}
        return {
            name: value for name, value in known.items() if value != "" and sort_of(value) is FACTS.get(name)
        }

    async def spoken(self, text: str, language: Language) -> str:
        """Return where Asterisk finds a text as a recording, "" if nowhere."""
        return await self._spoken(text, language)

    async def _act(self, name: str, arguments: Mapping[str, Value]) -> Answered | Failed:
        action = self._today().actions.get(name)
        if action is None:
            return Failed(Reason("nobody_to_ask", {"asked": name}))
        try:
            return await action(arguments)
        except Exception as error:  # the site's own code; its words may hold what it was given
            _log.error("the action %s broke: %s", name, type(error).__name__)
            return Failed(Reason("asking_broke", {"asked": name, "error": type(error).__name__}))

    async def _look_up(self, request: Request) -> Answered | Failed:
        number = str(request.arguments["number"])
        if request.name == "customer":
            customer = await self._customer(number)
            return Answered(FOUND, _values(customer)) if customer is not None else Answered(NONE)
        answer = await self._act(LOOKUP + request.name, {"number": number})
        if isinstance(answer, Failed):
            return answer
        return Answered(_OUTCOMES.get(answer.outcome, answer.outcome), answer.values)

    async def _customer(self, number: str) -> Customer | None:
        site = self._today().site
        found = await self._store.identify(LegId(""), number, site.region, self._clock())
        matches = found.identification.matches
        return matches[0].customer if len(matches) == 1 else None

    def _may_call(self, number: str) -> Answered | Failed:
        """Judge by the site's one policy, as far as it does not hang on an agent."""
        site = self._today().site
        dialable = read_dialable(number, site.region)
        refused = dialable if isinstance(dialable, Reason) else forbidden(site, dialable.e164, self._clock())
        if isinstance(refused, Reason) or isinstance(dialable, Reason):
            return Failed(refused or Reason("not_a_number", {"number": number}))
        return Answered(ALLOWED, {"number": dialable.e164, "show": site.outbound.show_number})

    async def _inquire(self, request: Request, whence: Whence) -> Answered | Failed:
        if self._server is None:
            return Failed(Reason("nobody_to_ask", {"asked": request.name}))
        told = {
            "call": whence.leg, "flow": whence.flow, "node": whence.node, "language": whence.language,
            "values": {name: _plain(value) for name, value in request.arguments.items()},
        }  # fmt: skip
        body = json.dumps(told, ensure_ascii=False)
        seconds = request.timeout.total_seconds()
        try:
            answer = await self._server.inquire(request.name, f"ask_{secrets.token_hex(8)}", body, seconds)
            return _read_answer(answer)
        except (OSError, ValueError, TimeoutError) as error:
            _log.warning("%s, node %s: %s did not answer: %s", whence.flow, whence.node, request.name, error)
            return Failed(Reason("bad_answer", {"asked": request.name}))


def _values(customer: Customer) -> dict[str, Value]:
    last = customer.last_contact_at
    return {
        "id": customer.id, "name": customer.name, "company": customer.company,
        "language": str(customer.language or ""), "tier": customer.tier,
        "last_agent": customer.last_agent or "", "last_contact": last.date() if last else None,
    }  # fmt: skip


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _read_answer(body: bytes) -> Answered:
    """Read `{"outcome": …, "values": {…}}`. Raises ValueError for anything else."""
    answer = json.loads(body)
    if not isinstance(answer, dict) or not isinstance(answer.get("outcome"), str):
        raise ValueError("no outcome")
    values = answer.get("values", {})
    if not isinstance(values, dict) or not all(_is_value(value) for value in values.values()):
        raise ValueError("values that are none")
    return Answered(answer["outcome"], values)


def _is_value(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)
