"""Journeys: the deals of the period; each opens to its own journey."""

from __future__ import annotations

from northing.web.measure.journeys import MOST_DEALS, deals_of
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    rows = [
        {
            **row,
            "deal_id": Cell(
                row["deal_id"], href=context.link("journey", keep=False, deal=row["deal_id"])
            ),
        }
        for row in deals_of(context)
    ]
    if not rows:
        return None
    return Table(
        (
            Column("deal_id", "Deal"),
            Column("date", "Day", "date"),
            Column("segment", "Segment", "name"),
            Column("value", "Value", "money"),
        ),
        rows,
        caption="Deals",
        notes=(f"The {MOST_DEALS} largest. Whoever opens one is written into the audit.",),
        most=20,
    )


ENTRY = Section(
    page="journeys",
    title="Deals of the period",
    build=_build,
    order=40,
    permission="see_people",
    needs=("journey_conversions",),
)
