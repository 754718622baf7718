"""Campaigns and the initiative, partner and audience they belong to."""

from northing.tables import columns
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row a campaign",
    columns=(
        Column("campaign", "text", required=True, synonyms=("campaign_name", "name")),
        columns.CHANNEL,
        Column("initiative", "text"),
        Column("partner", "text", "Agency that runs it."),
        Column("audience", "text"),
        Column("starts", "date", may_be_future=True, synonyms=("start_date",)),
        Column("ends", "date", may_be_future=True, synonyms=("end_date",)),
    ),
    load=Upsert(key=("campaign",)),
)
