"""New customers each day, by the workspace's rule of who is new."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × segment × country",
    columns=(
        Column("date", "date", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("customers", "integer", required=True),
        Column("referred", "integer", "Sent by another; null where no customer says so."),
    ),
    made_from=(
        "orders",
        "deals",
        "conversions",
        "customers",
    ),
)
