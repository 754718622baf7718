"""What marketing promises is handed over by it and decided by who receives it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from northing.errors import BadInput, Conflict, Missing
from northing.plan import Plan
from northing.web.accounts.models import Membership, User
from northing.web.plan.hand_offs import decide, deliver
from northing.web.plan.selectors import live_plan, version_of

Somebody = Callable[[str], User]


@pytest.fixture
def sales(cast: Somebody) -> User:
    """The lead of sales."""
    Membership.objects.filter(user=cast("lead")).update(team="sales")
    return User.objects.get(email="lead@example.com")


def hand_over(user: User, delivered: int | None = 280) -> None:
    deliver(user, "leads-q2", version_of("hand_off", "leads-q2"), delivered)


def test_sales_accepts_what_was_delivered(planned: Plan, cast: Somebody, sales: User) -> None:
    hand_over(cast("planner"))
    decide(sales, "leads-q2", "accepted")

    one = live_plan().entries["hand_off"]["leads-q2"]
    assert (one.state, one.delivered, one.decided_by) == ("accepted", 280, sales.email)


def test_a_rejection_says_why_and_is_tried_again(
    planned: Plan, cast: Somebody, sales: User
) -> None:
    hand_over(cast("planner"))
    with pytest.raises(BadInput, match="without a reason"):
        decide(sales, "leads-q2", "rejected", " ")
    decide(sales, "leads-q2", "rejected", "Half have no company.")

    hand_over(cast("planner"), 300)
    decide(sales, "leads-q2", "accepted")
    assert live_plan().entries["hand_off"]["leads-q2"].delivered == 300


def test_nothing_is_decided_before_it_is_delivered(planned: Plan, sales: User) -> None:
    with pytest.raises(Conflict, match="promised"):
        decide(sales, "leads-q2", "accepted")


@pytest.mark.parametrize("role", ["owner", "planner", "finance", "viewer", "analyst", "executive"])
def test_nobody_but_the_receiver_decides(role: str, planned: Plan, cast: Somebody) -> None:
    hand_over(cast("planner"))

    with pytest.raises(PermissionDenied):
        decide(cast(role), "leads-q2", "accepted")


def test_another_team_s_lead_does_not_decide(planned: Plan, cast: Somebody, sales: User) -> None:
    hand_over(cast("planner"))
    Membership.objects.filter(user=sales).update(team="product")

    with pytest.raises(PermissionDenied, match="handed to sales"):
        decide(User.objects.get(pk=sales.pk), "leads-q2", "accepted")


def test_a_promised_number_is_delivered_as_a_number(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(BadInput, match="300 were promised"):
        hand_over(cast("planner"), None)
    with pytest.raises(PermissionDenied):
        hand_over(cast("finance"))


def test_what_one_may_not_see_is_not_there(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(Missing):
        deliver(cast("board"), "leads-q2", 1, 3)
