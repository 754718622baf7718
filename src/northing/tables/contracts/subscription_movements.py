"""Monthly recurring revenue gained, grown, shrunk and lost."""

from northing.tables import columns
from northing.tables.columns import required
from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="account × month × kind",
    columns=(
        required(columns.ACCOUNT_ID),
        Column("month", "month", required=True),
        Column(
            "kind",
            "text",
            required=True,
            choices=("new", "expansion", "contraction", "churn", "reactivation"),
        ),
        Column(
            "mrr", "money", "Always positive; the kind says which way.", required=True, minimum=0
        ),
        required(columns.CURRENCY),
    ),
    load=Upsert(key=("account_id", "month", "kind")),
    at="month",
    money_on="month",
)
