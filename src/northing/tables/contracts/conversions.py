"""Leads, qualified leads, opportunities, wins, sign-ups, orders: what marketing works for."""

from northing.tables import columns
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row a conversion",
    columns=(
        Column(
            "conversion_id", "text", required=True, synonyms=("id", "lead_id", "mql_id", "event_id")
        ),
        columns.PERSON_ID,
        columns.ACCOUNT_ID,
        Column(
            "at",
            "instant",
            required=True,
            synonyms=("timestamp", "converted_at", "conversion_date", "created_at", "time"),
        ),
        Column(
            "kind",
            "text",
            "lead, mql, sql, opportunity, won, lost, signup, order …",
            required=True,
            synonyms=("conversion_type", "stage", "event"),
        ),
        Column("value", "money", synonyms=("amount", "revenue", "conversion_value")),
        columns.CURRENCY_OF_AMOUNT,
        columns.SEGMENT,
        columns.COUNTRY,
        columns.DEVICE,
        Column("deal_id", "text"),
        Column(
            "declared_channel",
            "channel",
            "What the form, the CRM or the customer said.",
            synonyms=("lead_source", "original_source"),
        ),
        Column("declared_campaign", "campaign"),
        Column("declared_by", "text", "form, crm or customer."),
        Column("declared_at", "instant"),
    ),
    load=Upsert(
        key=("conversion_id", "kind"),
        first_kept=("declared_channel", "declared_campaign", "declared_by", "declared_at"),
    ),
    at="at",
    delivered_by=("kind",),
    money_on="at",
    person_level=True,
)
