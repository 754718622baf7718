"""What sales and marketing cost beside media."""

from northing.tables import columns
from northing.tables.columns import required
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="month × category × department",
    columns=(
        Column("month", "month", required=True),
        Column("category", "text", "people, tools, agency, events …", required=True),
        Column("department", "text", required=True, choices=("marketing", "sales")),
        Column("amount", "money", required=True, synonyms=("cost",)),
        required(columns.CURRENCY),
        Column("initiative", "text"),
    ),
    load=Upsert(key=("month", "category", "department", "initiative")),
    at="month",
    money_on="month",
)
