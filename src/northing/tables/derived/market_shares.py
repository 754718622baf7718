"""The own brand beside its category, as each source reports it."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="first day of the reported period × segment × source",
    columns=(
        Column("date", "date", required=True),
        Column("segment", "text"),
        Column("source", "text", required=True),
        Column("own_sales", "number"),
        Column("category_sales", "number"),
        Column("own_media", "number"),
        Column("category_media", "number"),
        Column("own_searches", "number"),
        Column("category_searches", "number"),
        Column("own_mentions", "number"),
        Column("category_mentions", "number"),
    ),
    made_from=("market",),
)
