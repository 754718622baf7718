"""Plan: initiatives over time, by theme, with the day of the data."""

from __future__ import annotations

from typing import Any

from northing.plan.kinds.initiative import Initiative
from northing.web.site.blocks import Chart, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext
from northing.web.site.timeline import spans

MOST = 40
"""Bars that can still be read; the table below holds all."""


def _build(context: PageContext) -> Chart | None:
    period = context.period
    shown = sorted(
        (
            one
            for one in context.plan.initiatives.values()
            if one.ends >= period.start and one.starts < period.end
        ),
        key=lambda one: (one.theme or "~", one.starts, one.title),
    )
    if not shown:
        return None
    rows = [_row(one) for one in shown]
    running = sum(one.starts <= context.as_of <= one.ends for one in shown)
    return Chart(
        spans(
            rows[:MOST],
            label="initiative",
            starts="starts",
            ends="ends",
            colour="theme",
            today=context.as_of.isoformat(),
        ),
        f"{len(shown)} initiatives over {period}, {running} of them running on {context.as_of}.",
        Table(
            (
                Column("initiative", "Initiative"),
                Column("theme", "Theme"),
                Column("starts", "Starts", "date"),
                Column("ends", "Ends", "date"),
                Column("state", "State"),
            ),
            rows,
            caption="Initiatives over time",
        ),
        height=min(560, 60 + 26 * min(MOST, len(rows))) // 20 * 20,
    )


def _row(one: Initiative) -> dict[str, Any]:
    return {
        "initiative": one.title,
        "theme": one.theme or "no theme",
        "starts": one.starts,
        "ends": one.ends,
        "state": one.state,
    }


ENTRY = Section(
    page="plan",
    title="When",
    lead="Initiatives that run in the period; the line is the day that the data reach.",
    build=_build,
    order=20,
)
