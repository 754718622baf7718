"""Money of campaigns that belong to no initiative, and so serve no objective."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Selection
from northing.workspace.health.wording import among, counted, listed, money, share

_SQL = """
SELECT s.campaign, sum(s.amount) AS amount, count(*) AS rows
FROM spend_daily s JOIN campaigns c ON c.campaign = s.campaign
LEFT JOIN plan_campaigns p ON p.campaign = s.campaign
    AND p.channel IS NOT DISTINCT FROM s.channel AND p.initiative IS NOT NULL
WHERE c.initiative IS NULL AND p.initiative IS NULL
GROUP BY s.campaign ORDER BY amount DESC, s.campaign
"""
_KEPT = """
SELECT campaign FROM campaigns WHERE initiative IS NOT NULL
UNION ALL SELECT campaign FROM plan_campaigns WHERE initiative IS NOT NULL
"""


def _look(look: Look) -> Iterable[Finding]:
    found = look.query(_SQL, "spend_daily", "campaigns", "plan_campaigns")
    if not found:
        return
    if not look.query(_KEPT, "campaigns", "plan_campaigns"):
        return  # nobody keeps initiatives here: that is no fault of single campaigns
    every = look.query("SELECT sum(amount) AS amount FROM spend_daily", "spend_daily")[0]["amount"]
    amount = sum(row["amount"] for row in found)
    names = [row["campaign"] for row in found]
    bad = amount > look.settings.alignment_tolerance * float(every)
    yield Finding(
        "",
        "amber" if bad else "green",
        f"{counted(len(names), 'campaign')} with {money(amount, look.currency)} "
        f"({share(amount, every)} of all spend) {'belongs' if len(names) == 1 else 'belong'} to "
        f"no initiative: {listed(names)}.",
        "Name their initiative in campaigns.csv, write a rule for them in the plan, or stop them."
        if bad
        else "",
        len(names),
        amount,
        {"campaigns": names},
        Selection("spend_daily", among("campaign", names)),
    )


ENTRY = Check(
    title="Campaigns without an initiative",
    fine="Every campaign that costs money belongs to an initiative.",
    look=_look,
    needs=("spend_daily", "campaigns"),
    trap="Amber beyond the setting `alignment_tolerance`.",
)
