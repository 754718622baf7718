"""Answers to surveys."""

from northing.tables import columns
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row an answer",
    columns=(
        Column("response_id", "text", required=True),
        Column("survey", "text", required=True),
        Column("wave", "text"),
        Column("at", "instant", required=True),
        Column("question", "text", required=True),
        Column("score", "number"),
        Column("text", "text"),
        Column("weight", "number", minimum=0),
        columns.PERSON_ID,
        Column("attributes", "json"),
    ),
    load=Upsert(key=("response_id", "question")),
    at="at",
    continuous=False,
    person_level=True,
)
