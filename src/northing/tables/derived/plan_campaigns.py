"""Which initiative each campaign of the data belongs to, and how that is known."""

from northing.tables.contract import Column
from northing.tables.derived_table import PLAN, Derived

ENTRY = Derived(
    title="campaign × channel",
    columns=(
        Column("campaign", "campaign", required=True),
        Column("channel", "channel"),
        Column("initiative", "text", "Null where it belongs to none."),
        Column("matched", "text", "stated, rule or none.", required=True),
        Column("pattern", "text", "Of the rule."),
        Column("problem", "text", "What is wrong, in a sentence."),
        Column("first_spend", "date", "Else the table's start."),
        Column("last_spend", "date", "Else the table's end."),
        Column("spend", "money", required=True),
    ),
    made_from=(PLAN, "campaigns", "spend"),
)
