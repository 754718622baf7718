"""One file that was dropped: how it is read, corrected where it is read wrongly, loaded."""

from northing.web.data.selectors import file_of
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _check(context: PageContext) -> None:
    file_of(context.arguments["file"])


def _heading(context: PageContext) -> str:
    return file_of(context.arguments["file"]).given_name


ENTRY = Page(
    title="A file to load",
    question="Is it read as it is meant?",
    path="data/files/<uuid:file>/",
    permission="load",
    heading=_heading,
    check=_check,
    menu="data",
)
