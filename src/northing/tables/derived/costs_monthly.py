"""What sales and marketing cost beside media, each month."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="month × category × department × initiative",
    columns=(
        Column("month", "month", "First day of the month.", required=True),
        Column("category", "text", required=True),
        Column("department", "text", required=True),
        Column("initiative", "text"),
        Column("amount", "money", required=True),
    ),
    made_from=("costs",),
)
