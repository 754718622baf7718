"""New opportunities, and which of them marketing originated by three definitions."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × segment × country",
    columns=(
        Column("date", "date", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("opportunities", "integer", required=True),
        Column("value", "money", required=True),
        Column("crm_source", "money", "The CRM's source is a marketing channel.", required=True),
        Column("first_touch", "money", "The first touch is of a marketing channel.", required=True),
        Column(
            "before_sales",
            "money",
            "A marketing touch precedes the first sales touch.",
            required=True,
        ),
    ),
    made_from=("deals", "touches"),
)
