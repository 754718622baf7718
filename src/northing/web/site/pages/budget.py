"""Budget: money in its four states, how it paces, what is left."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Budget",
    question="What is planned, forecast, committed, spent, left?",
    path="budget/",
    permission="see_money",
    group="Plan",
    order=30,
    filters=("period",),
    period="fiscal year",
)
