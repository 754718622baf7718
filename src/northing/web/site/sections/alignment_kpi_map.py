"""Alignment: which metrics serve which objective, and where one that leads or lags is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from northing.align.kpi_map import kpi_map
from northing.web.site.blocks import Block, Cell, Column, Prose, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

if TYPE_CHECKING:
    from northing.metrics import Metric


def _build(context: PageContext) -> tuple[Block, ...]:
    known = context.metrics
    found = kpi_map(context.plan, context.period, known)
    rows = [
        {
            "objective": Cell(one.title, href=context.link("objective", key=one.key, keep=False)),
            "leading": _titles(one.leading, known),
            "lagging": _titles(one.lagging, known),
            "lacks": Cell(
                f"▲ no {' and no '.join(one.lacks)} metric" if one.lacks else "● both",
                tone="warn" if one.lacks else "good",
            ),
        }
        for one in found.objectives
    ]
    columns = (
        Column("objective", "Objective"),
        Column("leading", "Leads"),
        Column("lagging", "Lags"),
        Column("lacks", "Has both?", whole=True),
    )
    table = Table(columns, rows, caption="Metrics by objective", empty="No objective yet.", most=20)
    idle = ", ".join(known[name].title for name in found.idle)
    said = f"{len(found.idle)} metrics serve no objective: {idle}."
    unknown = (f"Key results name metrics that nobody keeps: {', '.join(found.unknown)}.",)
    return (table, Prose((said, *(unknown if found.unknown else ()))))


def _titles(names: tuple[str, ...], known: Mapping[str, Metric]) -> str:
    return ", ".join(known[name].title if name in known else name for name in names) or "–"


ENTRY = Section(
    page="alignment",
    title="Which number serves which objective",
    build=_build,
    order=70,
    slow=True,
)
