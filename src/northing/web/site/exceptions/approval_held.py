"""Requests for money that somebody holds too long."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from northing.errors import BadInput
from northing.plan.kinds.approval import Approval
from northing.web.plan.rates import in_reporting
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.formats import show_date
from northing.web.site.page_context import PageContext


def _find(context: PageContext) -> Iterable[Finding]:
    plan = context.plan
    for one in plan.all(Approval):
        held = (context.as_of - one.held_since.date()).days
        if one.state != "waiting" or held <= context.settings.approval_days:
            continue
        line = plan.budget_lines[one.budget_line].title
        yield Finding(
            f"The request for {line} waits for {one.holder} since {show_date(one.held_since)}: "
            f"{one.reason}",
            stake=_stake(one),
            href=context.link("approvals", keep=False),
            action="See the request",
        )


def _stake(one: Approval) -> Decimal | None:
    try:
        return in_reporting(one.amount, one.currency, one.month)
    except BadInput:
        return None  # no rate is known: the request is told all the same


ENTRY = ExceptionRule(
    title="Approval held too long",
    kind="roadblock",
    threshold="longer than approval_days in the settings",
    owner="finance",
    find=_find,
    permission="see_money",
)
