"""Who allowed what, when."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="person × purpose × instant",
    columns=(
        Column(
            "person_id",
            "person",
            "Who; hashed with the workspace key while loading.",
            required=True,
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
        Column("purpose", "text", required=True),
        Column("at", "instant", required=True),
        Column("granted", "flag", required=True),
    ),
    load=Upsert(key=("person_id", "purpose", "at")),
    at="at",
    person_level=True,
)
