"""How many of those who became a lead, an mql or an sql on a day went on, and after how long."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date of entry × kind × segment × country × days until the next stage",
    columns=(
        Column("date", "date", required=True),
        Column("kind", "text", "The stage entered: lead, mql or sql.", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("age_days", "integer", "Null: not gone on by as-of."),
        Column("entrants", "integer", required=True),
    ),
    made_from=("conversions", "deals"),
)
