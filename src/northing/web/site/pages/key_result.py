"""Key result: one number, its course to the target, what was said about it."""

from __future__ import annotations

from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return context.plan.key_results[context.arguments["key"]].title


def _check(context: PageContext) -> None:
    from northing.plan.kinds.key_result import KeyResult

    context.plan.get(KeyResult, context.arguments["key"])


ENTRY = Page(
    title="Key result",
    question="Where does it stand, and how sure are we?",
    path="key-results/<slug:key>/",
    permission="see_goals",
    group="Plan",
    heading=_heading,
    check=_check,
    menu="objectives",
)
