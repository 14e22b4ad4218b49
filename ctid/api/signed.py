"""Requests of other systems, believed by their signature (Standard Webhooks 1.0.0) and believed once.

The sender is whoever's secret made the signature: no header names it. In this order a request is refused:
too large, no signature, too old or too new, a wrong signature, a message that came before. Only then does
anybody look at what it says.

Two memories keep a message from working twice. The timestamp must be of these minutes; and the message's
id is remembered with the command it led to, in the database, for longer than any sender retries (the
schedule of Standard Webhooks ends after three days): a retry carries the old id under a new timestamp.
"""

import hmac
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web
from standardwebhooks import Webhook

from ctid.api.bodies import arrived
from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.model.commands import Command
from ctid.model.integrations import Integration, Right

TOLERANCE = timedelta(minutes=5)
REMEMBERED = timedelta(days=4)
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"

_ID = re.compile(r"[A-Za-z0-9_:-]{1,128}")  # no full stop: it parts what is signed
_SECONDS = re.compile(r"[1-9][0-9]{8,10}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed request taken apart, not believed yet. `at` is UTC: the library takes any instant for it."""

    id: str
    at: datetime
    text: str
    signatures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed a request, and under which id."""

    integration: Integration
    message: str


SENDER = web.RequestKey("sender", Sender)


def new_secret(entropy: Callable[[int], bytes]) -> str:
    """Make a secret of 32 bytes out of `entropy`, such as `secrets.token_bytes`."""
    return "whsec_" + b64encode(entropy(32)).decode("ascii")


def open_envelope(headers: Mapping[str, str], body: bytes, now: datetime) -> Envelope:
    """Take a signed request apart. Raises Problem and nothing else, whatever was sent.

    `headers` must not care about case; `now` is aware.
    """
    id, seconds, signatures = (headers.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE))
    if not (id and seconds and signatures):
        raise Problem("signature_missing")
    text = _text(body)
    if not (_ID.fullmatch(id) and _SECONDS.fullmatch(seconds)) or text is None:
        raise Problem("signature_malformed")
    at = datetime.fromtimestamp(int(seconds), UTC)
    if abs(now - at) > TOLERANCE:
        raise Problem("timestamp_too_old" if at < now else "timestamp_too_new")
    given = tuple(each.encode("utf-8", "replace") for each in signatures.split(" "))
    return Envelope(id, at, text, given)


def signer(envelope: Envelope, known: Iterable[Integration]) -> Integration:
    """Return whose secret made one of the signatures, or raise the Problem that nobody's did."""
    for integration in known:
        key = Webhook(integration.secret)
        expected = key.sign(envelope.id, envelope.at, envelope.text).encode("ascii")
        if any(hmac.compare_digest(expected, each) for each in envelope.signatures):
            return integration
    raise Problem("signature_wrong")


async def require_signature(request: web.Request) -> Sender:
    """Return who signed a request that is new, or refuse."""
    house, body = house_of(request), await arrived(request)
    envelope = open_envelope(request.headers, body, house.clock())
    integration = signer(envelope, await house.records.integrations())
    before = await house.records.command_of(integration.name, envelope.id, house.clock())
    if before is not None:
        raise _replayed(before)
    return Sender(integration, envelope.id)


def require_right(request: web.Request, right: Right) -> None:
    """Refuse what the sender may not ask."""
    if right not in request[SENDER].integration.rights:
        raise Problem("not_permitted")


async def claim(request: web.Request, command: Command) -> None:
    """Remember that the request's message leads to `command`; refuse if it led to another meanwhile."""
    house, sender = house_of(request), request[SENDER]
    now = house.clock()
    before = await house.records.claim(
        sender.integration.name, sender.message, command.id, now=now, until=now + REMEMBERED
    )
    if before is not None:
        raise _replayed(before)


def _replayed(command: str) -> Problem:
    """Say that a message came before, and which command it led to."""
    return Problem("message_replayed", more={"command_id": command})


def _text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None
