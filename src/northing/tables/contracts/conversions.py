"""Leads, qualified leads, opportunities, wins, sign-ups, orders: what marketing works for."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row a conversion",
    columns=(
        Column(
            "conversion_id",
            "text",
            required=True,
            synonyms=("id", "lead_id", "mql_id", "event_id"),
        ),
        Column(
            "person_id",
            "person",
            "Who; hashed with the workspace key while loading.",
            synonyms=(
                "customer_id",
                "user_id",
                "visitor_id",
                "cookie",
                "cookie_id",
                "client_id",
                "contact_id",
                "email",
                "fullVisitorId",
                "anonymous_id",
            ),
        ),
        Column(
            "account_id",
            "account",
            "The company or household behind the person.",
            synonyms=("company_id", "account", "organisation_id", "organization_id"),
        ),
        Column(
            "at",
            "instant",
            required=True,
            synonyms=(
                "timestamp",
                "converted_at",
                "conversion_date",
                "created_at",
                "time",
            ),
        ),
        Column(
            "kind",
            "text",
            "lead, mql, sql, opportunity, won, lost, signup, order …",
            required=True,
            synonyms=("conversion_type", "stage", "event"),
        ),
        Column("value", "money", synonyms=("amount", "revenue", "conversion_value")),
        Column(
            "currency",
            "currency",
            "ISO 4217; required where an amount stands.",
            synonyms=("currency_code",),
        ),
        Column(
            "segment",
            "text",
            "Customer segment.",
            synonyms=("customer_segment", "business_segment"),
        ),
        Column(
            "country",
            "text",
            "ISO 3166-1 alpha-2 where the source has it.",
            synonyms=("country_code", "region_country", "Land", "Pays"),
        ),
        Column(
            "device",
            "text",
            "desktop, mobile, tablet …",
            synonyms=("device_category", "device_type", "Geraet", "Gerät"),
        ),
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
        key=("conversion_id",),
        first_kept=(
            "declared_channel",
            "declared_campaign",
            "declared_by",
            "declared_at",
        ),
    ),
    at="at",
    money_on="at",
    person_level=True,
)
