"""Files that were dropped together, and what becomes of each."""

from northing.web.data.selectors import drop_of
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _check(context: PageContext) -> None:
    drop_of(context.arguments["drop"])


ENTRY = Page(
    title="Files to load",
    question="What is in them, and can it be loaded?",
    path="data/uploads/<uuid:drop>/",
    permission="load",
    check=_check,
    menu="data",
)
