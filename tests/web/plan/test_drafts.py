"""A file shows its differences first, changes all or nothing, and never over somebody's head."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from small_plan import PLAN, change

from northing.errors import BadFile, BadInput, Conflict
from northing.plan import Plan, read_plan, write_plan
from northing.plan.sheets import write_sheet
from northing.web.accounts.models import Membership, User
from northing.web.plan.drafts import apply, differences_of, draft_for, propose, refused_by
from northing.web.plan.selectors import live_plan, plan_for

Somebody = Callable[[str], User]
EDITED = PLAN.replace("amount: 5000,", "amount: 6500,")


def sheet(text: str = EDITED) -> bytes:
    return write_sheet(read_plan(text), "budget_line", "xlsx")


def planned_of(key: str) -> Decimal:
    return live_plan().budget_lines[key].amounts[0].amount


def test_differences_are_seen_before_they_are_made(planned: Plan, cast: Somebody) -> None:
    draft = propose(cast("owner"), "budget.xlsx", sheet(), currency="EUR")

    (one,) = differences_of(draft, live_plan())
    assert (one.key, one.field, one.before, one.after) == (
        "tour-stand", "planned 2026-06", "5,000.00 EUR", "6,500.00 EUR",
    )  # fmt: skip
    assert planned_of("tour-stand") == 5000

    assert apply(cast("owner"), draft.pk, "As agreed in May.") == 1
    assert planned_of("tour-stand") == 6500


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    planned: Plan, cast: Somebody
) -> None:
    draft = propose(cast("owner"), "budget.xlsx", sheet(), currency="EUR")
    change(cast("finance"), "budget_line", "tour-stand", note="Mine")

    with pytest.raises(Conflict, match="tour-stand"):
        apply(cast("owner"), draft.pk, "As agreed.")
    assert planned_of("tour-stand") == 5000


def test_a_draft_is_its_owner_s_alone_and_applied_once(planned: Plan, cast: Somebody) -> None:
    draft = propose(cast("owner"), "budget.xlsx", sheet(), currency="EUR")

    assert draft_for(cast("finance"), draft.pk) is None
    with pytest.raises(Conflict):
        apply(cast("finance"), draft.pk, "Mine.")
    apply(cast("owner"), draft.pk, "As agreed.")
    with pytest.raises(Conflict, match="already"):
        apply(cast("owner"), draft.pk, "Again.")


def test_a_planner_is_told_which_differences_are_not_theirs(planned: Plan, cast: Somebody) -> None:
    both = EDITED.replace("amount: 1000,", "amount: 1100,")
    draft = propose(cast("planner"), "budget.xlsx", sheet(both), currency="EUR")

    assert len(refused_by(draft, cast("planner"), live_plan())) == 1
    with pytest.raises(PermissionDenied):
        apply(cast("planner"), draft.pk, "Both.")
    assert planned_of("spring-search") == 1000


def limited(user: User, *countries: str) -> User:
    """The person with limits to some countries."""
    Membership.objects.filter(user=user).update(countries=list(countries))
    return User.objects.get(pk=user.pk)


def test_a_guessed_key_shows_nothing_of_what_it_names(
    planned: Plan, cast: Somebody, signed_in: Callable[[str], Client]
) -> None:
    finance = limited(cast("finance"), "FR")
    text = """
budget_lines:
- {key: tour-stand, title: Guessed, owner: finance@example.com, category: events, country: FR,
   amounts: [{month: 2026-06-01, state: planned, amount: 7, currency: EUR}]}
"""
    draft = propose(finance, "plan.yaml", text.encode(), currency="EUR")

    shown = signed_in("finance").get(f"/plan/drafts/{draft.pk}/").content.decode()
    assert "Guessed" in shown
    assert "The stand" not in shown
    assert "5,000" not in shown
    with pytest.raises(Conflict):
        apply(finance, draft.pk, "Mine.")
    assert live_plan().budget_lines["tour-stand"].title == "The stand"


def test_key_results_that_a_limited_role_does_not_see_stay(planned: Plan, cast: Somebody) -> None:
    change(None, "key_result", "aided", scope={"country": ["FR"]})
    change(None, "initiative", "tour", key_results=["aided"])
    owner = limited(cast("owner"), "DE")
    text = write_plan(plan_for(owner)).replace("City tour", "Grand tour")
    assert "aided" not in text

    apply(owner, propose(owner, "plan.yaml", text.encode(), currency="EUR").pk, "A better name.")

    tour = live_plan().initiatives["tour"]
    assert (tour.title, tour.key_results) == ("Grand tour", ("aided",))


def test_yaml_goes_out_and_in(planned: Plan, cast: Somebody) -> None:
    text = write_plan(plan_for(cast("owner"))).replace("City tour", "Grand tour")
    draft = propose(cast("owner"), "plan.yaml", text.encode(), currency="EUR")
    apply(cast("owner"), draft.pk, "A better name.")

    assert live_plan().initiatives["tour"].title == "Grand tour"


def test_a_file_that_changes_nothing_or_cannot_be_read_says_so(
    planned: Plan, cast: Somebody
) -> None:
    with pytest.raises(BadInput, match="would change nothing"):
        propose(cast("owner"), "budget.xlsx", sheet(PLAN), currency="EUR")
    with pytest.raises(BadFile):
        propose(cast("owner"), "plan.yaml", b"a: &a [1]\nb: *a", currency="EUR")
    with pytest.raises(BadFile):
        propose(cast("owner"), "budget.xlsx", b"no sheet", currency="EUR")


def test_a_sheet_s_errors_are_told_on_the_page(
    planned: Plan, signed_in: Callable[[str], Client]
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = signed_in("owner")
    answer = browser.post(
        "/plan/import", {"file": SimpleUploadedFile("b.csv", b"key,title\n,\n")}, follow=True
    )

    assert answer.status_code == 200
    assert 'class="notice error"' in answer.content.decode()


def test_months_are_edited_in_the_page(planned: Plan, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("planner")
    form = {
        "title": "Search in spring", "owner": "planner@example.com", "category": "media",
        "initiative": "spring", "channel": "paid_search", "bet": "proven", "currency": "EUR",
        "planned-2026-03": "1.200,50", "forecast-2026-04": "70", "version": "1",
    }  # fmt: skip
    wrong = browser.post("/budget/lines/spring-search/edit", {**form, "planned-2026-05": "x"})
    assert wrong.status_code == 422
    assert "planned amount of 2026-05" in wrong.content.decode()

    browser.post("/budget/lines/spring-search/edit", form)

    held = live_plan().budget_lines["spring-search"].amounts
    assert {(f"{a.month:%Y-%m}", a.state): a.amount for a in held} == {
        ("2026-03", "planned"): Decimal("1200.50"),
        ("2026-04", "forecast"): Decimal(70),
    }
    late = browser.post("/budget/lines/spring-search/edit", form)
    assert late.status_code == 422
    assert "since you looked" in late.content.decode()


def test_a_stranger_s_text_stays_text(planned: Plan, signed_in: Callable[[str], Client]) -> None:
    name = "<svg onload=alert(1)>"
    change(None, "initiative", "tour", title=name)

    for path in ("/plan/", "/plan/initiatives/tour/", "/budget/"):
        shown = signed_in("owner").get(path).content.decode()
        assert "<svg onload" not in shown
