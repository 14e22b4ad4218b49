"""The parts of the dialer put together: what a centre that dials is given."""

from collections.abc import Callable, Iterable, Mapping

from ctid.dialer.answering.chances import KnownChances
from ctid.dialer.book_leads import BookLeads
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.known_law import KnownLaw
from ctid.dialer.pacing import PACING
from ctid.dialer.pacing.power import Power
from ctid.dialer.pacing.terms import PacingController
from ctid.dialer.reading import StoreReading
from ctid.dialer.selection.book import LeadBook
from ctid.dialer.sources import Sources
from ctid.model.attempts import Mode
from ctid.model.calling_rules import Law
from ctid.model.campaigns import Campaign
from ctid.model.site import Site


def sources_of(site: Site, laws: Iterable[Law]) -> Sources:
    """Return all that a dialer asks, with nothing known yet."""
    law, leads, chances = KnownLaw(Rulebook(laws), site), BookLeads(LeadBook()), KnownChances()
    return Sources(leads, law, _pacing(), StoreReading(leads, law, chances), chances)


def _pacing() -> Mapping[Mode, Callable[[Campaign], PacingController]]:
    plain = {mode: _plain(make) for mode, make in PACING.items()}
    return {**plain, Mode.POWER: lambda campaign: Power(campaign.ratio)}


def _plain(make: Callable[[], PacingController]) -> Callable[[Campaign], PacingController]:
    return lambda campaign: make()
