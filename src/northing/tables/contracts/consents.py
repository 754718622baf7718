"""Who allowed what, when."""

from northing.tables import columns
from northing.tables.columns import required
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="person × purpose × instant",
    columns=(
        required(columns.PERSON_ID),
        Column("purpose", "text", required=True),
        Column("at", "instant", required=True),
        Column("granted", "flag", required=True),
    ),
    load=Upsert(key=("person_id", "purpose", "at")),
    at="at",
    person_level=True,
)
