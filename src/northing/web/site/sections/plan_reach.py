"""Plan: whom we talk to, through which channel; empty places of the map are seen."""

from __future__ import annotations

from datetime import date

from northing.plan.kinds.initiative import Initiative
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

KINDS = ("digital", "offline", "experiential")


def _build(context: PageContext) -> Table | None:
    period = context.period
    live = [
        one
        for one in context.plan.initiatives.values()
        if one.state not in ("stopped", "idea") and _overlaps(one, period.start, period.end)
    ]
    places: dict[tuple[str, str, str], list[str]] = {}
    for one in live:
        for place in dict.fromkeys((r.audience, r.kind, r.channel) for r in one.reach):
            places.setdefault(place, []).append(one.title)
    if not places:
        return None
    channels = sorted({(KINDS.index(kind), kind, channel) for _, kind, channel in places})
    audiences = sorted({audience for audience, _, _ in places})
    columns = (
        Column("audience", "Audience"),
        *(
            Column(f"{kind}_{channel}", f"{named(channel)} ({kind})")
            for _, kind, channel in channels
        ),
    )
    rows: list[Row] = [
        {
            "audience": audience,
            **{
                f"{kind}_{channel}": _cell(places.get((audience, kind, channel)))
                for _, kind, channel in channels
            },
        }
        for audience in audiences
    ]
    return Table(columns, rows, caption="Audiences and channels")


def _overlaps(one: Initiative, start: date, end: date) -> bool:
    return one.ends >= start and one.starts < end


def _cell(titles: list[str] | None) -> Cell:
    return Cell(", ".join(titles)) if titles else Cell("–", tone="muted")


ENTRY = Section(
    page="plan",
    title="For whom, where",
    lead="Audiences × channels of what runs in the period; a dash is a place that nobody serves.",
    build=_build,
    order=40,
)
