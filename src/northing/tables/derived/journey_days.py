"""How long journeys take from their first touch to a conversion that is revenue."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="kind × days",
    columns=(
        Column("kind", "text", required=True),
        Column("days", "integer", "Whole days from the first touch.", required=True),
        Column("conversions", "integer", required=True),
    ),
    made_from=(
        "touches",
        "conversions",
    ),
)
