"""Quotas: a campaign is over when so many of a disposition have been reached."""

from collections.abc import Mapping

from ctid.model.reasons import Reason


def reached(quota: Mapping[str, int], given: Mapping[str, int]) -> Reason | None:
    """Say which quota is reached, if any is."""
    for disposition, count in quota.items():
        if given.get(disposition, 0) >= count:
            return Reason("quota_reached", {"disposition": disposition, "count": count})
    return None
