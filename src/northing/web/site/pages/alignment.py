"""Alignment: what share of the money serves which objective, and what serves none."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Alignment",
    question="Does every euro serve a goal?",
    path="alignment/",
    permission="see_goals",
    group="Plan",
    order=5,
    filters=("period",),
    period="fiscal year",
)
