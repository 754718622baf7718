"""What became of the deals that turned into opportunities on a day."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date of becoming an opportunity × segment × days until the end",
    columns=(
        Column("date", "date", required=True),
        Column("segment", "text"),
        Column("age_days", "integer", "Until won or lost; null: open."),
        Column("entrants", "integer", required=True),
        Column("won", "integer", required=True),
        Column("lost", "integer", required=True),
        Column("open", "integer", "Neither won nor lost at as-of.", required=True),
        Column("amount", "money", "The last amount at as-of."),
    ),
    made_from=("deals",),
)
