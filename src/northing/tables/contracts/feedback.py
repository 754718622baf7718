"""What people say: reviews, mentions, tickets, interviews."""

from northing.tables import columns
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
            choices=("review", "mention", "ticket", "interview", "focus group", "sales note"),
        ),
        Column("text", "text", required=True),
        Column("score", "number"),
        Column("reach", "integer", minimum=0),
        Column("brand", "text", "own, or the competitor."),
        columns.PERSON_ID,
        columns.ACCOUNT_ID,
    ),
    load=Upsert(key=("feedback_id",)),
    at="at",
    person_level=True,
)
