"""Data: where the figures come from, and how far they can be trusted."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Data",
    question="Do the systems agree, and can the figures be trusted?",
    path="data/",
    permission="see_data",
    group="Trust",
    order=10,
)
