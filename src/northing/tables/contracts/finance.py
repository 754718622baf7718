"""The ledger: plan, commitment, actual, revenue, margin, envelope."""

from northing.tables import columns
from northing.tables.columns import required
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="month × account × cost centre",
    columns=(
        Column("month", "month", required=True, may_be_future=True),
        Column("account", "text", required=True),
        Column(
            "cost_centre",
            "text",
            required=True,
            synonyms=("cost_center", "costcentre", "costcenter"),
        ),
        Column("plan", "money"),
        Column("commitment", "money"),
        Column("actual", "money"),
        Column("revenue", "money"),
        Column("margin", "money"),
        Column("marketing_envelope", "money"),
        required(columns.CURRENCY),
    ),
    load=Upsert(key=("month", "account", "cost_centre")),
    at="month",
    money_on="month",
)
