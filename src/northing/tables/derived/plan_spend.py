"""What was spent by month, and which objective it served."""

from northing.tables.contract import Column
from northing.tables.derived_table import PLAN, Derived

ENTRY = Derived(
    title="month × objective × initiative × category × channel × campaign",
    columns=(
        Column("month", "month", "First day of the month.", required=True),
        Column("objective", "text", "Key of the objective, run or none.", required=True),
        Column("initiative", "text"),
        Column("category", "text", "media; people, tools, agency … of costs.", required=True),
        Column("channel", "channel"),
        Column("campaign", "campaign"),
        Column("amount", "money", required=True),
    ),
    made_from=(PLAN, "spend", "costs"),
)
