"""What was spent and seen each day, in the reporting currency."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × channel × campaign × content × country × device × source",
    columns=(
        Column("date", "date", required=True),
        Column("channel", "channel"),
        Column("campaign", "campaign"),
        Column("content", "text"),
        Column("country", "text"),
        Column("device", "text"),
        Column("source", "text"),
        Column("amount", "money", "Media spend.", required=True),
        Column("impressions", "integer", "Null where the source reports none."),
        Column("clicks", "integer", "Null where the source reports none."),
        Column(
            "platform_conversions",
            "number",
            "What the platform claims; never summed over platforms.",
        ),
        Column("platform_value", "money", "What the platform claims."),
    ),
    made_from=("spend",),
)
