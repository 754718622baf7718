"""Exchange rates to the reporting currency."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="date × currency",
    columns=(
        Column("date", "date", required=True),
        Column("currency", "currency", required=True),
        Column(
            "rate",
            "rate",
            "Reporting currency for one unit of `currency`.",
            required=True,
            minimum=0.00000001,
        ),
    ),
    load=Upsert(key=("date", "currency")),
    at="date",
    delivered_by=("currency",),
)
