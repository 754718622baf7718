"""Customers by the day of their first purchase, with what they brought since."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date and kind of the first purchase × segment × country × days until the second one",
    columns=(
        Column("date", "date", required=True),
        Column("kind", "text", "Kind of the first purchase: order or won.", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("age_days", "integer", "Null: no second purchase by as-of."),
        Column("customers", "integer", required=True),
        Column("margin", "money", "To date.", required=True),
        Column("within_30", "integer", "Second purchase within 30 days.", required=True),
        Column("within_90", "integer", required=True),
        Column("within_365", "integer", required=True),
    ),
    made_from=("orders", "deals", "conversions"),
)
