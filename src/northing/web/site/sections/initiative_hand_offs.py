"""Initiative: what it hands to other teams, and the forms to deliver, accept and reject."""

from __future__ import annotations

from northing.plan.schedule import hand_offs_of
from northing.web.plan.hand_off_table import hand_off_forms, hand_off_table
from northing.web.site.blocks import Block
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    ones = hand_offs_of(context.plan, context.arguments["key"])
    table = hand_off_table(context, ones, of_initiative=True)
    forms = hand_off_forms(context, ones)
    return (table,) if forms is None else (table, forms)


ENTRY = Section(page="initiative", title="Hand-offs", build=_build, order=60, own=True)
