"""What originated the opportunities that marketing sourced, by each of the three definitions."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × definition × channel × campaign",
    columns=(
        Column("date", "date", required=True),
        Column(
            "definition",
            "text",
            "crm_source, first_touch or before_sales: never add two of them.",
            required=True,
        ),
        Column("channel", "channel", "The marketing channel that it came from.", required=True),
        Column("campaign", "campaign"),
        Column("opportunities", "integer", required=True),
        Column("value", "money", required=True),
    ),
    made_from=("deals", "touches"),
)
