"""Values of the model as JSON: snake_case, instants in RFC 3339 UTC with milliseconds, spans in ms.

Text is passed on exactly as it came. A caller's name may be markup, right-to-left or not even valid
Unicode (a lone surrogate): JSON's own escapes carry all of it, and the page shows it as text.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.customers import Customer, Identification, Match
from ctid.model.effects import PopCustomer, ShowRecord
from ctid.model.events import Published
from ctid.model.ids import InteractionId
from ctid.model.interactions import Interaction, Segment
from ctid.model.languages import Language
from ctid.model.messages import Message
from ctid.model.mistakes import Text
from ctid.model.phone import PhoneNumber
from ctid.model.reasons import Reason
from ctid.model.site import Agent, Site

Json = dict[str, Any]

_NEVER = datetime.min.replace(tzinfo=UTC)  # since when agents are signed off who have never signed on


def dumps(value: object) -> str:
    """Write `value` as compact JSON in pure ASCII, which no transport and no text can break."""
    return json.dumps(value, separators=(",", ":"))


def instant(at: datetime | None) -> str | None:
    """Write an instant as RFC 3339, UTC, milliseconds."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def milliseconds(span: timedelta) -> int:
    """Write a span as whole milliseconds."""
    return span // timedelta(milliseconds=1)


def text(both: Text) -> Json:
    """Write a sentence in both languages."""
    return {"en": both.en, "zh": both.zh}


def reason(why: Reason | None) -> Json | None:
    """Write a reason: its stable code, and its words in both languages."""
    if why is None:
        return None
    words = {language.value: why.words(language) for language in Language}
    return {"code": why.code, **words, "facts": dict(why.facts)}


def number(e164: str) -> Json:
    """Write a number in full, masked, and as people of its country write it; empty stays empty."""
    if not e164:
        return {"number": "", "masked": "", "display": ""}
    phone = PhoneNumber(e164)
    return {"number": e164, "masked": phone.masked(), "display": phone.display()}


def status(now: AgentStatus | None) -> Json | None:
    """Write what an agent is doing."""
    if now is None:
        return None
    return {
        "state": now.state,
        "since": instant(now.since),
        "reason": reason(now.reason),
        "until": instant(now.until),
        "then": reason(now.then),
        "missed": now.missed,
        "extensions": now.extensions,
        "offer": now.offer,
        "interaction": now.interaction,
    }


def agent(who: Agent) -> Json:
    """Write an agent as configured."""
    return {
        "id": who.id,
        "name": who.name,
        "phone": who.phone,
        "language": who.language,
        "skills": dict(who.skills),
    }


def colleague(who: Agent, now: AgentStatus | None) -> Json:
    """Write what an agent is doing, as others see it."""
    return {
        "id": who.id,
        "name": who.name,
        "state": now.state if now else AgentState.SIGNED_OFF,
        "since": instant(now.since) if now and now.since > _NEVER else None,
        "reason": reason(now.reason) if now and now.since > _NEVER else None,
    }


def site(whole: Site) -> Json:
    """Write what a page needs of the site: everything that people see by its title."""
    return {
        "name": text(whole.name),
        "queues": {name: text(queue.title) for name, queue in whole.queues.items()},
        "dispositions": {code: text(each.title) for code, each in whole.dispositions.items()},
        "not_ready_reasons": {code: text(each.title) for code, each in whole.not_ready_reasons.items()},
        "numbers": dict(whole.outbound.numbers),
    }


def customer(who: Customer) -> Json:
    """Write a customer."""
    return {
        "id": who.id,
        "name": who.name,
        "company": who.company,
        "language": who.language,
        "tier": who.tier,
        "note": who.note,
        "last_contact_at": instant(who.last_contact_at),
        "owner": who.owner,
        "last_agent": who.last_agent,
        "numbers": list(who.numbers),
    }


def interaction(whole: Interaction) -> Json:
    """Write an interaction without its segments, as lists of them need it."""
    return {
        "id": whole.id,
        "ani": whole.ani,
        "ani_name": whole.ani_name,
        "dnis": whole.dnis,
        **number(whole.number),
        "flow": whole.flow,
        "language": whole.language,
        "customer": whole.customer,
        "queue": whole.queue,
        "agent": whole.agent,
        "arrived_at": instant(whole.arrived_at),
        "answered_at": instant(whole.answered_at),
        "ended_at": instant(whole.ended_at),
        "closed_at": instant(whole.closed_at),
        "outcome": whole.outcome,
        "disposition": whole.disposition,
        "note": whole.note,
        "collected": dict(whole.collected),
        "attached": dict(whole.attached),
        "direction": whole.direction,
        "channel": whole.channel,
    }


def interaction_in_full(whole: Interaction) -> Json:
    """Write an interaction with its segments."""
    return {**interaction(whole), "segments": [_segment(each) for each in whole.segments]}


def message(left: Message) -> Json:
    """Write a message that a caller left."""
    return {
        "id": left.id,
        "kind": left.kind,
        "interaction": left.interaction,
        "left_at": instant(left.left_at),
        "ani": left.ani,
        "keyed": left.keyed,
        **number(left.number),
        "dnis": left.dnis,
        "queue": left.queue,
        "language": left.language,
        "sound": bool(left.sound),
        "duration_ms": milliseconds(left.duration),
        "state": left.state,
        "agent": left.agent,
        "assigned_at": instant(left.assigned_at),
        "assigned_by": left.assigned_by,
        "closed_at": instant(left.closed_at),
        "closed_by": left.closed_by,
        "disposition": left.disposition,
        "note": left.note,
    }


def event(published: Published) -> Json:
    """Write an event in the one envelope that all readers get."""
    what = published.event
    return {
        "kind": "event",
        "seq": published.seq,
        "call_seq": published.call_seq,
        "id": f"evt_{published.seq}",
        "type": what.kind,
        "at": instant(what.at),
        "interaction": what.interaction,
        "agent": what.agent,
        "offer": what.offer,
        "reason": reason(what.reason),
        "facts": dict(what.facts),
    }


def pop(what: PopCustomer, timeline: Iterable[Json]) -> Json:
    """Write a pop: who may be calling and why, and what has happened to the call so far."""
    found = what.identification or Identification("", ())
    return {
        "kind": "pop",
        "offer": what.offer,
        "interaction": what.interaction,
        "queue": what.queue,
        "queue_title": _plain(what.queue_title),
        "reason": reason(what.reason),
        "waited_ms": milliseconds(what.waited),
        "asked_back_at": instant(what.asked_back_at),
        **number(found.number),
        "matches": [_match(each) for each in found.matches],
        "identification_reason": reason(found.reason),
        "collected": _plain(what.collected),
        "timeline": list(timeline),
    }


def record(what: ShowRecord) -> Json:
    """Write a record of another system; pages show all of it as plain text, and `url` as a link."""
    return {
        "kind": "record",
        "command": what.command,
        "title": what.title,
        "url": what.url,
        "fields": _plain(what.fields),
    }


def timeline(of: InteractionId, story: Iterable[Json]) -> Json:
    """Write what has happened to an interaction, for an agent who is about to hear of it."""
    return {"kind": "timeline", "interaction": of, "events": list(story)}


def hello(seq: int, now: AgentStatus | None, shown: Json | None, *, resumed: bool) -> Json:
    """Write where things stand: everything up to `seq` is in it, everything after it will follow.

    `resumed` says that every event which the page asked for went before.
    """
    return {"kind": "hello", "seq": seq, "resumed": resumed, "status": status(now), "pop": shown}


def mark(seq: int) -> Json:
    """Write that an onlooker has been told everything up to `seq`, though nothing concerned it."""
    return {"kind": "mark", "seq": seq}


def _match(each: Match) -> Json:
    return {
        "customer": customer(each.customer),
        "score": each.score,
        "reasons": [reason(why) for why in each.reasons],
    }


def _segment(each: Segment) -> Json:
    return {
        "kind": each.kind,
        "started_at": instant(each.started_at),
        "ended_at": instant(each.ended_at),
        "queue": each.queue,
        "agent": each.agent,
        "offer": each.offer,
        "detail": each.detail,
    }


def _plain(mapping: Mapping[str, str]) -> dict[str, str]:
    return {str(key): value for key, value in mapping.items()}
