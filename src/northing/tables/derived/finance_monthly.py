"""The ledger by month, in the reporting currency."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="month × account × cost centre × side",
    columns=(
        Column("month", "month", required=True),
        Column("account", "text", required=True),
        Column("cost_centre", "text", required=True),
        Column(
            "side",
            "text",
            "income: accounts that ever carry revenue; cost: the others.",
            required=True,
        ),
        Column("plan", "money"),
        Column("commitment", "money"),
        Column("actual", "money"),
        Column("revenue", "money"),
        Column("margin", "money"),
        Column("marketing_envelope", "money"),
    ),
    made_from=("finance",),
)
