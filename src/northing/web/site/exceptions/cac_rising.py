"""Customers have become dearer to win than in the period of comparison."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.measure.selectors import measure
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.formats import show
from northing.web.site.page_context import PageContext

RISE = 0.15


def _find(context: PageContext) -> Iterable[Finding]:
    total = measure(context, "cac", compare=context.compare).total
    if total.change_rate is None or total.change_rate < RISE or total.denominator is None:
        return
    now, before = total.value, total.compare_value
    customers = float(total.denominator)
    yield Finding(
        f"A new customer costs {show(now, 'money', context.currency)}, "
        f"{show(total.change_rate, 'percent')} more than {show(before, 'money', context.currency)} "
        f"in {context.compare_label}.",
        stake=float(total.difference or 0) * customers,
        href=context.link("metric", name="cac"),
    )


ENTRY = ExceptionRule(
    title="Acquisition cost rising",
    kind="roadblock",
    threshold="blended CAC 15 % above the period of comparison",
    owner="owner",
    find=_find,
)
