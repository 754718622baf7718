"""Runs: the long work of the site."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Runs",
    question="What is running, and what went wrong?",
    path="runs/",
    permission="see_data",
    group="Trust",
    order=60,
)
