"""What social networks and e-mail report each day."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × network × content",
    columns=(
        Column("date", "date", required=True),
        Column("network", "text", required=True),
        Column("content", "text"),
        Column("impressions", "integer"),
        Column("reach", "integer"),
        Column("engagements", "integer"),
        Column("delivered", "integer"),
        Column("opens", "integer"),
        Column("clicks", "integer"),
        Column("unsubscribes", "integer"),
    ),
    made_from=("engagement",),
)
