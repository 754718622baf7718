"""Who buys: people or accounts, since when."""

from northing.tables import columns
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
        columns.PERSON_ID,
        columns.ACCOUNT_ID,
        Column("first_at", "instant", synonyms=("customer_since", "created_at")),
        columns.SEGMENT,
        columns.COUNTRY,
        Column("referred_by", "text"),
        Column("attributes", "json"),
    ),
    load=Upsert(key=("customer_id",)),
    at="first_at",
    continuous=False,  # a register: whom it lists first is no delivery of that day
    person_level=True,
)
