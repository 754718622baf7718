"""Monthly recurring revenue gained and lost, in the reporting currency."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="month × segment × country",
    columns=(
        Column("month", "month", "First day of the month.", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("new", "money", required=True),
        Column("new_margin", "money", "New revenue times the margin rate.", required=True),
        Column("expansion", "money", required=True),
        Column("contraction", "money", required=True),
        Column("churn", "money", required=True),
        Column("reactivation", "money", required=True),
        Column("new_accounts", "integer", required=True),
    ),
    made_from=("subscription_movements",),
)
