"""What became of the subscribers of one month's start by the end of the same or a later month."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="first month × last month × segment × country",
    columns=(
        Column("month", "month", "Its start fixes who is followed.", required=True),
        Column("end_month", "month", "Its end is when they are looked at.", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column(
            "customers",
            "integer",
            "Subscribers at the start; later ones are left out.",
            required=True,
        ),
        Column("kept", "integer", required=True),
        Column("lost", "integer", required=True),
        Column("opening", "money", "Their recurring revenue at the start.", required=True),
        Column("churned", "money", "Of those lost.", required=True),
        Column("contraction", "money", "Of those who pay less.", required=True),
        Column("expansion", "money", "Of those who pay more.", required=True),
    ),
    made_from=("subscription_movements",),
)
