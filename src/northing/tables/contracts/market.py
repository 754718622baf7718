"""Market sizes, shares of voice, searches."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="period × segment × brand × measure",
    columns=(
        Column("period", "date", required=True),
        Column("segment", "text"),
        Column("brand", "text", required=True),
        Column(
            "measure",
            "text",
            required=True,
            choices=("sales value", "sales volume", "media spend", "mentions", "searches"),
        ),
        Column("value", "number", required=True),
        Column("source", "text", required=True),
        Column("revision", "integer"),
    ),
    load=Upsert(key=("period", "segment", "brand", "measure", "source")),
    at="period",
    continuous=False,
)
