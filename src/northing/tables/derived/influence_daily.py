"""Conversions that a marketing touch preceded, each counted once in every way of counting."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × kind × segment × country × device × way of counting",
    columns=(
        Column("date", "date", required=True),
        Column("kind", "text", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("device", "text"),
        Column(
            "counted_by",
            "text",
            "all, channel, campaign, or channel × campaign: never add two of them.",
            required=True,
        ),
        Column("channel", "channel"),
        Column("campaign", "campaign"),
        Column("conversions", "integer", required=True),
        Column("value", "money", required=True),
    ),
    made_from=("touches", "conversions"),
)
