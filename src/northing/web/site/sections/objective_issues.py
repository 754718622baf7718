"""Objective: what stands in its way."""

from __future__ import annotations

from northing.web.goals.issues import issues_of
from northing.web.site.blocks import Block
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    return issues_of(context, "objective", context.arguments["key"])


ENTRY = Section(
    page="objective", title="What stands in the way", build=_build, order=50, width="half"
)
