"""An attempt: one dial of one number of one lead, from the decision to its end, and all that proves it.

The record is the evidence. It is written before anything is dialled, it says by which version of which rules
the call was allowed, and it only ever gains facts. An attempt of which nobody knows whether it was dialled is
`UNKNOWN`, and its number is not dialled again by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import AgentId, InteractionId, LegId
from ctid.model.reasons import Reason


class Mode(StrEnum):
    """How a campaign decides when to dial (ctid/dialer/pacing, one file each)."""

    PREVIEW = "preview"
    PROGRESSIVE = "progressive"
    POWER = "power"
    PREDICTIVE = "predictive"
    AGENTLESS = "agentless"


class AttemptState(StrEnum):
    """Where an attempt is."""

    COMMITTED = "committed"  # written down; not sent
    DIALLING = "dialling"  # sent to the switch
    RINGING = "ringing"
    CLASSIFYING = "classifying"  # answered; person or machine is being found out
    WAITING = "waiting"  # a person, for an agent, two seconds long
    CONNECTED = "connected"  # with an agent; or, without agents, with the message and its keys
    MESSAGE = "message"  # no agent came in time: the message is played
    ENDED = "ended"
    UNKNOWN = "unknown"  # after a crash: nobody knows whether it was dialled


class AttemptOutcome(StrEnum):
    """What came of an attempt, as the switch knows it. What the agent says of it is a disposition."""

    CONNECTED = "connected"  # a person, with an agent in time (or with the message of an agentless campaign)
    ABANDONED = "abandoned"  # a person, and no agent in time
    HUNG_UP = "hung_up"  # a person who left before an agent could be late
    MACHINE = "machine"
    FAX = "fax"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"  # the phone or the network refused the call
    INVALID = "invalid"  # no such number, or it has been disconnected
    CONGESTED = "congested"  # the trunk or the network could not
    CANCELLED = "cancelled"  # we stopped it before it was answered
    NOT_DIALLED = "not_dialled"  # written down and provably never sent
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why the call was allowed: each rule that was asked, with the version of the profile it stands in.

    `profile` names it ("us"), `version` is its date ("2026-01-01"), `rules` maps each rule's code to what it
    saw ("calling_hours" → "10:14 in America/New_York, 08:00–21:00").
    """

    profile: str
    version: str
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One dial. Times are aware UTC; `number` and `shown` are E.164.

    `leg` is that of the line which dials until the person's own is known.
    `greeting_ended_at` is when the answering person had finished speaking, where that is known; `verdict` is
    the detector's, with its `verdict_cause`. `cause` is Q.850's, `sip` the final SIP status.
    `reason` says why it ended as it did.
    """

    id: str
    campaign: str
    lead: str
    number: str
    shown: str
    mode: Mode
    evidence: Evidence
    committed_at: datetime
    state: AttemptState = AttemptState.COMMITTED
    outcome: AttemptOutcome | None = None
    leg: LegId | None = None
    interaction: InteractionId | None = None
    agent: AgentId | None = None
    dialled_at: datetime | None = None
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    greeting_ended_at: datetime | None = None
    verdict: str = ""
    verdict_cause: str = ""
    verdict_at: datetime | None = None
    connected_at: datetime | None = None
    message_at: datetime | None = None
    ended_at: datetime | None = None
    cause: int | None = None
    sip: int | None = None
    disposition: str = ""
    reason: Reason | None = None
