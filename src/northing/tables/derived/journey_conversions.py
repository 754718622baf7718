"""Every conversion, loaded or derived, with the journey it ends."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="one row a conversion",
    columns=(
        Column("conversion_id", "text", required=True),
        Column("journey_id", "person", "Null where nobody is known."),
        Column("person_id", "person"),
        Column("account_id", "account"),
        Column("at", "instant", required=True),
        Column("date", "date", "Local.", required=True),
        Column("kind", "text", required=True),
        Column("value", "money"),
        Column("margin", "money", "As stated, else value times the margin rate."),
        Column("segment", "text"),
        Column("country", "text"),
        Column("device", "text"),
        Column("deal_id", "text"),
        Column("declared_channel", "channel"),
        Column("declared_campaign", "campaign"),
        Column("declared_by", "text"),
    ),
    made_from=(
        "conversions",
        "deals",
        "orders",
    ),
    person_level=True,
)
