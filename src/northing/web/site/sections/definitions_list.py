"""Definitions: metrics that can be measured in more than one way, and where each stands."""

from __future__ import annotations

from northing.metrics import METRICS
from northing.web.measure.definitions import contested, references_of, standing_of
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    rows = []
    for name in contested():
        standing = standing_of(context, name)
        rows.append(
            {
                "metric": Cell(METRICS[name].title, href=context.link("definition", name=name)),
                "ways": len(references_of(name)),
                "apart": "definition" if METRICS[name].variants else "attribution rule",
                "standing": Cell(standing.sentence, tone=standing.tone),
            }
        )
    return Table(
        (
            Column("metric", "Metric"),
            Column("ways", "Ways to measure it", "count"),
            Column("apart", "What sets them apart"),
            Column("standing", "Where it stands"),
        ),
        rows,
        caption="Contested definitions",
        most=100,
    )


ENTRY = Section(
    page="definitions",
    title="Contested definitions",
    lead="A lock takes two people; it drops by itself when the definition changes.",
    build=_build,
)
