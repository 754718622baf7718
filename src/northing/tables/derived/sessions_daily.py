"""Sessions of the site each day, as web analytics counts them."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × channel × campaign × landing page × country × device × source",
    columns=(
        Column("date", "date", required=True),
        Column("channel", "channel"),
        Column("campaign", "campaign"),
        Column("landing_page", "text"),
        Column("country", "text"),
        Column("device", "text"),
        Column("source", "text"),
        Column("sessions", "integer", required=True),
        Column("engaged", "integer", "Null where the source does not tell."),
        Column("conversions", "number", "What web analytics counts; null where it does not."),
    ),
    made_from=("sessions",),
)
