"""Who buys: people or accounts, since when."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row a person or account",
    columns=(
        Column(
            "customer_id",
            "text",
            "An identifier of the row: of the account, or a pseudonym of the person.",
            required=True,
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
        Column("first_at", "instant", synonyms=("customer_since", "created_at")),
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
        Column("referred_by", "text"),
        Column("attributes", "json"),
    ),
    load=Upsert(key=("customer_id",)),
    at="first_at",
    person_level=True,
)
