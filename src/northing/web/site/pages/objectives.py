"""Objectives: where everybody wants to be, and whether they get there."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Objectives",
    question="Will we hit it?",
    path="objectives/",
    permission="see_goals",
    group="Plan",
    order=10,
)
