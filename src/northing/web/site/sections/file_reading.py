"""A file: how it is read, what loading it would do, and the form that corrects both."""

from __future__ import annotations

from northing.web.data.selectors import file_of, file_values
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Block:
    file = file_of(context.arguments["file"])
    return Fragment("data/file.html", file_values(file))


ENTRY = Section(page="file", build=_build, permission="load", own=True)
