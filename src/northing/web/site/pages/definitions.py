"""Definitions: what is contested, and what is agreed."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Definitions",
    question="Do we all mean the same by our numbers?",
    path="definitions/",
    permission="see_definitions",
    group="Trust",
    order=20,
)
