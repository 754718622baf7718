"""Campaigns that cost money and left no touch, in channels that do leave touches."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Selection
from northing.workspace.health.wording import among, counted, listed, money, share

# A campaign whose channel leaves no touches at all is not measurable; that is no fault of it.
_SQL = """
WITH seen AS (SELECT DISTINCT campaign FROM touches WHERE campaign IS NOT NULL),
measured AS (
    SELECT DISTINCT t.channel FROM touches t
    LEFT JOIN channels c ON c.channel = t.channel
    WHERE coalesce(c.leaves_touches, TRUE)
)
SELECT s.campaign, sum(s.amount) AS amount, min(s.date) AS first, max(s.date) AS last
FROM spend_daily s
JOIN measured m ON m.channel = s.channel
LEFT JOIN seen ON seen.campaign = s.campaign
WHERE s.campaign IS NOT NULL AND seen.campaign IS NULL
GROUP BY s.campaign HAVING sum(s.amount) > 0
ORDER BY amount DESC, s.campaign
"""


def _look(look: Look) -> Iterable[Finding]:
    found = look.query(_SQL, "spend_daily", "touches", "channels")
    if not found:
        return
    every = look.query("SELECT sum(amount) AS amount FROM spend_daily", "spend_daily")[0]["amount"]
    amount = sum(row["amount"] for row in found)
    names = [row["campaign"] for row in found]
    first, last = min(row["first"] for row in found), max(row["last"] for row in found)
    bad = amount > look.limits.unmatched_rate * float(every)
    yield Finding(
        "",
        "amber" if bad else "green",
        f"{counted(len(names), 'campaign')} cost {money(amount, look.currency)} "
        f"({share(amount, every)} of all spend) from {first} to {last} and left no touch: "
        f"{listed(names)}. No rule can credit them.",
        "Check the tags of their links, and whether their names in spend and in tags agree."
        if bad
        else "",
        len(names),
        amount,
        {"campaigns": names, "first": first, "last": last},
        Selection("spend_daily", among("campaign", names)),
    )


ENTRY = Check(
    title="Campaigns that cost and left no touch",
    fine="Every campaign that cost money, in channels that leave touches, left some.",
    look=_look,
    needs=("spend_daily", "touches"),
    trap="A campaign may have touches and still no credit; this is about names that never meet.",
)
