"""What the company wants to reach, as planned."""

from northing.tables.contract import Column
from northing.tables.derived_table import PLAN, Derived

ENTRY = Derived(
    title="one row an objective",
    columns=(
        Column("key", "text", "The objective's.", required=True),
        Column("title", "text", required=True),
        Column("level", "text", "company, marketing or team.", required=True),
        Column("family", "text", required=True),
        Column("parent", "text", "Key of the objective that it serves."),
        Column("owner", "text", required=True),
        Column("team", "text"),
        Column("horizon", "text", "short or long.", required=True),
        Column("state", "text", "active, done or dropped.", required=True),
        Column("funding_share", "number", "Percent of all marketing money agreed with finance."),
        Column("starts", "date"),
        Column("due", "date"),
    ),
    made_from=(PLAN,),
)
