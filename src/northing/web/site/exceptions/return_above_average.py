"""A channel's credited return is well above the average, and its share of the money is small."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.measure.selectors import measure
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.formats import named, show
from northing.web.site.page_context import PageContext

TIMES_AVERAGE, MOST_SHARE = 1.5, 0.25


def _find(context: PageContext) -> Iterable[Finding]:
    table = measure(context, "roas", by="channel")
    total = table.total
    if not total.value or not total.denominator:
        return
    for row in table.rows:
        share = float(row.denominator or 0) / float(total.denominator)
        if not row.value or row.value < TIMES_AVERAGE * float(total.value):
            continue
        if not 0 < share <= MOST_SHARE:
            continue
        yield Finding(
            f"{named(row.keys['channel'])} is credited with {show(row.value, 'ratio')} of its "
            f"spend, the average is {show(total.value, 'ratio')}, and it gets "
            f"{show(share, 'percent')} of the money. Credit is not effect: test before you move.",
            stake=float(row.denominator or 0),
            href=context.link("attribution"),
        )


ENTRY = ExceptionRule(
    title="Return above the average",
    kind="opportunity",
    threshold="credited return 1.5 times the average on at most 25 % of spend",
    owner="owner",
    find=_find,
)
