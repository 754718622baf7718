"""Orders of the shop; returns are negative."""

from northing.tables import columns
from northing.tables.columns import required
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
        columns.PERSON_ID,
        Column(
            "at",
            "instant",
            required=True,
            synonyms=("timestamp", "ordered_at", "order_date", "purchased_at", "created_at"),
        ),
        Column(
            "revenue",
            "money",
            required=True,
            synonyms=("amount", "total", "order_value", "price", "net_revenue"),
        ),
        Column("margin", "money", synonyms=("gross_margin",)),
        required(columns.CURRENCY),
        columns.SEGMENT,
        columns.COUNTRY,
    ),
    load=Upsert(key=("order_id",)),
    at="at",
    money_on="at",
    person_level=True,
)
