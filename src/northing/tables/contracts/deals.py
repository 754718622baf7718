"""Deals as they were at each change, edits included."""

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
        Column(
            "currency",
            "currency",
            "ISO 4217; required where an amount stands.",
            synonyms=("currency_code",),
        ),
        Column(
            "expected_close",
            "date",
            may_be_future=True,
            synonyms=("close_date", "closedate"),
        ),
        Column(
            "segment",
            "text",
            "Customer segment.",
            synonyms=("customer_segment", "business_segment"),
        ),
        Column(
            "account_id",
            "account",
            "The company or household behind the person.",
            synonyms=("company_id", "account", "organisation_id", "organization_id"),
        ),
    ),
    load=Upsert(key=("deal_id", "at")),
    at="at",
    money_on="at",
)
