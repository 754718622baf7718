"""Metrics: every metric of the catalogue with its value."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Metrics",
    question="How are we doing, and can each number be believed?",
    path="metrics/",
    permission="see_measures",
    group="Measure",
    order=10,
    filters=("period", "compare"),
)
