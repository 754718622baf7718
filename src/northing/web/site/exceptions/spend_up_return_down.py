"""A channel got more money and brought less than it cost more."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.measure.selectors import measure
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.formats import named, show
from northing.web.site.page_context import PageContext

MORE_SPEND, LESS_RETURN = 0.10, -0.10


def _find(context: PageContext) -> Iterable[Finding]:
    spend = measure(context, "spend", by="channel", compare=context.compare)
    returns = {
        row.keys["channel"]: row
        for row in measure(context, "roas", by="channel", compare=context.compare).rows
    }
    for row in spend.rows:
        roas = returns.get(row.keys["channel"])
        if roas is None or (row.change_rate or 0) < MORE_SPEND:
            continue
        if roas.change_rate is None or roas.change_rate > LESS_RETURN:
            continue
        yield Finding(
            f"{named(row.keys['channel'])} got {show(row.change_rate, 'percent')} more money than "
            f"in {context.compare_label}; its credited return fell from "
            f"{show(roas.compare_value, 'ratio')} to {show(roas.value, 'ratio')}.",
            stake=float(row.difference or 0),
            href=context.link("metric", name="roas"),
        )


ENTRY = ExceptionRule(
    title="More money, less return",
    kind="roadblock",
    threshold="spend up 10 % or more, credited return down 10 % or more",
    owner="owner",
    find=_find,
)
