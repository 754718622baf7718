"""Money of each month by objective, beside what the agreed share would be."""

from northing.tables.contract import Column
from northing.tables.derived_table import PLAN, Derived

ENTRY = Derived(
    title="month × objective",
    columns=(
        Column("month", "month", "First day of the month.", required=True),
        Column("objective", "text", "Key of the objective, run or none.", required=True),
        Column("linked", "money", "Spent on it.", required=True),
        Column("target", "money", "Its agreed share of everything spent.", required=True),
        Column("everything", "money", "Spent in the month.", required=True),
    ),
    made_from=(PLAN, "spend", "costs"),
)
