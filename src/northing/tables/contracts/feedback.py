"""What people say: reviews, mentions, tickets, interviews."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row an utterance",
    columns=(
        Column("feedback_id", "text", required=True),
        Column("at", "instant", required=True),
        Column(
            "kind",
            "text",
            required=True,
            choices=(
                "review",
                "mention",
                "ticket",
                "interview",
                "focus group",
                "sales note",
            ),
        ),
        Column("text", "text", required=True),
        Column("score", "number"),
        Column("reach", "integer", minimum=0),
        Column("brand", "text", "own, or the competitor."),
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
    ),
    load=Upsert(key=("feedback_id",)),
    at="at",
    person_level=True,
)
