"""Checking campaigns before they are started: their configuration, the law, and the lists as they are."""

from ctid.config.campaign_laws import check_lists, check_shares
from ctid.config.settings import Settings
from ctid.model.campaigns import Campaign
from ctid.model.mistakes import Mistaken
from ctid.runtime.clock import SystemClock
from ctid.runtime.sources import in_force, read_sources
from ctid.store.store import Store


async def checked(settings: Settings) -> tuple[Campaign, ...]:
    """Return the campaigns, if nothing is wrong. Raises Mistaken with every mistake."""
    sources = read_sources(settings.site)
    campaigns = tuple(sources.site.campaigns.values())
    store = await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())
    try:
        lists = await store.lists_seen()
    finally:
        await store.close()
    profiles, file = in_force(sources.laws), str(settings.site.centre)
    held = ((campaign, profiles.get(campaign.profile)) for campaign in campaigns)
    found = [
        mistake
        for campaign, rules in held
        if rules is not None
        for mistake in check_lists(campaign, rules, lists, file)
    ]
    found += check_shares(campaigns, file)
    if found:
        raise Mistaken(found)
    return campaigns
