"""Channel spellings that the table of channels does not know."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Selection
from northing.workspace.health.wording import among, counted, listed, money, share

_SQL = """
WITH every AS (SELECT sum({money}) AS amount, count(*) AS rows FROM {table} t)
SELECT t.channel, {given} AS given, count(*) AS rows, sum({money}) AS amount,
       max(every.rows) AS every_rows, max(every.amount) AS every_amount
FROM {table} t LEFT JOIN channels c ON c.channel = t.channel CROSS JOIN every
WHERE t.channel IS NOT NULL AND c.channel IS NULL
GROUP BY t.channel ORDER BY rows DESC, t.channel
"""
# Which table, its money, and how the file spelt the channel.
_TABLES = (
    ("touches", "CAST(NULL AS DOUBLE)", "max(t.channel_given)"),
    ("spend_daily", "t.amount", "max(t.channel)"),
    ("sessions", "CAST(NULL AS DOUBLE)", "max(t.channel_given)"),
)


def _look(look: Look) -> Iterable[Finding]:
    for table, amount, given in _TABLES:
        if not look.holds(table):
            continue
        found = look.query(_SQL.format(table=table, money=amount, given=given), table, "channels")
        if found:
            yield _unknown(look, table, found)


def _unknown(look: Look, table: str, found: list[dict[str, object]]) -> Finding:
    rows = sum(int(str(row["rows"])) for row in found)
    names = [str(row["channel"]) for row in found]
    whole = found[0]
    where = table.removesuffix("_daily")
    part, stake, amount = rows / int(str(whole["every_rows"])), "", None
    if whole["every_amount"] is not None:
        amount = sum((Decimal(str(row["amount"] or 0)) for row in found), Decimal())
        part, stake = (
            float(amount) / float(str(whole["every_amount"])),
            (f" and {money(amount, look.currency)}"),
        )
    return Finding(
        where,
        "amber" if part > look.limits.unmatched_rate else "green",
        f"{counted(rows, 'row')} of {where}{stake} ({share(part, 1)}) come through "
        f"{counted(len(names), 'channel')} that channels.csv does not know: "
        f"{listed([str(row['given']) for row in found])}. Each stands as a channel of its own.",
        "Add each as a channel or as a synonym of one to channels.csv; the past is corrected too.",
        rows,
        amount,
        {"table": where, "channels": names, "given": [str(row["given"]) for row in found]},
        Selection(table, among("channel", names)),
    )


ENTRY = Check(
    title="Channels that nobody knows",
    fine="Every channel that rows name is known.",
    look=_look,
    needs=("channels",),
)
