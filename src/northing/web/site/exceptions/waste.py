"""Spend that brings nothing is more than a small part of all spend."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.formats import show
from northing.web.site.page_context import PageContext

LEAST_SHARE = 0.01


def _find(context: PageContext) -> Iterable[Finding]:
    if context.scope.limited:
        return
    found = context.workspace.waste(context.period, snapshot=context.snapshot)
    if found.share is None or found.share < LEAST_SHARE:
        return
    yield Finding(
        f"{show(found.amount, 'money', context.currency)} of spend, "
        f"{show(found.share, 'percent')}, serves no campaign, brings no session or earns no credit "
        "under any rule.",
        stake=found.amount,
        href=context.link("attribution"),
        action="See the list",
    )


ENTRY = ExceptionRule(
    title="Waste",
    kind="roadblock",
    threshold="1 % of spend or more",
    owner="owner",
    find=_find,
)
