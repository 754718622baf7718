"""Orders of the shop; returns are negative."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row an order or return",
    columns=(
        Column(
            "order_id",
            "text",
            required=True,
            synonyms=("transaction_id", "invoice", "order_number"),
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
            "at",
            "instant",
            required=True,
            synonyms=(
                "timestamp",
                "ordered_at",
                "order_date",
                "purchased_at",
                "created_at",
            ),
        ),
        Column(
            "revenue",
            "money",
            required=True,
            synonyms=("amount", "total", "order_value", "price", "net_revenue"),
        ),
        Column("margin", "money", synonyms=("gross_margin",)),
        Column(
            "currency",
            "currency",
            "ISO 4217.",
            required=True,
            synonyms=("currency_code", "Währung", "devise"),
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
    ),
    load=Upsert(key=("order_id",)),
    at="at",
    money_on="at",
    person_level=True,
)
