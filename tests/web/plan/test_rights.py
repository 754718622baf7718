"""Each role changes of the plan what DESIGN says, and sees what its limits leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from small_plan import change, entry

from northing.errors import Conflict
from northing.plan import Plan
from northing.web.accounts.models import Membership, User
from northing.web.plan.selectors import live_plan, plan_for, version_of
from northing.web.plan.services import remove, save

Somebody = Callable[[str], User]

CHANGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "an objective": ("objective", "known", {"vision": "Wider"}),
    "a key result": ("key_result", "deals", {"title": "400 customers"}),
    "a funding share": ("objective", "known", {"funding_share": "30"}),
    "the planner's initiative": ("initiative", "spring", {"message": "Sooner"}),
    "another's initiative": ("initiative", "tour", {"message": "Sooner"}),
    "the planner's money": ("budget_line", "spring-search", {"note": "As agreed"}),
    "another's money": ("budget_line", "tour-stand", {"note": "As agreed"}),
    "committed money": (
        "budget_line",
        "spring-search",
        {
            "amounts": [
                {"month": "2026-03-01", "state": "committed", "amount": "9", "currency": "EUR"}
            ]
        },
    ),
    "a hand-off": ("hand_off", "leads-q2", {"promised": 200}),
    "a limit": ("approval_limit", "finance", {"up_to": "20000"}),
}
MAY: dict[str, set[str]] = {
    "owner": set(CHANGES) - {"a funding share"},
    "planner": {"the planner's initiative", "the planner's money", "a hand-off"},
    "finance": {
        "a funding share",
        "the planner's money",
        "another's money",
        "committed money",
        "a limit",
    },
    **{role: set() for role in ("analyst", "executive", "lead", "viewer", "board", "agency")},
    "outsider": set(),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("role", MAY)
def test_a_role_changes_what_is_its_own(
    role: str, what: str, planned: Plan, cast: Somebody
) -> None:
    kind, key, fields = CHANGES[what]
    if what in MAY[role]:
        change(cast(role), kind, key, **fields)
        assert version_of(kind, key) == 2
        return
    with pytest.raises(PermissionDenied):
        change(cast(role), kind, key, **fields)
    assert version_of(kind, key) == 1


def test_a_planner_does_not_take_an_initiative_over(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(PermissionDenied):
        change(cast("planner"), "initiative", "tour", owner="planner@example.com")


def test_a_planner_does_not_move_own_money_to_another_initiative(
    planned: Plan, cast: Somebody
) -> None:
    with pytest.raises(PermissionDenied):
        change(cast("planner"), "budget_line", "spring-search", initiative="tour")


def test_nobody_who_was_removed_changes_anything(planned: Plan, cast: Somebody) -> None:
    owner = cast("owner")
    owner.is_active = False

    with pytest.raises(PermissionDenied):
        change(owner, "initiative", "tour", theme="Mine")


def test_a_role_limited_to_germany_plans_for_germany_alone(planned: Plan, cast: Somebody) -> None:
    owner = cast("owner")
    owner.membership.countries = ["DE"]

    change(owner, "budget_line", "tour-stand", note="As agreed")
    with pytest.raises(PermissionDenied, match="limited to DE"):
        change(owner, "budget_line", "people", note="As agreed")
    with pytest.raises(PermissionDenied, match="FR"):
        change(owner, "budget_line", "tour-stand", country="FR")


def test_requests_for_money_are_not_written_by_hand(planned: Plan, cast: Somebody) -> None:
    asked = {
        "key": "more", "budget_line": "tour-stand", "amount": "10", "currency": "EUR",
        "reason": "More.", "asked_by": "planner@example.com", "asked_at": "2026-03-01T09:00:00Z",
        "month": "2026-03-01", "holder": "finance", "held_since": "2026-03-01T09:00:00Z",
        "state": "approved",
    }  # fmt: skip
    with pytest.raises(PermissionDenied, match="page Approvals"):
        save(cast("owner"), "approval", asked)


def test_a_hand_off_is_not_accepted_by_who_hands_it_over(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(PermissionDenied, match="receiver"):
        change(cast("owner"), "hand_off", "leads-q2", state="accepted")


def test_a_lead_checks_in_on_own_key_results_alone(planned: Plan, cast: Somebody) -> None:
    said = {"key": "a", "on": "2026-03-01", "confidence": "0.7", "note": "Well.", "by": "lead"}
    save(cast("lead"), "check_in", {**said, "key_result": "aided"})

    with pytest.raises(PermissionDenied):
        save(cast("lead"), "check_in", {**said, "key": "b", "key_result": "deals"})


def test_an_issue_is_closed_by_its_owner_or_who_raised_it(planned: Plan, cast: Somebody) -> None:
    issue = {
        "key": "late", "title": "The stand is late", "owner": "lead@example.com",
        "due": "2026-04-01", "escalate_to": "owner", "raised_by": "executive@example.com",
    }  # fmt: skip
    save(cast("executive"), "issue", issue)

    with pytest.raises(PermissionDenied):
        change(cast("analyst"), "issue", "late", state="closed")
    change(cast("lead"), "issue", "late", state="closed")
    with pytest.raises(PermissionDenied):
        save(cast("viewer"), "issue", {**issue, "key": "other"})


def test_nobody_removes_what_they_may_not_change(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(PermissionDenied):
        remove(cast("finance"), "event", "launch", 1)


def test_an_agency_sees_its_own_initiatives_and_nobodys_money(
    planned: Plan, cast: Somebody
) -> None:
    plan = plan_for(cast("agency"))

    assert set(plan.initiatives) == {"spring"}
    assert set(plan.objectives) == {"grow"}
    assert plan.objectives["grow"].funding_share is None
    assert plan.objectives["grow"].vision == ""
    assert set(plan.key_results) == {"deals"}
    assert not plan.budget_lines
    assert plan.run_share is None
    assert set(plan.entries["hand_off"]) == {"leads-q2"}


def test_a_limited_role_sees_no_money_of_other_countries(planned: Plan, cast: Somebody) -> None:
    Membership.objects.filter(user=cast("lead")).update(countries=["DE"])
    lead = User.objects.get(email="lead@example.com")
    plan = plan_for(lead)

    assert set(plan.budget_lines) == {"tour-stand"}
    assert set(plan.initiatives) == {"spring", "tour"}
    assert plan.run_share is None


def test_a_role_limited_to_france_sees_nothing_that_is_about_germany(
    planned: Plan, cast: Somebody
) -> None:
    Membership.objects.filter(user=cast("lead")).update(countries=["FR"])
    plan = plan_for(User.objects.get(email="lead@example.com"))

    assert set(plan.initiatives) == {"spring"}
    assert not plan.budget_lines


def test_who_has_no_role_sees_an_empty_plan(planned: Plan, cast: Somebody) -> None:
    assert plan_for(cast("outsider")) == Plan()
    assert plan_for(cast("board")) == Plan()
    assert plan_for(cast("viewer")) == live_plan()


def test_a_stale_version_says_so_before_anything_else_is_lost(
    planned: Plan, cast: Somebody
) -> None:
    change(cast("owner"), "event", "launch", title="It starts")

    with pytest.raises(Conflict):
        remove(cast("owner"), "event", "launch", 1)
    assert entry("event", "launch")["title"] == "It starts"
