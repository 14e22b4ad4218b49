"""What a campaign is doing, as a table.

A supervisor starts, pauses and stops; what stands in the way (the switch is not seen, nothing can be written)
holds a campaign that runs and releases it again by itself. Who pauses what is held means it: nothing runs
again without a person's word.
"""

from enum import Enum, auto

from ctid.model.attempts import Attempt
from ctid.model.campaigns import Campaign, CampaignState
from ctid.model.mistakes import Text


class CampaignMove(Enum):
    """What may move a campaign."""

    START = auto()
    PAUSE = auto()
    STOP = auto()
    HOLD = auto()
    RELEASE = auto()


S, M = CampaignState, CampaignMove

TRANSITIONS: dict[tuple[CampaignState, CampaignMove], CampaignState] = {
    (S.STOPPED, M.START): S.RUNNING,
    (S.PAUSED, M.START): S.RUNNING,
    (S.PAUSED, M.STOP): S.STOPPED,
    (S.RUNNING, M.PAUSE): S.PAUSED,
    (S.RUNNING, M.STOP): S.STOPPED,
    (S.RUNNING, M.HOLD): S.HELD,
    (S.HELD, M.RELEASE): S.RUNNING,
    (S.HELD, M.PAUSE): S.PAUSED,
    (S.HELD, M.STOP): S.STOPPED,
}


def advance(state: CampaignState, move: CampaignMove) -> CampaignState | None:
    """Return the state after `move`, or None when the move has no place in `state`."""
    return TRANSITIONS.get((state, move))


def gone(attempt: Attempt) -> Campaign:
    """Return the campaign of an attempt as far as it is known where the site has it no more.

    Nobody is called for it, but a call of it may still end, and the lead goes on by the rules for all.
    """
    name = Text(attempt.campaign, attempt.campaign)
    return Campaign(attempt.campaign, name, attempt.mode, attempt.evidence.profile, {}, {}, "")
