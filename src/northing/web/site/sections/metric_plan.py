"""Metric: the key results that are measured by it, and what happened in the period."""

from __future__ import annotations

from northing.plan.kinds.event import Event
from northing.web.goals.on_metric import events_in, results_on
from northing.web.goals.tables import results_table
from northing.web.site.blocks import Block, Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    results = results_on(context, context.arguments["name"])
    events = events_in(context, context.period)
    blocks: list[Block] = []
    if results:
        blocks.append(results_table(context, results))
    if events:
        blocks.append(_events(context, events))
    return tuple(blocks) or None


def _events(context: PageContext, events: list[Event]) -> Table:
    rows = []
    for one in events:
        href = None
        if one.initiative and context.scope.may("see_plan"):
            href = context.link("initiative", key=one.initiative, keep=False)
        kept = (f"{name} {', '.join(values)}" for name, values in one.scope.filters().items())
        rows.append(
            {
                "on": one.on,
                "what": Cell(one.title, href=href),
                "kind": one.kind,
                "scope": "; ".join(kept) or "everything",
            }
        )
    columns = (
        Column("on", "On", "date"),
        Column("what", "What"),
        Column("kind", "Kind", "name"),
        Column("scope", "Touches"),
    )
    return Table(columns, rows, caption="Events in the period")


ENTRY = Section(
    page="metric",
    title="What the plan says of it",
    lead="Key results on it, and events in the period.",
    build=_build,
    order=15,
)
