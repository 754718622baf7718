"""How well the log of touches and conversions knows who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.lake import Snapshot
from northing.workspace.source import SnapshotTables

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace


def match_rates(workspace: Workspace, snapshot: Snapshot) -> dict[str, float | None]:
    """How well the log knows who is who, from 0 to 1; None where there is nothing to match.

    Returns:
        `touches_to_person`: touches whose cookie or person stands in an identity link (or in
        a customer or conversion that names its account); `touches_to_account`: those that
        lead to an account; `conversions_to_journey`: conversions that name somebody.
    """
    tables = SnapshotTables(workspace, snapshot).log_tables()
    row = workspace.engine.query(
        """
        WITH t AS (
            SELECT count(*) AS touches, count(i.person_id) AS people,
                   count(i.account_id) AS accounts
            FROM touches t LEFT JOIN identities i ON i.person_id = t.person_id
        ),
        c AS (
            SELECT count(*) AS conversions, count(journey_id) AS known FROM journey_conversions
        )
        SELECT * FROM t CROSS JOIN c
        """,
        **tables,
    ).to_pylist()[0]

    def rate(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    return {
        "touches_to_person": rate(row["people"], row["touches"]),
        "touches_to_account": rate(row["accounts"], row["touches"]),
        "conversions_to_journey": rate(row["known"], row["conversions"]),
    }
