"""Credit of each additive rule by country and device; no channel is unattributed."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × kind × channel × country × device, wide by rule",
    columns=(
        Column("date", "date", required=True),
        Column("kind", "text", required=True),
        Column("channel", "channel", "Null: unattributed."),
        Column("country", "text"),
        Column("device", "text"),
    ),
    made_from=(
        "touches",
        "conversions",
    ),
    per_rule=(Column("conversions", "number"), Column("value", "number")),
)
