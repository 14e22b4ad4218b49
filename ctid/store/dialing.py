"""What campaigns were doing when the last run ended."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.dialing import CampaignStatus, KillSwitch
from ctid.store.dialing_tables import campaign_statuses, kill_switch


async def campaigns_then(connection: AsyncConnection) -> tuple[CampaignStatus, ...]:
    """Return what each campaign that was ever started is doing."""
    rows = await connection.execute(select(campaign_statuses).order_by(campaign_statuses.c.campaign))
    return tuple(CampaignStatus(**row) for row in rows.mappings())


async def kill_switch_then(connection: AsyncConnection) -> KillSwitch | None:
    """Return the switch above all campaigns, None if it was never used."""
    row = (await connection.execute(select(kill_switch))).one_or_none()
    return KillSwitch(row.killed, row.who, row.since) if row is not None else None
