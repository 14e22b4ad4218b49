"""Who is likely to answer, for every campaign: the one door to what is learnt of it.

A campaign begins with what the store has counted of its latest dials, and goes on with those that it hears
of. What was learnt stays while the daemon runs, so a campaign that begins anew, with other lists, need not
read it again. All that is learnt from comes in as inputs, in one order: told the same, it says the same.

What is told of a lead is how it differs: its chance if the campaign's rate were the usual one. How often a
campaign's calls are answered now pacing learns by itself, as a factor upon all chances, quickly and with
caution. Were the rate in the chances too, both would learn one fall at the same time and count it twice,
just when least is known: so a team whose calls were answered less often than usual lost its first hour's
people at once, and dialled one by one afterwards.
"""

from ctid.dialer.answering.additive import USUAL
from ctid.dialer.answering.believed import Believed
from ctid.dialer.answering.traits import of_dial, of_tried
from ctid.model.attempts import Attempt
from ctid.model.lead_queries import CampaignOpened
from ctid.model.leads import Lead
from ctid.model.tried import TELLING, Tried

LATEST = 2000  # dials that are learnt from at the beginning: while it learns, nothing else is decided


class KnownChances:
    """What is known of campaigns' dials, by the name of the campaign."""

    def __init__(self) -> None:
        self._known: dict[str, Believed] = {}

    def lacks(self, campaign: str) -> int:
        """Return of how many dials the store is to tell when a campaign begins."""
        return 0 if campaign in self._known else LATEST

    def opened(self, told: CampaignOpened) -> None:
        """Learn what the store has counted, once."""
        if told.campaign not in self._known:
            known = self._known[told.campaign] = Believed()
            for tried in told.tried:
                _learn_counted(known, tried)

    def of(self, lead: Lead, attempt: Attempt) -> float | None:
        """Return the chance that a person answers, as of a usual campaign; None of one that has not begun."""
        known = self._known.get(attempt.campaign)
        return USUAL * known.beside_rate(of_dial(lead, attempt)) if known is not None else None

    def learn(self, lead: Lead, attempt: Attempt, *, answered: bool) -> None:
        """Learn from an attempt whether a person answered, if it tells anything of people."""
        known = self._known.get(attempt.campaign)
        if known is not None and (attempt.outcome is None or attempt.outcome in TELLING):
            known.learn(of_dial(lead, attempt), answered=answered)


def _learn_counted(known: Believed, tried: Tried) -> None:
    """Learn from dials that were alike, those that were answered spread evenly among the others."""
    traits = of_tried(tried)
    for n in range(tried.many):
        more = (n + 1) * tried.answered // tried.many > n * tried.answered // tried.many
        known.learn(traits, answered=more)
