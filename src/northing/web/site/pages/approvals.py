"""Approvals: money that somebody asks for, who holds the request and since when."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Approvals",
    question="What waits for me, and who holds what since when?",
    path="approvals/",
    permission="see_money",
    group="Plan",
    order=40,
)
