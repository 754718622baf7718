"""Key results of which their owners have said nothing for long."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.goals.selectors import last_sign, standings
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.page_context import PageContext

QUIET_DAYS = 35


def _find(context: PageContext) -> Iterable[Finding]:
    quiet = [
        one
        for one in standings(context).values()
        if one.key_result.starts <= context.as_of < one.key_result.due
        and one.progress.status != "done"
        and (context.as_of - last_sign(one)).days > QUIET_DAYS
    ]
    if not quiet:
        return
    quiet.sort(key=last_sign)
    oldest = quiet[0]
    titles = ", ".join(one.key_result.title for one in quiet[:3])
    more = f" and {len(quiet) - 3} more" if len(quiet) > 3 else ""
    yield Finding(
        f"{len(quiet)} key results have had no check-in for {QUIET_DAYS} days: {titles}{more}.",
        href=context.link("key_result", key=oldest.key_result.key, keep=False),
        action="See the quietest",
    )


ENTRY = ExceptionRule(
    title="Key result without check-in",
    kind="roadblock",
    threshold=f"no check-in for {QUIET_DAYS} days",
    owner="lead",
    find=_find,
    permission="see_goals",
)
