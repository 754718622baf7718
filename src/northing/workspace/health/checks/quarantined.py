"""Rows that were put aside, by reason."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Level, Selection
from northing.workspace.health.wording import counted, equals, share

_SQL = """
SELECT q."table", q.reason, q.waits, count(*) AS rows, max(l.file) AS file,
       min(q.line) AS line, max(q."column") AS "column"
FROM quarantine q LEFT JOIN loads l ON l.batch = q.batch AND l."table" = q."table"
GROUP BY q."table", q.reason, q.waits ORDER BY rows DESC, q."table", q.reason
"""


def _look(look: Look) -> Iterable[Finding]:
    found = look.query(_SQL, "quarantine", "loads")
    totals: dict[str, int] = {}
    for row in found:
        totals[row["table"]] = totals.get(row["table"], 0) + row["rows"]
    for row in found:
        table = row["table"]
        every = totals[table] + look.snapshot.rows.get(table, 0)
        level: Level = "green"
        if totals[table] > look.limits.quarantine_rate * every:
            level = "amber"
        if totals[table] > look.limits.quarantine_red_rate * every:
            level = "red"
        waits = " They are tried again at every refresh." if row["waits"] else ""
        example = f" The first: line {row['line']:,} of {row['file']}." if row["line"] else ""
        reason = str(row["reason"]).rstrip(".")
        yield Finding(
            f"{table}/{_slug(reason)}",
            level,
            f"{counted(row['rows'], 'row')} of {table} ({share(row['rows'], every)}) stand in "
            f"quarantine: {reason}.{example}{waits}",
            "Load what they wait for." if row["waits"] else "Mend the file or its mapping.",
            row["rows"],
            about={"table": table, "reason": row["reason"], "waits": row["waits"]},
            rows=Selection("quarantine", f"{equals('table', table)} AND "
                           f"{equals('reason', row['reason'])}"),
        )  # fmt: skip


def _slug(reason: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in reason.lower())
    return "-".join(part for part in kept.split("-") if part)[:60]


ENTRY = Check(
    title="Rows in quarantine",
    fine="No row stands in quarantine.",
    look=_look,
    needs=("loads",),
)
