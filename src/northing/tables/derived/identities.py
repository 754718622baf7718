"""Which journey and account each person belongs to."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="one row a person",
    columns=(
        Column("person_id", "person", required=True),
        Column(
            "journey_id",
            "person",
            "Person or account, as the workspace joins journeys.",
            required=True,
        ),
        Column("account_id", "account"),
        Column("root_id", "person", "The person, where cookies and addresses lead.", required=True),
    ),
    made_from=(
        "touches",
        "conversions",
        "identity_links",
    ),
    person_level=True,
)
