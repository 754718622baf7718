"""People: who may come in, as what."""

from northing.web.site.page import Page

ENTRY = Page(
    title="People",
    question="Who may come in, and what may they see and do?",
    path="people/",
    permission="manage_people",
    group="Trust",
    order=80,
)
