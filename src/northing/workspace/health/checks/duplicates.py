"""Rows that were delivered more than once."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import counted, share

_SQL = """
SELECT "table", sum(rows) AS delivered, sum(duplicates) AS again,
       count(*) FILTER (WHERE duplicates > 0) AS loads,
       arg_max(file, duplicates) AS file
FROM loads GROUP BY "table" HAVING sum(duplicates) > 0 ORDER BY "table"
"""


def _look(look: Look) -> Iterable[Finding]:
    for row in look.query(_SQL, "loads"):
        rate = row["again"] / row["delivered"]
        bad = rate > look.limits.duplicate_rate
        yield Finding(
            row["table"],
            "amber" if bad else "green",
            f"{counted(row['again'], 'row')} of {row['table']} "
            f"({share(row['again'], row['delivered'])} of those delivered) had been delivered "
            f"before, in {counted(row['loads'], 'file')}, most in {row['file']}. They were left "
            "out: no figure counts them twice.",
            "Ask whoever writes the export why it repeats rows." if bad else "",
            row["again"],
            about={"table": row["table"], "delivered": row["delivered"]},
        )


ENTRY = Check(
    title="Rows delivered twice",
    fine="No row was delivered twice.",
    look=_look,
    needs=("loads",),
    trap="Of tables that append, such as touches. Others keep a row's last version, or replace "
    "whole days: see `rows_twice`.",
)
