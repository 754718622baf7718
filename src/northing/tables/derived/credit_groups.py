"""Credit of each additive rule in 64 random groups of people: what intervals are made of."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="span × kind × people group × channel × campaign, wide by rule",
    columns=(
        Column(
            "span",
            "date",
            "First day of a week, or of the part of it that lies in one month.",
            required=True,
        ),
        Column("kind", "text", required=True),
        Column("people_group", "integer", "0 to 63, by the hash of the person.", required=True),
        Column("channel", "channel", "Null: unattributed."),
        Column("campaign", "campaign"),
    ),
    made_from=(
        "touches",
        "conversions",
    ),
    per_rule=(Column("conversions", "number"), Column("value", "number")),
)
