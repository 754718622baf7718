"""Who holds a request for money, since when, and who may decide it: from limits and dates alone.

Nothing here is written down when time passes: a request that is held too long is the next
role's from the moment that says so, whether or not a worker runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from northing.errors import BadInput
from northing.plan import Plan
from northing.plan.kinds.approval import Approval
from northing.plan.kinds.approval_limit import ApprovalLimit
from northing.plan.kinds.delegation import Delegation
from northing.web.accounts.roles import GRANTS

WITHOUT_LIMITS = (("finance", None),)
"""Who approves how much where nobody has set limits: finance, any amount."""


@dataclass(frozen=True)
class Holding:
    """Where a request lies.

    Attributes:
        role: Whose it is to decide now.
        since: Since when.
        passed: Roles that held it before, each for too long.
    """

    role: str
    since: datetime
    passed: tuple[str, ...] = ()


def limits_of(plan: Plan) -> tuple[tuple[str, Decimal | None], ...]:
    """Roles that approve money, each with its limit, the lowest first; None is any amount.

    Examples:
        >>> limits_of(Plan())
        (('finance', None),)
    """
    set_by_hand = [
        (one.role, one.up_to)
        for one in plan.all(ApprovalLimit)
        if "approve_money" in GRANTS.get(one.role, ())
    ]
    ordered = sorted(set_by_hand, key=lambda one: (one[1] is None, one[1] or 0, one[0]))
    return tuple(ordered) or WITHOUT_LIMITS


def lowest_role(plan: Plan, amount: Decimal) -> str:
    """The lowest role whose limit suffices.

    Args:
        plan: Holds the limits.
        amount: In the reporting currency.

    Raises:
        BadInput: If no limit suffices.
    """
    for role, up_to in limits_of(plan):
        if up_to is None or amount <= up_to:
            return role
    most = limits_of(plan)[-1][1]
    raise BadInput(
        f"Nobody may approve {amount:,.2f}: the highest limit is {most:,.2f}. Ask for less, or "
        "have finance set a higher limit on the page Approvals."
    )


def holding_of(approval: Approval, plan: Plan, now: datetime, patience: timedelta) -> Holding:
    """Who holds a request now.

    Args:
        approval: The request.
        plan: Holds the limits.
        now: The moment.
        patience: How long a role may hold it before the next higher one does as well.
    """
    order = [role for role, _ in limits_of(plan)]
    place = order.index(approval.holder) if approval.holder in order else len(order)
    later = order[place + 1 :]
    steps = max(0, int((now - approval.held_since) / patience)) if patience else 0
    steps = min(steps, len(later))
    chain = [approval.holder, *later]
    return Holding(
        chain[steps], approval.held_since + steps * patience, tuple(dict.fromkeys(chain[:steps]))
    )


def sufficing_roles(plan: Plan, amount: Decimal) -> frozenset[str]:
    """Roles whose limit suffices for an amount in the reporting currency."""
    return frozenset(role for role, up_to in limits_of(plan) if up_to is None or amount <= up_to)


def givers_of(plan: Plan, taker: str, on: date) -> frozenset[str]:
    """The addresses of those who have delegated their approvals to somebody for a day."""
    return frozenset(
        one.giver.lower()
        for one in plan.all(Delegation)
        if one.taker.lower() == taker.lower() and one.starts <= on <= one.ends
    )


def takers_of(plan: Plan, givers: Iterable[str], on: date) -> frozenset[str]:
    """The addresses of those who may use somebody's approvals on a day."""
    wanted = {one.lower() for one in givers}
    return frozenset(
        one.taker.lower()
        for one in plan.all(Delegation)
        if one.giver.lower() in wanted and one.starts <= on <= one.ends
    )


def why_not(
    approval: Approval,
    plan: Plan,
    amount: Decimal,
    person: str,
    roles: Mapping[str, str],
    on: date,
) -> str:
    """Why somebody may not decide a request; empty where they may.

    Who asked never decides, neither in their own right nor with one that was given to them, and
    nobody decides for who asked.

    Args:
        approval: The request.
        plan: Limits and delegations.
        amount: Of the request in the reporting currency.
        person: Address of who would decide.
        roles: The role of everybody who sees the request, by address.
        on: The day.

    Examples:
        >>> from datetime import UTC
        >>> asked = Approval("a", "tv", Decimal(10), "EUR", "More", "jo@x.com",
        ...                  datetime(2026, 3, 1, tzinfo=UTC), date(2026, 3, 1), "finance",
        ...                  datetime(2026, 3, 1, tzinfo=UTC))
        >>> roles = {"jo@x.com": "finance", "al@x.com": "finance", "vi@x.com": "viewer"}
        >>> day = date(2026, 3, 2)
        >>> why_not(asked, Plan(), Decimal(10), "al@x.com", roles, day)
        ''
        >>> why_not(asked, Plan(), Decimal(10), "jo@x.com", roles, day)
        'You asked for it: somebody else decides.'
        >>> why_not(asked, Plan(), Decimal(10), "vi@x.com", roles, day)
        'It needs finance.'
    """
    if approval.state != "waiting":
        return f"It is {approval.state} already."
    asker, person = approval.asked_by.lower(), person.lower()
    if person == asker:
        return "You asked for it: somebody else decides."
    sufficing = sufficing_roles(plan, amount)
    rights = {person, *givers_of(plan, person, on)} - {asker}
    if person not in roles or not any(roles.get(one) in sufficing for one in rights):
        needed = " or ".join(role for role, _ in limits_of(plan) if role in sufficing)
        return f"It needs {needed}." if needed else "No limit suffices for it."
    return ""
