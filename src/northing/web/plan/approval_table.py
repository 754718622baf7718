"""Requests for money as a table: who asks, who holds it since when, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from northing.errors import BadInput
from northing.plan import Plan
from northing.plan.kinds.approval import Approval
from northing.web.plan.approvals import patience, roles_that_see
from northing.web.plan.holding import holding_of, takers_of, why_not
from northing.web.plan.people import called, names_of
from northing.web.plan.rates import in_reporting
from northing.web.site.blocks import Cell, Column, Row, Table, Tone

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

_TONES: dict[str, Tone] = {"approved": "good", "declined": "bad", "withdrawn": "muted"}


def waiting_for(context: PageContext) -> tuple[Approval, ...]:
    """The requests that whoever looks may decide, the oldest first."""
    if context.user is None:
        return ()
    plan = context.plan
    waiting = [one for one in plan.all(Approval) if one.state == "waiting"]
    if not waiting:
        return ()
    roles = roles_that_see()
    found = []
    for one in waiting:
        try:
            amount = in_reporting(one.amount, one.currency, one.month)
        except BadInput:
            continue  # a rate that is gone: nobody can say whose limit suffices
        if not why_not(one, plan, amount, context.user.email, roles(one), timezone.localdate()):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.asked_at))


def approval_table(
    context: PageContext,
    requests: Iterable[Approval],
    *,
    of_line: bool = False,
    decided: bool = False,
    caption: str = "Requests for money",
    empty: str = "Nobody has asked for money.",
) -> Table:
    """Requests, those that wait the longest first.

    Args:
        context: Who looks.
        requests: The requests.
        of_line: Whether all are of one line, which then has no column.
        decided: Whether all are decided: the newest stands first then, without holders.
        caption: What the table is, for those who do not see its heading.
        empty: What is said where there are none.
    """
    plan, names, roles = context.plan, names_of(), roles_that_see()
    ordered = sorted(requests, key=lambda one: one.asked_at, reverse=decided)
    columns = [
        Column("line", "Budget line"),
        Column("amount", "Amount", "money"),
        Column("month", "Month", whole=True),
        Column("reason", "What for"),
        Column("asked_by", "Asked by"),
        Column("asked_at", "Asked", "date"),
        Column("state", "State"),
        Column("holder", "Held by"),
        Column("since", "Since", "date"),
        Column("decided", "Decided by"),
        Column("why", "Why"),
    ]
    hidden = {"line"} if of_line else set()
    hidden |= {"holder", "since"} if decided else set()
    rows = [_row(context, plan, one, names, roles) for one in ordered]
    if all(row["decided"] == "" for row in rows):
        hidden |= {"decided", "why"}
    return Table(
        tuple(one for one in columns if one.key not in hidden),
        rows,
        caption=caption,
        empty=empty,
        most=20,
    )


def _row(
    context: PageContext,
    plan: Plan,
    one: Approval,
    names: dict[str, str],
    roles: Callable[[Approval], dict[str, str]],
) -> Row:
    line = plan.budget_lines[one.budget_line]
    row: dict[str, object] = {
        "line": Cell(line.title, href=context.link("budget_line", key=line.key)),
        "amount": Cell(one.amount, currency=one.currency),
        "month": f"{one.month:%Y-%m}",
        "reason": one.reason,
        "asked_by": called(one.asked_by, names),
        "asked_at": one.asked_at,
        "state": Cell(one.state, tone=_TONES.get(one.state, "")),
        "holder": "",
        "since": None,
        "decided": called(one.decided_by, names) if one.decided_by else "",
        "why": one.decided_why,
    }
    if one.state == "waiting":
        held = holding_of(one, plan, timezone.now(), patience())
        people = [address for address, role in roles(one).items() if role == held.role]
        people += sorted(takers_of(plan, people, timezone.localdate()))
        people = [called(who, names) for who in people if who != one.asked_by.lower()]
        passed = f", after {', '.join(held.passed)}" if held.passed else ""
        row["holder"] = Cell(
            f"{held.role}{passed}: {', '.join(people) or 'nobody has that role yet'}",
            tone="warn" if held.passed or not people else "",
        )
        row["since"] = held.since
    return row
