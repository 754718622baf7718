"""Conversions that look like one and the same under two ids."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import counted, money, share

# The same journey, kind, instant and amount: two systems' records of one event, or one exported
# under a new id. Two real ones in the same microsecond do not happen; where files give days only
# (a full hour in UTC) they may.
_SQL = """
WITH same AS (
    SELECT kind, journey_id, "at", value, count(*) AS n FROM journey_conversions
    WHERE journey_id IS NOT NULL AND value IS NOT NULL
      AND (extract(minute FROM "at") <> 0 OR extract(second FROM "at") <> 0)
    GROUP BY kind, journey_id, "at", value
),
every AS (SELECT kind, count(*) AS every FROM journey_conversions GROUP BY kind)
SELECT same.kind, sum(n - 1) AS rows, sum((n - 1) * value) AS amount, max(every.every) AS every
FROM same JOIN every ON every.kind = same.kind WHERE n > 1 GROUP BY same.kind ORDER BY same.kind
"""


def _look(look: Look) -> Iterable[Finding]:
    for row in look.query(_SQL, "journey_conversions"):
        bad = row["rows"] > look.limits.duplicate_rate * row["every"]
        yield Finding(
            row["kind"],
            "amber" if bad else "green",
            f"{counted(row['rows'], 'conversion')} of kind {row['kind']} worth "
            f"{money(row['amount'], look.currency)} ({share(row['rows'], row['every'])}) repeat "
            "another of the same person, instant and amount under a different id. Both count.",
            "If they are one event, load one of the two only, or give both the same id.",
            row["rows"],
            row["amount"],
            {"kind": row["kind"]},
        )


ENTRY = Check(
    title="Conversions that stand twice under different ids",
    fine="No conversion repeats another's person, instant and amount.",
    look=_look,
    needs=("journey_conversions",),
    trap="Where files hold days without a time, two on one day may well be two.",
)
