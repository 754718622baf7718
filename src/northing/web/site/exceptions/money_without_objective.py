"""More money than is tolerated serves no objective."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.goals.aligned import aligned
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.formats import show
from northing.web.site.page_context import PageContext


def _find(context: PageContext) -> Iterable[Finding]:
    money = aligned(context)
    if money is None or not money.beyond_tolerance:
        return
    spent = money.found.none.actual.amount
    yield Finding(
        f"{show(money.unlinked_share, 'percent')} of the money spent in {money.found.period} "
        f"serves no objective; {show(money.tolerance, 'percent')} is tolerated.",
        stake=spent,
        href=context.link("alignment", keep=False),
        action="See what it is spent on",
    )


ENTRY = ExceptionRule(
    title="Money without objective",
    kind="roadblock",
    threshold="more than alignment_tolerance of the money spent this fiscal year",
    owner="owner",
    find=_find,
    permission="see_money",
)
