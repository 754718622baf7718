"""What became of leads, by the day on which they entered and by what brought them."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date of entry × entry × channel × campaign × stage × days, wide by rule",
    columns=(
        Column("date", "date", "Day on which the lead entered.", required=True),
        Column("entry", "text", "Kind of conversion that they entered with.", required=True),
        Column("channel", "channel", "That brought the lead; null: unattributed."),
        Column("campaign", "campaign"),
        Column("stage", "text", "The entry, or a later stage that was reached.", required=True),
        Column("days", "integer", "From the entry to the stage.", required=True),
    ),
    made_from=(
        "touches",
        "conversions",
        "deals",
        "identity_links",
    ),
    per_rule=(Column("conversions", "number"), Column("value", "number")),
)
