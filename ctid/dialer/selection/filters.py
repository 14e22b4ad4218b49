"""A campaign's filters: leads are called only if their facts are among those named."""

from collections.abc import Mapping

from ctid.model.leads import Lead


def fits(lead: Lead, only: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether a lead passes every filter; a fact that it lacks passes none."""
    return all(lead.facts.get(name) in values for name, values in only.items())
