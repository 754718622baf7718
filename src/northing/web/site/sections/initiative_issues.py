"""Initiative: what stands in its way."""

from __future__ import annotations

from northing.web.goals.issues import issues_of
from northing.web.site.blocks import Block
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    return issues_of(context, "initiative", context.arguments["key"])


ENTRY = Section(page="initiative", title="What stands in the way", build=_build, order=65)
