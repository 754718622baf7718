"""What was declared with conversions, beside the channel of their last touch."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × kind × declared channel × channel of the last touch",
    columns=(
        Column("date", "date", required=True),
        Column("kind", "text", required=True),
        Column("declared_channel", "channel", "Null: nothing was declared."),
        Column("last_channel", "channel", "Null: no touch within the lookback."),
        Column("conversions", "number", required=True),
    ),
    made_from=(
        "touches",
        "conversions",
    ),
)
