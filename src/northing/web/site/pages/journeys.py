"""Journeys: the paths that people took before they converted."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Journeys",
    question="Which paths led to revenue, and how long did they take?",
    path="journeys/",
    permission="see_journeys",
    group="Measure",
    order=40,
    filters=("kind", "period"),
)
