"""An event as the message that receivers get: the three keys of Standard Webhooks, and our data."""

import hashlib
import json
from datetime import UTC, datetime

from ctid.model.events import Event, Published
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.webhooks import Delivery, DeliveryId, EndpointId


def delivery_of(endpoint: EndpointId, published: Published, now: datetime) -> Delivery:
    """Make the delivery of an event to an endpoint, due now."""
    event = published.event
    return Delivery(
        id=_id(endpoint, published),
        endpoint=endpoint,
        seq=published.seq,
        type=event.kind.value,
        line=_line(event),
        body=_body(published),
        taken_at=now,
        next_at=now,
        interaction=event.interaction,
    )


def _id(endpoint: EndpointId, published: Published) -> DeliveryId:
    """Name the pair for ever. The instant is part of it: a new database begins again at seq 1."""
    named = f"{endpoint}|{published.seq}|{published.event.at.astimezone(UTC).isoformat()}"
    return DeliveryId(f"msg_{hashlib.sha256(named.encode()).hexdigest()[:32]}")


def _line(event: Event) -> str:
    """Name what keeps its order: a call, or else an agent, or else the centre itself."""
    return str(event.interaction or (f"agent {event.agent}" if event.agent else ""))


def _body(published: Published) -> str:
    """Write the message in pure ASCII: a caller's name may be no valid Unicode, escapes carry it all."""
    event = published.event
    data = {
        "seq": published.seq,
        "call_seq": published.call_seq,
        "interaction": event.interaction,
        "agent": event.agent,
        "offer": event.offer,
        "reason": _reason(event.reason),
        "facts": dict(event.facts),
    }
    message = {"type": event.kind.value, "timestamp": _instant(event.at), "data": data}
    return json.dumps(message, separators=(",", ":"))


def _reason(why: Reason | None) -> dict[str, object] | None:
    if why is None:
        return None
    return {
        "code": why.code,
        **{language.value: why.words(language) for language in Language},
        "facts": dict(why.facts),
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
