"""Home: the first page of the day."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Home",
    question="Are we on course, and what needs me?",
    path="",
    permission="see_home",
    order=1,
    filters=("period", "compare"),
)
