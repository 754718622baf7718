"""Objectives: take one from a template, or write one."""

from __future__ import annotations

from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(_context: PageContext) -> Fragment:
    from northing.plan.template import TEMPLATES

    return Fragment("goals/templates.html", {"templates": list(TEMPLATES.items())})


ENTRY = Section(
    page="objectives",
    title="A new objective",
    lead="A template names metrics that suit it; number, date and owner are yours.",
    build=_build,
    order=40,
    permission="edit_goals",
)
