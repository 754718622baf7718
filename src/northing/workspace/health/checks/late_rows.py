"""Rows of days that their source had already reported on."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Selection
from northing.workspace.health.wording import counted, equals, share

# A file that holds a large share of what its days held is another part of the source, such as
# another country's: it is no late row of what was there.
_SQL = """
WITH late AS (
    SELECT "table", batch, min(date) AS first, max(date) AS last,
           sum(late_rows) FILTER (WHERE date_diff('day', date, known_until) >= {days}) AS rows
    FROM health_daily WHERE late_rows > 0 GROUP BY "table", batch
),
sources AS (
    SELECT DISTINCT "table", batch, source FROM health_daily WHERE late_rows > 0
),
held AS (
    SELECT l."table", l.batch, sum(h.rows) AS held
    FROM late l
    JOIN sources s ON s."table" = l."table" AND s.batch = l.batch
    JOIN health_daily h
      ON h."table" = l."table" AND h.source IS NOT DISTINCT FROM s.source
     AND h.date BETWEEN l.first AND l.last AND h.batch <> l.batch
    GROUP BY l."table", l.batch
),
every AS (SELECT "table", sum(rows) AS every FROM health_daily GROUP BY "table")
SELECT late."table", late.batch, f.file, late.first, late.last, late.rows, every.every
FROM late
JOIN held ON held."table" = late."table" AND held.batch = late.batch
JOIN every ON every."table" = late."table"
JOIN loads f ON f.batch = late.batch AND f."table" = late."table"
WHERE late.rows > 0 AND late.rows <= {share} * held.held
ORDER BY late."table", late.rows DESC
"""


def _look(look: Look) -> Iterable[Finding]:
    limits = look.limits
    sql = _SQL.format(days=int(limits.late_days), share=float(limits.late_file_rate))
    by_table: dict[str, list[dict[str, object]]] = {}
    for row in look.query(sql, "health_daily", "loads"):
        by_table.setdefault(row["table"], []).append(row)
    for table, files in by_table.items():
        yield _late(table, files, limits.late_rate)


def _late(table: str, files: list[dict[str, object]], limit: float) -> Finding:
    rows = sum(int(str(one["rows"])) for one in files)
    every = int(str(files[0]["every"]))
    first, last = min(str(one["first"]) for one in files), max(str(one["last"]) for one in files)
    bad = rows > limit * every
    batches = " OR ".join(equals("_batch", str(one["batch"])) for one in files)
    return Finding(
        table,
        "amber" if bad else "green",
        f"{counted(rows, 'row')} of {table} ({share(rows, every)}) came late, in "
        f"{counted(len(files), 'file')}, most in {files[0]['file']}: of the days {first} to "
        f"{last}, after later ones of the same source. Figures of these days have changed since.",
        "Say on reports that recent days still grow, or ask for an export that waits for them."
        if bad
        else "",
        rows,
        about={"table": table, "first": first, "last": last, "files": len(files)},
        rows=Selection(table, batches),
    )


ENTRY = Check(
    title="Rows that came late",
    fine="No row came after later ones of its source.",
    look=_look,
    needs=("health_daily",),
    trap="Of tables that append; others keep a row's last version. Older history that is loaded "
    "afterwards is not late.",
)
