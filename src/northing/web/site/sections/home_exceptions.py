"""Home: what needs somebody, roadblocks and opportunities, by the money at stake."""

from __future__ import annotations

from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.exception import findings
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    rows = [
        {
            "kind": Cell(rule.kind, tone="bad" if rule.kind == "roadblock" else "good"),
            "what": Cell(finding.text, title=f"Speaks from: {rule.threshold}"),
            "stake": finding.stake,
            "owner": rule.owner,
            "where": Cell(finding.action, href=finding.href) if finding.href else "",
        }
        for _, rule, finding in findings(context)
    ]
    return Table(
        (
            Column("kind", "Kind", whole=True),
            Column("what", "What"),
            Column("stake", "At stake", "money", help="Money concerned, where it can be known"),
            Column("owner", "Whose"),
            Column("where", "Next"),
        ),
        rows,
        caption="What needs somebody",
        empty="Nothing stands out in this period.",
        most=12,
    )


ENTRY = Section(
    page="home",
    title="What stands out",
    lead="Roadblocks and opportunities, the most money first.",
    build=_build,
    order=30,
    needs=("conversions_daily",),
    slow=True,
    lasts=600,
)
