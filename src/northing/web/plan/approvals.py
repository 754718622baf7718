"""Ask for money, approve or decline it in one step, lend one's approvals for some days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from northing.errors import BadInput, Conflict, Missing
from northing.money import as_money
from northing.plan import Plan, record_of
from northing.plan.keys import key_of
from northing.plan.kinds.approval import Approval
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.delegation import Delegation
from northing.plan.values import Amount
from northing.web.accounts.two_person import require
from northing.web.plan.change import Change
from northing.web.plan.holding import lowest_role, why_not
from northing.web.plan.people import is_person, scopes_of_people
from northing.web.plan.rates import in_reporting
from northing.web.plan.selectors import live_plan, plan_for
from northing.web.plan.services import lock_plan, save, write

if TYPE_CHECKING:
    from northing.web.accounts.models import User

State = Literal["approved", "declined", "withdrawn"]


@transaction.atomic
def ask(
    user: User, budget_line: str, amount: Decimal, month: date, reason: str, currency: str = ""
) -> Approval:
    """Ask for money on a budget line; the lowest role whose limit suffices holds the request.

    Args:
        user: Who asks.
        budget_line: Key of the line.
        amount: Above 0.
        month: Any day of the month whose committed money it becomes.
        reason: What for.
        currency: The line's by default.

    Raises:
        PermissionDenied: If the role may not ask, or may not see the line.
        BadInput: If the amount, the reason or the currency cannot be, or no limit suffices.
        Missing: If there is no such line for this person.
    """
    require(user, "ask_money", "ask for money")
    line = plan_for(user).budget_lines.get(budget_line)
    if line is None:
        raise Missing(f"There is no budget line {budget_line!r}.")
    if amount <= 0:
        raise BadInput(f"The amount is {amount}; expected one above 0.")
    now = lock_plan()
    currency = currency or currency_of(line)
    _check_same_currency(line, month, currency)
    moment = timezone.now()
    asked = Approval(
        key=_free_key(now.plan, budget_line),
        budget_line=budget_line,
        amount=amount,
        currency=currency,
        reason=reason.strip()[:500],
        asked_by=user.email,
        asked_at=moment,
        month=month,
        holder=lowest_role(now.plan, in_reporting(amount, currency, month)),
        held_since=moment,
    )
    write(user, [Change("approval", None, asked, now.plan)], asked.reason)
    return asked


@transaction.atomic
def approve(user: User, key: str, why: str = "") -> Approval:
    """Approve a request: its amount joins the committed money of its month.

    Raises:
        PermissionDenied: If this person asked for it, or no right of theirs suffices.
        Conflict: If it has been decided meanwhile.
        Missing: If there is no such request for this person.
    """
    plan, request = _decidable(user, key)
    line = plan.get(BudgetLine, request.budget_line)
    _check_same_currency(line, request.month, request.currency)
    done = _decided(request, user, "approved", why)
    changes = [
        Change("approval", request, done, plan),
        Change("budget_line", line, with_committed(line, request), plan),
    ]
    write(user, changes, f"Approved {key}. {why}".strip())
    return done


@transaction.atomic
def decline(user: User, key: str, why: str) -> Approval:
    """Decline a request, with a reason.

    Raises:
        BadInput: If there is no reason.
        PermissionDenied, Conflict, Missing: As `approve`.
    """
    plan, request = _decidable(user, key)
    done = _decided(request, user, "declined", why)
    write(user, [Change("approval", request, done, plan)], why)
    return done


@transaction.atomic
def withdraw(user: User, key: str) -> Approval:
    """Take one's own request back.

    Raises:
        PermissionDenied: If somebody else asked.
        Conflict: If it has been decided meanwhile.
        Missing: If there is no such request for this person.
    """
    now = lock_plan()
    request = _visible(user, key)
    if not is_person(user, request.asked_by):
        raise PermissionDenied("Only who asked for money takes the request back.")
    _check_waiting(request)
    done = _decided(request, user, "withdrawn", "")
    write(user, [Change("approval", request, done, now.plan)], "Withdrawn.")
    return done


def delegate(user: User, taker: str, starts: date, ends: date) -> Delegation:
    """Lend one's approvals to somebody for some days.

    Raises:
        PermissionDenied: If one has none to lend.
        BadInput: If the taker cannot come in or sees no money, or the days cannot be.
    """
    require(user, "approve_money", "lend approvals")
    taker = taker.strip().lower()
    scope = scopes_of_people().get(taker)
    if scope is None or not scope.may("see_money"):
        raise BadInput(
            f"{taker or 'Nobody'} sees no money here; expected the address of somebody with a role "
            "that does."
        )
    if ends < timezone.localdate():
        raise BadInput(f"The last day is {ends}, which is over; expected today or later.")
    name = f"{user.email.partition('@')[0]} {starts:%Y%m%d}"
    key = key_of(name, live_plan().entries.get("delegation", {}))
    made = Delegation(key, user.email, taker, starts, ends)
    save(user, "delegation", record_of(made), None, f"To {taker}.")
    return made


def currency_of(line: BudgetLine) -> str:
    """The currency of a line's money: its newest amount's, else the reporting one."""
    from northing.web.measure.workspace import site_workspace

    newest = max(line.amounts, key=lambda one: one.month, default=None)
    return newest.currency if newest else site_workspace().settings.currency


def with_committed(line: BudgetLine, request: Approval) -> BudgetLine:
    """The line with a request's amount in the committed money of its month.

    Examples:
        >>> from datetime import UTC, datetime
        >>> moment = datetime(2026, 3, 1, tzinfo=UTC)
        >>> request = Approval("a", "tv", Decimal(10), "EUR", "More", "jo", moment,
        ...                    date(2026, 3, 9), "finance", moment)
        >>> line = BudgetLine("tv", "Television", "jo", "media")
        >>> twice = with_committed(with_committed(line, request), request)
        >>> [(one.state, str(one.month), str(one.amount)) for one in twice.amounts]
        [('committed', '2026-03-01', '20.0000')]
    """
    place = (request.month, "committed")
    before = next((one for one in line.amounts if (one.month, one.state) == place), None)
    held = before.amount if before else Decimal(0)
    total = Amount(request.month, "committed", as_money(held + request.amount), request.currency)
    others = [one for one in line.amounts if one is not before]
    return replace(line, amounts=(*others, total))


def _decidable(user: User, key: str) -> tuple[Plan, Approval]:
    now = lock_plan()
    request = _visible(user, key)
    _check_waiting(request)
    amount = in_reporting(request.amount, request.currency, request.month)
    roles = roles_that_see()(request)
    reason = why_not(request, now.plan, amount, user.email, roles, timezone.localdate())
    if reason:
        raise PermissionDenied(f"You may not decide this request. {reason}")
    return now.plan, request


def roles_that_see() -> Callable[[Approval], dict[str, str]]:
    """For any request the roles of those who see it, by address; nobody lends what they do not."""
    people = scopes_of_people()
    limited = {
        scope: plan_for(scope).entries.get("approval", {})
        for scope in set(people.values())
        if scope.limited
    }
    return lambda request: {
        address: scope.role
        for address, scope in people.items()
        if not scope.limited or request.key in limited[scope]
    }


def _visible(user: User, key: str) -> Approval:
    found = plan_for(user).entries.get("approval", {}).get(key)
    if found is None:
        raise Missing(f"There is no request {key!r}.")
    request: Approval = found
    return request


def _check_waiting(request: Approval) -> None:
    if request.state != "waiting":
        raise Conflict(f"The request is {request.state} already, by {request.decided_by}.")


def _decided(request: Approval, user: User, state: State, why: str) -> Approval:
    return replace(
        request,
        state=state,
        decided_by=user.email,
        decided_at=timezone.now(),
        decided_why=why.strip()[:500],
    )


def _check_same_currency(line: BudgetLine, month: date, currency: str) -> None:
    first = month.replace(day=1)
    for one in line.amounts:
        if one.month == first and one.state == "committed" and one.currency != currency:
            raise BadInput(
                f"{line.title} has committed {one.currency} in {first:%Y-%m}, and the request is "
                f"in {currency}; expected {one.currency}."
            )


def _free_key(plan: Plan, budget_line: str) -> str:
    return key_of(f"{budget_line[:60]}-ask", plan.entries.get("approval", {}))


def patience() -> timedelta:
    """How long a role may hold a request before the next higher one does as well."""
    from northing.web.measure.workspace import site_workspace

    return timedelta(days=site_workspace().settings.approval_days)
