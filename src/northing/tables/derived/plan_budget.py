"""Money of budget lines by month and state, and which objective it serves."""

from northing.tables.contract import Column
from northing.tables.derived_table import PLAN, Derived

ENTRY = Derived(
    title="month × state × budget line × objective",
    columns=(
        Column("month", "month", "First day of the month.", required=True),
        Column("state", "text", "planned, forecast, committed or actual.", required=True),
        Column("budget_line", "text", required=True),
        Column("objective", "text", "Key of the objective, run or none.", required=True),
        Column("initiative", "text"),
        Column("category", "text", required=True),
        Column("channel", "channel"),
        Column("country", "text"),
        Column("bet", "text", "proven, growing or exploring."),
        Column("account", "text"),
        Column("cost_centre", "text"),
        Column("amount", "money", "Null where no rate is known."),
        Column("rate_on", "date", "Day of the rate; for months ahead the newest."),
    ),
    made_from=(PLAN, "fx"),
)
