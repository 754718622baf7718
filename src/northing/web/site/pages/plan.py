"""Plan: every initiative, for whom and when, and what of it is late."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Plan",
    question="What are we running, for whom, when?",
    path="plan/",
    permission="see_plan",
    group="Plan",
    order=20,
    filters=("period",),
    period="fiscal year",
)
