"""The tables of what campaigns are doing. A column has the name and the meaning of the model's field."""

from sqlalchemy import Boolean, Column, Table

from ctid.model.campaigns import CampaignState
from ctid.model.reasons import Reason
from ctid.store.columns import Instant, OneOf, Value, Words
from ctid.store.tables import metadata

campaign_statuses = Table(
    "campaign_statuses",
    metadata,
    Column("campaign", Words, primary_key=True),
    Column("state", OneOf(CampaignState), nullable=False),
    Column("since", Instant, nullable=False),
    Column("who", Words, nullable=False),
    Column("reason", Value(Reason), nullable=False),
)

kill_switch = Table(
    "kill_switch",
    metadata,
    Column("id", Words, primary_key=True),  # there is one
    Column("killed", Boolean, nullable=False),
    Column("who", Words, nullable=False),
    Column("since", Instant, nullable=False),
)
