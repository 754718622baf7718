"""Journey: one deal, touch by touch. Personal data: for those who may see them, and audited."""

from __future__ import annotations

from northing.web.measure.journeys import deal_journey
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return f"Deal {context.arguments['deal']}"


def _check(context: PageContext) -> None:
    deal_journey(context)


ENTRY = Page(
    title="Journey",
    question="What came before this deal, and what does each rule give for it?",
    path="journeys/<str:deal>/",
    permission="see_people",
    group="Measure",
    heading=_heading,
    check=_check,
    audit="see journey",
    menu="journeys",
)
