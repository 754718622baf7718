"""What marketing does, and which objectives it serves since when."""

from northing.tables.contract import Column
from northing.tables.derived_table import PLAN, Derived

ENTRY = Derived(
    title="initiative × objective × since",
    columns=(
        Column("initiative", "text", required=True),
        Column("title", "text", required=True),
        Column("kind", "text", required=True),
        Column("owner", "text", required=True),
        Column("theme", "text"),
        Column("partner", "text", "Agency that runs it."),
        Column("state", "text", required=True),
        Column("starts", "date", required=True),
        Column("ends", "date", required=True),
        Column("objective", "text", "Null where it serves none."),
        Column("percent", "number", "Of the initiative."),
        Column("since", "date", "Null from its beginning."),
    ),
    made_from=(PLAN,),
)
