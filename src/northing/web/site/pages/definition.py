"""Definition: the ways of measuring one thing side by side, and the lock of two people."""

from __future__ import annotations

from northing.metrics import METRICS
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return METRICS[context.arguments["name"]].title


def _check(context: PageContext) -> None:
    _ = METRICS[context.arguments["name"]]


ENTRY = Page(
    title="Definition",
    question="Which way of measuring is ours?",
    path="definitions/<slug:name>/",
    permission="see_definitions",
    group="Trust",
    filters=("period", "compare"),
    heading=_heading,
    check=_check,
    menu="definitions",
)
