"""Money is asked for by one and approved by another, within limits, in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from northing.errors import BadInput, Conflict, Missing
from northing.plan import Plan
from northing.plan.kinds.approval import Approval
from northing.plan.kinds.approval_limit import ApprovalLimit
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.delegation import Delegation
from northing.web.accounts.models import Membership, User
from northing.web.plan.approvals import approve, ask, decline, delegate, withdraw
from northing.web.plan.holding import holding_of, lowest_role, sufficing_roles, why_not
from northing.web.plan.selectors import history_of, live_plan

Somebody = Callable[[str], User]
MARCH = date(2026, 3, 1)
TODAY = datetime.now(UTC).date()


def request(user: User, amount: int = 500, line: str = "spring-search") -> Approval:
    return ask(user, line, Decimal(amount), MARCH, "Clicks are cheap now.")


def committed(key: str = "spring-search") -> list[tuple[date, Decimal]]:
    line = live_plan().get(BudgetLine, key)
    return [(one.month, one.amount) for one in line.amounts if one.state == "committed"]


def second(role: str) -> User:
    """Another person of a role."""
    user = User.objects.create_user(f"{role}2@example.com", name=f"{role}2")
    Membership.objects.create(user=user, role=role)
    return user


def test_an_approved_request_is_committed_money_of_its_month(planned: Plan, cast: Somebody) -> None:
    asked = request(cast("planner"))
    assert (asked.holder, committed()) == ("finance", [])

    approve(cast("finance"), asked.key)
    again = request(cast("planner"), 250)
    approve(cast("finance"), again.key)

    assert committed() == [(MARCH, Decimal(750))]
    found = live_plan().entries["approval"][asked.key]
    assert (found.state, found.decided_by) == ("approved", "finance@example.com")
    newest = history_of("budget_line", "spring-search").first()
    assert newest is not None
    assert again.key in newest.reason


def test_who_asks_never_approves(planned: Plan, cast: Somebody) -> None:
    Membership.objects.filter(user=cast("owner")).update(role="owner")
    asked = request(cast("owner"))

    with pytest.raises(PermissionDenied, match="You asked for it"):
        approve(cast("owner"), asked.key)
    assert committed() == []


def test_the_lowest_role_whose_limit_suffices_holds_it(planned: Plan, cast: Somebody) -> None:
    assert request(cast("planner"), 10_000).holder == "finance"
    large = request(cast("planner"), 10_001)
    assert large.holder == "executive"

    with pytest.raises(PermissionDenied, match="needs executive"):
        approve(cast("finance"), large.key)
    approve(cast("executive"), large.key)


def test_more_than_any_limit_is_told_when_it_is_asked_for(planned: Plan, cast: Somebody) -> None:
    plan = Plan.of([ApprovalLimit("finance", "finance", Decimal(100))])

    with pytest.raises(BadInput, match=r"the highest limit is 100\.00"):
        lowest_role(plan, Decimal(101))


@pytest.mark.parametrize("role", ["analyst", "lead", "viewer", "board", "agency", "planner"])
def test_roles_without_limits_decide_nothing(role: str, planned: Plan, cast: Somebody) -> None:
    asked = request(cast("owner"))

    with pytest.raises((PermissionDenied, Missing)):
        approve(cast(role), asked.key)
    with pytest.raises((PermissionDenied, Missing)):
        decline(cast(role), asked.key, "No.")
    assert live_plan().entries["approval"][asked.key].state == "waiting"


def test_a_request_is_declined_with_a_reason(planned: Plan, cast: Somebody) -> None:
    asked = request(cast("planner"))

    with pytest.raises(BadInput, match="without a reason"):
        decline(cast("finance"), asked.key, " ")
    decline(cast("finance"), asked.key, "Next quarter.")

    assert live_plan().entries["approval"][asked.key].decided_why == "Next quarter."
    assert committed() == []


def test_what_is_decided_is_decided_once(planned: Plan, cast: Somebody) -> None:
    asked = request(cast("planner"))
    approve(cast("finance"), asked.key)

    with pytest.raises(Conflict, match="approved already"):
        decline(cast("executive"), asked.key, "No.")
    assert committed() == [(MARCH, Decimal(500))]


def test_only_who_asked_takes_a_request_back(planned: Plan, cast: Somebody) -> None:
    asked = request(cast("planner"))

    with pytest.raises(PermissionDenied):
        withdraw(cast("finance"), asked.key)
    withdraw(cast("planner"), asked.key)
    with pytest.raises(Conflict):
        approve(cast("finance"), asked.key)


def test_lent_approvals_hold_for_their_days_and_not_for_the_lender_s_own(
    planned: Plan, cast: Somebody
) -> None:
    analyst, finance = cast("analyst"), cast("finance")
    asked = request(cast("planner"))
    delegate(finance, analyst.email, TODAY, TODAY + timedelta(days=7))

    approve(analyst, asked.key)

    assert committed() == [(MARCH, Decimal(500))]
    ended = live_plan().entries["delegation"]
    assert [one.ends for one in ended.values()] == [TODAY + timedelta(days=7)]


def test_nobody_approves_for_who_asked(planned: Plan, cast: Somebody) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    asked = Approval(
        "a", "tv", Decimal(10), "EUR", "More", "fay@x.com", moment, MARCH, "finance", moment
    )
    plan = Plan.of(
        [
            BudgetLine("tv", "Television", "jo", "media"),
            Delegation("d", "fay@x.com", "vi@x.com", MARCH, MARCH),
        ]
    )
    roles = {"fay@x.com": "finance", "vi@x.com": "viewer"}

    assert why_not(asked, plan, Decimal(10), "vi@x.com", roles, MARCH) == "It needs finance."


def test_approvals_are_lent_to_somebody_who_sees_money(planned: Plan, cast: Somebody) -> None:
    for taker in (cast("agency").email, "nobody@example.com"):
        with pytest.raises(BadInput, match="sees no money"):
            delegate(cast("finance"), taker, TODAY, TODAY)
    with pytest.raises(BadInput, match="is over"):
        delegate(
            cast("finance"), cast("viewer").email, MARCH - timedelta(900), MARCH - timedelta(899)
        )
    with pytest.raises(PermissionDenied):
        delegate(cast("planner"), cast("viewer").email, TODAY, TODAY)


def test_money_of_two_currencies_is_not_added(planned: Plan, cast: Somebody) -> None:
    approve(cast("finance"), request(cast("planner")).key)

    with pytest.raises(BadInput, match="expected EUR"):
        ask(cast("planner"), "spring-search", Decimal(5), MARCH, "More.", "USD")


def test_an_amount_in_a_currency_without_a_rate_is_refused(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(BadInput, match="No rate from USD to EUR"):
        ask(cast("planner"), "spring-search", Decimal(5), MARCH, "More.", "USD")


def test_nobody_lends_approvals_of_what_they_do_not_see(planned: Plan, cast: Somebody) -> None:
    finance, analyst = cast("finance"), cast("analyst")
    Membership.objects.filter(user=finance).update(countries=["DE"])
    finance = User.objects.get(pk=finance.pk)
    delegate(finance, analyst.email, TODAY, TODAY)
    elsewhere = request(cast("planner"))
    theirs = ask(cast("owner"), "tour-stand", Decimal(500), MARCH, "More room.")

    with pytest.raises(PermissionDenied, match="needs finance"):
        approve(analyst, elsewhere.key)
    approve(analyst, theirs.key)

    assert committed() == []
    assert committed("tour-stand") == [(MARCH, Decimal(500))]


AMOUNTS = st.decimals(min_value=1, max_value=10**7, places=2)
LIMITS = st.dictionaries(
    st.sampled_from(["owner", "finance", "executive"]), st.none() | AMOUNTS, min_size=1
)
MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def plan_with(limits: dict[str, Decimal | None]) -> Plan:
    return Plan.of([ApprovalLimit(role, role, up_to) for role, up_to in limits.items()])


@given(limits=LIMITS, amount=AMOUNTS)
def test_the_holder_is_always_one_whose_limit_suffices(
    limits: dict[str, Decimal | None], amount: Decimal
) -> None:
    plan = plan_with(limits)
    sufficing = sufficing_roles(plan, amount)
    if not sufficing:
        with pytest.raises(BadInput):
            lowest_role(plan, amount)
        return
    held = lowest_role(plan, amount)
    assert held in sufficing
    mine = limits[held]
    others = [limits[one] for one in sufficing]
    assert all(other is None or (mine is not None and mine <= other) for other in others)


@given(limits=LIMITS, amount=AMOUNTS, hours=st.integers(0, 2_000))
def test_a_request_that_waits_rises_and_never_falls(
    limits: dict[str, Decimal | None], amount: Decimal, hours: int
) -> None:
    plan = plan_with(limits)
    if not sufficing_roles(plan, amount):
        return
    asked = Approval(
        "a",
        "tv",
        amount,
        "EUR",
        "More",
        "jo@x.com",
        MOMENT,
        MARCH,
        lowest_role(plan, amount),
        MOMENT,
    )
    patience = timedelta(days=3)
    now = MOMENT + timedelta(hours=hours)

    earlier = holding_of(asked, plan, now - timedelta(hours=min(hours, 24)), patience)
    later = holding_of(asked, plan, now, patience)

    assert later.role in sufficing_roles(plan, amount)
    assert later.since <= now
    assert len(later.passed) >= len(earlier.passed)
    assert later.passed[: len(earlier.passed)] == earlier.passed
