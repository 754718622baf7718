"""How journeys moved from channel to channel: what Markov is solved from."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="month × kind × from state × to state × people group",
    columns=(
        Column("month", "month", "First day of the month of the journey's end.", required=True),
        Column("kind", "text", required=True),
        Column("from_state", "text", "start or a channel.", required=True),
        Column("to_state", "text", "A channel, conversion or null.", required=True),
        Column("people_group", "integer", "0 to 63, by the hash of the person.", required=True),
        Column("transitions", "integer", required=True),
    ),
    made_from=(
        "touches",
        "conversions",
    ),
)
