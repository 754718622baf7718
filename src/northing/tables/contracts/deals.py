"""Deals as they were at each change, edits included."""

from northing.tables import columns
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="deal × instant",
    columns=(
        Column("deal_id", "text", required=True, synonyms=("opportunity_id",)),
        Column(
            "at",
            "instant",
            required=True,
            synonyms=("changed_at", "updated_at", "date_entered", "timestamp"),
        ),
        Column(
            "stage",
            "text",
            "opportunity, negotiation …, won, lost.",
            required=True,
            synonyms=("deal_stage", "dealstage", "stage_name"),
        ),
        Column("amount", "money", synonyms=("deal_amount", "value")),
        columns.CURRENCY_OF_AMOUNT,
        Column("expected_close", "date", may_be_future=True, synonyms=("close_date", "closedate")),
        columns.SEGMENT,
        columns.ACCOUNT_ID,
    ),
    load=Upsert(key=("deal_id", "at")),
    at="at",
    money_on="at",
)
