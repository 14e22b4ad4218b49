"""Why a call waits and why it was offered to whom: the shapes of the answers, and the writing of them.

Whole sentences are for people, in the reader's language; all that they are made of stands beside them.
"""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from ctid.api import encode
from ctid.api.answers import Why
from ctid.model.interactions import Interaction, OfferRecord, OfferState, Outcome
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.site import Site
from ctid.model.waits import Doing, Line, Opening, People, Place, Wait


class DoingAnswer(BaseModel):
    """An agent who would do, and what they do instead; `step` 0 means that the caller is kept for them."""

    agent: str
    name: str
    step: int
    what: Why
    since: datetime
    until: datetime | None = Field(description="When it ends by itself, where that is known.")


class PeopleAnswer(BaseModel):
    """Agents, those first who are likely to be free first; so many `more` are not told."""

    agents: list[DoingAnswer]
    more: int


class OpeningAnswer(BaseModel):
    """What opens next, when, and whom it adds."""

    at: datetime
    step: int
    skills: str
    adds: PeopleAnswer


class PlaceAnswer(BaseModel):
    """A place in the line: how many come first, which steps are open, who would do, what opens next."""

    ahead: int
    competing: int = Field(description="Of those ahead, whom some agent signed on may take as well.")
    step: int
    steps: int
    skipped: list[int]
    skills: str
    kept_for: str | None
    would_do: PeopleAnswer
    signed_off: int
    next: OpeningAnswer | None


class WaitAnswer(BaseModel):
    """Why a call waits; `place` is null while it is offered, or not found on the switch."""

    queue: str
    entered_at: datetime
    waited_ms: int
    priority: int
    why: Why
    place: PlaceAnswer | None


class OfferAnswer(BaseModel):
    """One offer: why to this agent and not to the next two, and how it ended."""

    id: str
    agent: str
    name: str
    made_at: datetime
    why: Why
    state: OfferState
    ended_at: datetime | None
    ended_because: Why | None


class WhyAnswer(BaseModel):
    """Why an interaction waits, as it is now (null for one that does not), and its offers, oldest first.

    `says` is the wait in sentences, in the language of Accept-Language; `offers` is null while the database
    is away.
    """

    interaction: str
    outcome: Outcome
    says: list[str]
    wait: WaitAnswer | None
    offers: list[OfferAnswer] | None


class InLineAnswer(BaseModel):
    """A waiting call or work item; who is being offered has no position and no open step."""

    interaction: str
    number: str
    masked: str
    display: str
    channel: str
    title: str = Field(description="Of a work item.")
    queue: str | None
    entered_at: datetime
    waited_ms: int
    priority: int
    position: int | None
    expected_ms: float | None = Field(
        description="What is left to wait on average, while agents are at work."
    )
    step: int | None
    steps: int
    kept_for: str | None
    offered_to: str | None


class LineAnswer(BaseModel):
    """The first who wait, in routing order, and how many wait in all."""

    waiting: list[InLineAnswer]
    total: int


def why(
    of: Interaction, wait: Wait | None, offers: Iterable[OfferRecord] | None, site: Site, language: Language
) -> encode.Json:
    """Write why an interaction waits, and its offers."""
    reasons = wait.reasons() if wait is not None else (Reason("waits_not"),)
    return {
        "interaction": of.id,
        "outcome": of.outcome,
        "says": [reason.words(language) for reason in reasons],
        "wait": _wait(wait, site) if wait is not None else None,
        "offers": [_offer(each, site) for each in offers] if offers is not None else None,
    }


def line(whole: Line, now: datetime) -> encode.Json:
    """Write the line."""
    waiting = [
        {
            "interaction": each.record.id,
            **encode.number(each.record.number),
            "channel": each.record.channel,
            "title": each.title,
            "queue": each.record.queue,
            "entered_at": encode.instant(each.entered_at),
            "waited_ms": encode.milliseconds(now - each.entered_at),
            "priority": each.priority,
            "position": each.position,
            "expected_ms": encode.milliseconds(each.expected) if each.expected is not None else None,
            "step": each.step,
            "steps": each.steps,
            "kept_for": each.kept_for,
            "offered_to": each.offered_to,
        }
        for each in whole.first
    ]
    return {"waiting": waiting, "total": whole.total}


def _wait(told: Wait, site: Site) -> encode.Json:
    return {
        "queue": told.queue,
        "entered_at": encode.instant(told.entered_at),
        "waited_ms": encode.milliseconds(told.at - told.entered_at),
        "priority": told.priority,
        "why": encode.reason(told.why),
        "place": _place(told.place, site) if told.place is not None else None,
    }


def _place(place: Place, site: Site) -> encode.Json:
    return {
        "ahead": place.ahead,
        "competing": place.competing,
        "step": place.step,
        "steps": place.steps,
        "skipped": list(place.skipped),
        "skills": place.skills,
        "kept_for": place.kept_for,
        "would_do": _people(place.would_do, site),
        "signed_off": place.signed_off,
        "next": _opening(place.next, site) if place.next is not None else None,
    }


def _opening(then: Opening, site: Site) -> encode.Json:
    return {
        "at": encode.instant(then.at),
        "step": then.step,
        "skills": then.skills,
        "adds": _people(then.adds, site),
    }


def _people(who: People, site: Site) -> encode.Json:
    return {"agents": [_doing(each, site) for each in who.shown], "more": who.more}


def _doing(one: Doing, site: Site) -> encode.Json:
    return {
        "agent": one.agent,
        "name": one.name,
        "step": one.step,
        "what": _titled(one.what, site),
        "since": encode.instant(one.since),
        "until": encode.instant(one.until),
    }


def _titled(what: Reason, site: Site) -> encode.Json:
    """Write what an agent does; a not-ready reason of the site in the words that people know it by."""
    own = site.not_ready_reasons.get(str(what.facts.get("reason")))
    words = {
        language.value: Reason(
            what.code, {**what.facts, "reason": own.title[language]} if own else what.facts
        ).words(language)
        for language in Language
    }
    return {"code": what.code, **words, "facts": dict(what.facts)}


def _offer(made: OfferRecord, site: Site) -> encode.Json:
    agent = site.agents.get(made.agent)
    return {
        "id": made.id,
        "agent": made.agent,
        "name": agent.name if agent is not None else "",
        "made_at": encode.instant(made.made_at),
        "why": encode.reason(made.reason),
        "state": made.state,
        "ended_at": encode.instant(made.ended_at),
        "ended_because": encode.reason(made.ended_because),
    }
