"""What else moves results: price, promotion, holiday, weather."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="date × region × name",
    columns=(
        Column("date", "date", required=True, may_be_future=True),
        Column("region", "text"),
        Column("name", "text", required=True),
        Column("value", "number", required=True),
    ),
    load=Upsert(key=("date", "region", "name")),
    at="date",
    continuous=False,
)
