"""The numbers by which objectives are judged, as planned."""

from northing.tables.contract import Column
from northing.tables.derived_table import PLAN, Derived

ENTRY = Derived(
    title="one row a key result",
    columns=(
        Column("key", "text", required=True),
        Column("objective", "text", required=True),
        Column("title", "text", required=True),
        Column("owner", "text", required=True),
        Column("kind", "text", "count, from_to, lift, hold or milestone.", required=True),
        Column("metric", "text", "As a reference; empty where the value is reported."),
        Column("baseline", "number"),
        Column("target", "number", required=True),
        Column("unit", "text"),
        Column("better", "text", "up or down.", required=True),
        Column("commitment", "text", "committed or stretch.", required=True),
        Column("leads", "text", "leading or lagging.", required=True),
        Column("starts", "date", required=True),
        Column("due", "date", required=True),
    ),
    made_from=(PLAN,),
)
