"""A centre with two campaigns: one that dials by itself, and one whose leads agents look at first."""

from dataclasses import replace

import pytest

from ctid.centre.centre import Centre
from ctid.model.attempts import Mode
from ctid.model.campaigns import Campaign
from ctid.model.ids import QueueName
from ctid.model.mistakes import Text
from ctid.model.reports import SwitchSeen
from ctid.model.site import Site

RENEWALS = Campaign(
    "renewals",
    Text("Renewals", "续约"),
    Mode.PREDICTIVE,
    "us",
    {"expiring": 1},
    {"": "+12025550199"},
    "Example Telecom",
    QueueName("support"),
)
LOOKED_AT = replace(RENEWALS, name="looked_at", title=Text("Looked at", "预览"), mode=Mode.PREVIEW)


def with_campaigns(site: Site, *campaigns: Campaign) -> Site:
    return replace(site, campaigns={each.name: each for each in campaigns})


@pytest.fixture
def dialer(stage):
    """A centre that is up, with both campaigns; none was ever started."""
    site = with_campaigns(stage.centre.site, RENEWALS, LOOKED_AT)
    stage.centre = Centre(site, new_offer_id=stage.centre._world.new_offer_id, read_site=lambda command: site)
    stage.happens(SwitchSeen("sw1", (), {"1001": True, "1002": True}))
    return stage
