"""What data health says in amber or red, such as a source that has stopped."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.data.selectors import health_of
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.page_context import PageContext


def _find(context: PageContext) -> Iterable[Finding]:
    if context.snapshot is None:
        return
    for one in health_of(context).findings:
        if one.level != "green":
            yield Finding(
                f"{one.sentence} {one.to_do}".strip(),
                stake=one.money,
                href=context.link("data", keep=False),
                action="See data health",
            )


ENTRY = ExceptionRule(
    title="Data that cannot be trusted",
    kind="roadblock",
    threshold="amber or red in data health",
    owner="analyst",
    find=_find,
    permission="see_data",
)
