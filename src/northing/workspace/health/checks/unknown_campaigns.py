"""Campaign names that no campaign has: UTM tags that were never filled in, names misspelt."""

from __future__ import annotations

from collections.abc import Iterable

from northing.money import SQL_TYPE
from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Selection
from northing.workspace.health.wording import among, counted, listed, money, share

UNKNOWN_SQL = f"""
SELECT t.campaign, count(*) AS rows, CAST(NULL AS {SQL_TYPE}) AS amount,
       CAST(NULL AS DATE) AS first
FROM touches t LEFT JOIN campaigns c ON c.campaign = t.campaign
WHERE t.campaign IS NOT NULL AND c.campaign IS NULL
GROUP BY t.campaign ORDER BY rows DESC, t.campaign
"""
_SPEND_SQL = """
SELECT s.campaign, count(*) AS rows, sum(s.amount) AS amount, min(s.date) AS first
FROM spend_daily s LEFT JOIN campaigns c ON c.campaign = s.campaign
WHERE s.campaign IS NOT NULL AND c.campaign IS NULL
GROUP BY s.campaign ORDER BY amount DESC, s.campaign
"""
_NAMED = {
    "touches": "SELECT count(campaign) AS rows, 0 AS amount FROM touches",
    "spend_daily": "SELECT count(campaign) AS rows, sum(amount) AS amount FROM spend_daily",
}


def _look(look: Look) -> Iterable[Finding]:
    for table, sql in (("touches", UNKNOWN_SQL), ("spend_daily", _SPEND_SQL)):
        found = look.query(sql, table, "campaigns") if look.holds(table) else []
        if not found:
            continue
        whole = look.query(_NAMED[table], table)[0]
        names = [row["campaign"] for row in found]
        rows = sum(row["rows"] for row in found)
        amount = sum(row["amount"] for row in found) if table == "spend_daily" else None
        part = rows / whole["rows"] if amount is None else float(amount) / float(whole["amount"])
        bad = part > look.limits.unmatched_rate
        where = "touches" if table == "touches" else "spend"
        stake = "" if amount is None else f" and {money(amount, look.currency)}"
        yield Finding(
            where,
            "amber" if bad else "green",
            f"{counted(rows, 'row')} of {where}{stake} ({share(part, 1)}) name "
            f"{counted(len(names), 'campaign')} that no campaign has: {listed(names)}.",
            "Add them to campaigns.csv, or mend the tags in the tool that writes them.",
            rows,
            amount,
            {"table": where, "campaigns": names},
            Selection(table, among("campaign", names)),
        )


ENTRY = Check(
    title="Campaign names that nobody knows",
    fine="Every campaign that touches and spend name is known.",
    look=_look,
    needs=("campaigns",),
)
