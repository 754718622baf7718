"""Hand-offs that were promised and have not come."""

from __future__ import annotations

from collections.abc import Iterable

from northing.plan.kinds.hand_off import HandOff
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.formats import named, show_date
from northing.web.site.page_context import PageContext


def _find(context: PageContext) -> Iterable[Finding]:
    plan = context.plan
    for one in plan.all(HandOff):
        if not one.late(context.as_of):
            continue
        many = f"{one.promised} × " if one.promised else ""
        yield Finding(
            f"{named(one.receiver)} waits for {many}{one.deliverable}, due {show_date(one.due)}, "
            f"from {plan.initiatives[one.initiative].title}.",
            href=context.link("initiative", key=one.initiative, keep=False),
            action="See the initiative",
        )


ENTRY = ExceptionRule(
    title="Hand-off late",
    kind="roadblock",
    threshold="promised, its day has passed and nothing came",
    owner="planner",
    find=_find,
    permission="see_goals",
)
