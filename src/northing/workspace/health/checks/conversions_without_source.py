"""Conversions that nothing explains: neither a touch before them nor a declared channel."""

from __future__ import annotations

from collections.abc import Iterable

from northing.engine import quote_text
from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import counted, money, share
from northing.workspace.journeys import UNCREDITED_KINDS, touches_sql

_SQL = """
WITH t AS ({touches}),
first_touch AS (SELECT journey_id, min("at") AS "at" FROM t GROUP BY journey_id)
SELECT c.kind, count(*) AS every, count(*) FILTER (WHERE {unexplained}) AS rows,
       count(*) FILTER (WHERE c.journey_id IS NULL) AS nobody,
       sum(c.value) FILTER (WHERE {unexplained}) AS amount
FROM journey_conversions c
LEFT JOIN first_touch f ON f.journey_id = c.journey_id AND f."at" <= c."at"
WHERE c.kind NOT IN ({uncredited})
GROUP BY c.kind ORDER BY c.kind
"""
_UNEXPLAINED = "f.journey_id IS NULL AND c.declared_channel IS NULL"


def _look(look: Look) -> Iterable[Finding]:
    uncredited = ", ".join(quote_text(kind) for kind in UNCREDITED_KINDS)
    sql = _SQL.format(
        touches=touches_sql(look.settings), unexplained=_UNEXPLAINED, uncredited=uncredited
    )
    for row in look.query(sql, "touches", "identities", "journey_conversions"):
        if not row["rows"]:
            continue
        stake = f" worth {money(row['amount'], look.currency)}" if row["amount"] else ""
        nobody = f"; {row['nobody']:,} conversions name nobody" if row["nobody"] else ""
        bad = row["rows"] > look.limits.unsourced_rate * row["every"]
        yield Finding(
            row["kind"],
            "amber" if bad else "green",
            f"{counted(row['rows'], 'conversion')} of kind {row['kind']}{stake} "
            f"({share(row['rows'], row['every'])}) without a touch before or a declared channel"
            f"{nobody}. What a rule cannot credit stands as unattributed.",
            "Load the links between cookies, people and accounts, or the source that the CRM keeps."
            if bad
            else "",
            row["rows"],
            row["amount"],
            {"kind": row["kind"], "of": row["every"], "without_person": row["nobody"]},
        )


ENTRY = Check(
    title="Conversions without a source",
    fine="Every conversion has a touch before it or a declared channel.",
    look=_look,
    needs=("journey_conversions", "touches"),
    trap="A touch of any age counts here; credit asks for one within the lookback.",
)
