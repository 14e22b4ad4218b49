"""The parts of the dialer put together: what a centre that dials is given."""

from collections.abc import Callable, Iterable, Mapping

from ctid.dialer.book_leads import BookLeads
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.known_law import KnownLaw, at_limit
from ctid.dialer.pacing import PACING
from ctid.dialer.pacing.power import Power
from ctid.dialer.pacing.progressive import held_back
from ctid.dialer.pacing.terms import Decision, Observation, PacingController
from ctid.dialer.reading import StoreReading
from ctid.dialer.selection.book import LeadBook
from ctid.dialer.sources import Sources
from ctid.model.attempts import Mode
from ctid.model.calling_rules import Law
from ctid.model.campaigns import Campaign
from ctid.model.site import Site


class WithinTheLaw:
    """A pacing that dials one call for each free agent while a window of the law is at its limit.

    Of few answers one loss is more than the law's share; pacing foresees that it will be made up for. The
    law is not asked to foresee: until it is made up for, an agent is held for every call.
    """

    def __init__(self, inner: PacingController) -> None:
        self._inner = inner

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start; what is seen is learnt from in any case."""
        decision, window = self._inner.decide(observation, now), at_limit(observation.tallies)
        return held_back(observation, window) if window is not None else decision


def sources_of(site: Site, laws: Iterable[Law]) -> Sources:
    """Return all that a dialer asks, with nothing known yet."""
    law, leads = KnownLaw(Rulebook(laws), site), BookLeads(LeadBook())
    return Sources(leads, law, _pacing(), StoreReading(leads, law))


def _pacing() -> Mapping[Mode, Callable[[Campaign], PacingController]]:
    plain = {mode: _plain(make) for mode, make in PACING.items()}
    return {**plain, Mode.POWER: lambda campaign: WithinTheLaw(Power(campaign.ratio))}


def _plain(make: Callable[[], PacingController]) -> Callable[[Campaign], PacingController]:
    return lambda campaign: WithinTheLaw(make())
