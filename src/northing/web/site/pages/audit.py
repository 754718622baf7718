"""Audit: who did what."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Audit",
    question="Who did what, took what out, looked at whom?",
    path="audit/",
    permission="see_audit",
    group="Trust",
    order=90,
    filters=("person", "action"),
)
