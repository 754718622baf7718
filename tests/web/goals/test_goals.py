"""Objectives and key results on the site: what is refused, what is shown, what agrees."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from small_plan import PLAN, change

from northing.plan import Plan, read_plan, read_record, record_of
from northing.plan.kinds.check_in import CheckIn
from northing.plan.kinds.issue import Issue
from northing.web.accounts.models import Membership, User
from northing.web.measure.definitions import references_of
from northing.web.measure.services import propose
from northing.web.place import SitePlace
from northing.web.plan.importing import import_plan
from northing.web.plan.selectors import live_plan
from northing.web.plan.services import save
from northing.web.site.formats import show
from northing.workspace.alignment import align_workspace
from northing.workspace.workspace import Workspace

SignedIn = Callable[[str], Client]
COMPLETE = {
    "title": "40 leads by the end of the year",
    "metric": "leads",
    "kind": "count",
    "target": "40",
    "better": "up",
    "starts": "2026-01-01",
    "due": "2026-12-31",
    "owner": "lead@example.com",
    "commitment": "committed",
    "leads": "leading",
}


@pytest.fixture
def planned(company: SitePlace, db: None) -> Workspace:
    """The company with the small plan."""
    import_plan(None, read_plan(PLAN), "The plan of the year.")
    return Workspace(company.workspace)


@pytest.fixture
def german(db: None) -> Client:
    """A lead whose role is limited to Germany."""
    user = User.objects.create_user("german@example.com", "of nobody")
    Membership.objects.create(user=user, role="lead", countries=["DE"])
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def text_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def rows_of(browser: Client, path: str) -> list[dict[str, str]]:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    lines = answer.content.decode("utf-8-sig").splitlines()
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ("target", "A key result needs a number"),
        ("due", "A key result needs a date"),
        ("owner", "A key result needs an owner"),
        ("title", "A key result needs a sentence"),
    ],
)
def test_a_key_result_without_number_date_or_owner_is_refused_and_what_was_typed_stays(
    planned: Workspace, signed_in: SignedIn, lacks: str, sentence: str
) -> None:
    before = set(live_plan().key_results)
    typed = {name: value for name, value in COMPLETE.items() if name != lacks}
    answer = signed_in("owner").post("/objectives/grow/key-results/new", typed)

    assert answer.status_code == 422
    said = answer.content.decode()
    field = said.index(f'name="{lacks}"')
    assert field < said.index(sentence) < field + 1_500  # beside its field
    for name, value in typed.items():
        if name in ("title", "target", "owner"):
            assert f'value="{value}"' in said
    assert set(live_plan().key_results) == before


def test_a_key_result_takes_its_number_from_the_metric_that_it_is_attached_to(
    planned: Workspace, signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    answer = owner.post("/objectives/grow/key-results/new", COMPLETE)
    assert answer.status_code == 302

    one = live_plan().key_results["40-leads-by-the-end-of-the-year"]
    assert (one.unit, one.target, one.metric) == ("count", 40, "leads")
    year = planned.metric("leads", period=f"2026-01-01..{planned.snapshot().as_of}")
    rows = rows_of(owner, "/objectives/grow/export/objective_key_results.csv")
    row = next(one for one in rows if one["what"].startswith("40 leads"))
    assert Decimal(row["value"]) == year.total.value


def test_a_share_is_typed_in_percent_and_moves_in_points(
    planned: Workspace, signed_in: SignedIn
) -> None:
    typed = {
        **COMPLETE,
        "title": "More leads qualify",
        "metric": "lead_to_mql",
        "kind": "from_to",
        "baseline": "35",
        "target": "45",
    }
    signed_in("owner").post("/objectives/grow/key-results/new", typed)

    text = text_of(signed_in("viewer"), "/key-results/more-leads-qualify/")
    assert "35.0\u202f% → 45.0\u202f% (+10 percentage points)" in text
    found = planned.metric("lead_to_mql", period="last-13-weeks").total.value
    assert show(found, "percent") in text


def test_a_level_without_baseline_is_told_what_the_metric_says_now(
    planned: Workspace, signed_in: SignedIn
) -> None:
    typed = {**COMPLETE, "metric": "cac", "kind": "lift", "target": "-10", "better": "down"}
    answer = signed_in("owner").post("/objectives/grow/key-results/new", typed)

    now = show(planned.metric("cac", period="last-13-weeks").total.value, "money")
    assert answer.status_code == 422
    assert f"The metric says {now} now." in answer.content.decode()


def test_a_change_keeps_what_the_form_does_not_ask_for(
    planned: Workspace, signed_in: SignedIn
) -> None:
    parts = [
        {"team": f"team {n}", "amount": "25", "owner": "lead@example.com",
         "scope": {"country": [country]}}
        for n, country in enumerate(("DE", "FR", "AT", "CH"))
    ]  # fmt: skip
    save(None, "key_result", {**_leads("shared"), "metric": "leads?channel=email", "parts": parts})
    save(None, "key_result", {**_leads("stars"), "metric": "", "unit": "score"})
    owner = signed_in("owner")
    for key in ("shared", "stars"):
        before = live_plan().key_results[key]
        shown = owner.get(f"/key-results/{key}/edit").context
        typed = {one.html_name: one.value() for one in shown["form"] if one.value() is not None}
        typed["version"] = shown["version"]
        answer = owner.post(f"/key-results/{key}/edit", {**typed, "title": "In other words"})

        assert answer.status_code == 302, answer.content.decode()
        assert live_plan().key_results[key] == replace(before, title="In other words")


def test_a_change_of_course_needs_a_reason_and_keeps_the_course_before(
    planned: Workspace, signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    changed = {**COMPLETE, "metric": "leads", "title": "500 new customers", "target": "500"}
    refused = owner.post("/key-results/deals/edit", {**changed, "version": "1"})
    assert refused.status_code == 422
    assert live_plan().key_results["deals"].target == 400

    kept = {**changed, "version": "1", "reason": "The market grew faster."}
    assert owner.post("/key-results/deals/edit", kept).status_code == 302
    assert live_plan().key_results["deals"].target == 500
    assert "The market grew faster." in text_of(owner, "/objectives/grow/")


def test_who_was_slower_is_told_so_and_overwrites_nothing(
    planned: Workspace, signed_in: SignedIn
) -> None:
    change(None, "objective", "known", vision="Wider")
    typed = {
        "title": "Be known", "level": "marketing", "owner": "owner@example.com",
        "family": "brand", "horizon": "short", "state": "active", "version": "1",
    }  # fmt: skip
    answer = signed_in("owner").post("/objectives/known/edit", typed)

    assert answer.status_code == 422
    assert "Somebody else has changed" in answer.content.decode()
    assert live_plan().objectives["known"].vision == "Wider"


def test_editing_an_objective_leaves_what_finance_agreed(
    planned: Workspace, signed_in: SignedIn
) -> None:
    typed = {
        "title": "Grow in DACH", "level": "company", "owner": "owner@example.com",
        "family": "growth", "horizon": "long", "state": "active", "version": "1",
    }  # fmt: skip
    assert signed_in("owner").post("/objectives/grow/edit", typed).status_code == 302

    one = live_plan().objectives["grow"]
    assert (one.horizon, one.funding_share, one.agreed_by) == ("long", 60, "finance@example.com")


def test_finance_agrees_a_share_in_its_own_name(planned: Workspace, signed_in: SignedIn) -> None:
    signed_in("finance").post("/objectives/known/funding", {"funding_share": "30", "version": "1"})

    one = live_plan().objectives["known"]
    assert (one.funding_share, one.agreed_by) == (30, "finance@example.com")


def test_a_check_in_keeps_the_value_of_its_day(planned: Workspace, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    owner.post("/objectives/grow/key-results/new", COMPLETE)
    key = "40-leads-by-the-end-of-the-year"
    owner.post(f"/key-results/{key}/check-in", {"confidence": "70", "note": "The fair helps."})

    (said,) = live_plan().all(CheckIn)
    year = planned.metric("leads", period=f"2026-01-01..{planned.snapshot().as_of}")
    assert (said.confidence, said.value) == (Decimal("0.7"), Decimal(str(year.total.value)))
    assert "The fair helps." in text_of(owner, f"/key-results/{key}/")


def test_a_check_in_without_a_word_is_refused(planned: Workspace, signed_in: SignedIn) -> None:
    answer = signed_in("owner").post("/key-results/deals/check-in", {"confidence": "70"})

    assert answer.status_code == 422
    assert "A check-in needs a note" in answer.content.decode()


def test_one_person_is_accountable(planned: Workspace, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    first = {"who": "lead@example.com", "letter": "A"}
    assert owner.post("/objectives/grow/responsibilities", first).status_code == 302
    second = owner.post("/objectives/grow/responsibilities", {**first, "who": "jo@example.com"})

    assert second.status_code == 422
    assert "lead@example.com is accountable already" in second.content.decode()


def test_an_issue_is_closed_with_its_outcome(planned: Workspace, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    typed = {"title": "No budget", "owner": "lead@example.com", "due": "2026-06-01"}
    lead.post("/objectives/grow/issues", {**typed, "escalate_to": "executive"})
    (one,) = live_plan().all(Issue)
    assert "late: goes to executive" in text_of(lead, "/objectives/grow/")

    lead.post(f"/issues/{one.key}/close", {"version": "1", "outcome": " "})
    assert next(live_plan().all(Issue)).state == "open"
    lead.post(f"/issues/{one.key}/close", {"version": "1", "outcome": "Found in the reserve."})
    assert next(live_plan().all(Issue)).outcome == "Found in the reserve."


def test_an_issue_of_an_initiative_shows_there_and_at_what_it_serves(
    planned: Workspace, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    key, one = next((key, one) for key, one in live_plan().initiatives.items() if one.contributions)
    typed = {"title": "No crew", "owner": "lead@example.com", "due": "2026-06-01"}
    lead.post(f"/plan/initiatives/{key}/issues", {**typed, "escalate_to": "executive"})

    served = one.contributions[0].objective
    for page in (f"/plan/initiatives/{key}/", f"/objectives/{served}/", "/objectives/"):
        assert "No crew" in text_of(lead, page), page
    (issue,) = live_plan().all(Issue)
    assert (issue.initiative, issue.objective) == (key, None)
    assert f'href="/plan/initiatives/{key}/"' in text_of(lead, f"/issues/{issue.key}/")


def test_who_sees_one_country_sees_no_value_of_all(planned: Workspace, german: Client) -> None:
    save(None, "key_result", _leads("leads-de", country=["DE"]))
    save(None, "key_result", _leads("leads-all"))

    rows = rows_of(german, "/objectives/grow/export/objective_key_results.csv")
    values = {row["what"]: row["value"] for row in rows}
    assert values["Leads leads-all"] == ""
    assert values["Leads leads-de"] != ""
    assert "your role sees a part" in text_of(german, "/alignment/section/alignment_index")


def test_values_of_all_do_not_come_through_check_ins_reports_or_the_plan_as_a_file(
    planned: Workspace, german: Client, signed_in: SignedIn
) -> None:
    stars = {"on": "2026-06-30", "value": "4321", "document": "Portal", "signatory": "Sue"}
    for key, scope in (("all", {}), ("de", {"country": ["DE"]})):
        record = {**_leads(f"rated-{key}", **scope), "metric": "", "reported": [stars]}
        save(None, "key_result", record)
        said = CheckIn(f"said-{key}", f"rated-{key}", date(2026, 6, 1), Decimal(1), "Well.", "S")
        save(None, "check_in", record_of(replace(said, value=Decimal("8765"))))
    change(None, "initiative", "spring", key_results=["deals", "rated-all"])

    def told(browser: Client, key: str) -> str:
        return text_of(browser, f"/key-results/rated-{key}/section/key_result_check_ins")

    assert "4,321" in told(german, "de")
    assert "8,765" in told(german, "de")
    assert "4,321" not in told(german, "all")
    assert "8,765" not in told(german, "all")
    assert "Well." in told(german, "all")  # what was said is no value
    assert "4,321" in told(signed_in("lead"), "all")
    file = text_of(german, "/plan/plan.yaml")
    assert file.count("4321") == 1
    assert file.count("8765") == 1
    theirs = text_of(signed_in("agency"), "/plan/plan.yaml")
    assert "Leads rated-all" in theirs
    assert "4321" not in theirs


def test_only_a_score_that_nets_has_a_sign(planned: Workspace, signed_in: SignedIn) -> None:
    level = {"kind": "from_to", "baseline": "4.1", "target": "4.5", "unit": "score"}
    save(None, "key_result", {**_leads("stars"), **level, "metric": ""})
    save(None, "key_result", {**_leads("nps"), **level, "baseline": "30", "target": "40",
                              "metric": "nps"})  # fmt: skip

    said = {row["what"]: row["target"] for row in rows_of(
        signed_in("owner"), "/objectives/grow/export/objective_key_results.csv")}  # fmt: skip
    assert said["Leads stars"] == "4.10 → 4.50"
    assert "+30.0 → +40.0" in said["Leads nps"]


def _leads(key: str, **scope: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "key": key, "objective": "grow", "title": f"Leads {key}", "owner": "lead@example.com",
        "kind": "count", "target": 100, "starts": "2026-01-01", "due": "2026-12-31",
        "metric": "leads", "unit": "count",
    }  # fmt: skip
    return {**record, "scope": scope} if scope else record


def test_alignment_is_one_number_on_page_export_and_library(
    planned: Workspace, signed_in: SignedIn
) -> None:
    found = align_workspace(planned, live_plan()).to_json()
    owner = signed_in("owner")

    page = text_of(owner, "/alignment/section/alignment_index")
    assert show(found["index"]["actual"], "number") in page
    rows = rows_of(owner, "/alignment/export/alignment_index.csv")
    figures = {row["figure"]: row["value"] for row in rows}
    assert float(figures["Alignment of what is spent"]) == pytest.approx(found["index"]["actual"])
    table = rows_of(owner, "/alignment/export/alignment_table.csv")
    shares = {row["objective"]: float(row["actual"] or 0) for row in table}
    assert shares["None"] == pytest.approx(found["none"]["actual"])
    assert sum(shares[row["objective"]] for row in table if row["agreed"]) == pytest.approx(1)


def test_home_shows_unaligned_money_and_a_template_before_there_is_an_objective(
    company: SitePlace, signed_in: SignedIn
) -> None:
    spent = align_workspace(Workspace(company.workspace), live_plan()).found
    text = text_of(signed_in("owner"), "/section/home_unaligned")

    assert f"{show(spent.none.actual.amount, 'money')} of {show(spent.actual, 'money')}" in text
    assert "Take one from a template" in text
    assert text_of(signed_in("owner"), "/section/home_course").strip() == ""
    assert "Take one" not in text_of(signed_in("viewer"), "/section/home_unaligned")


def test_home_asks_whether_the_objectives_are_on_course(
    planned: Workspace, signed_in: SignedIn
) -> None:
    text = text_of(signed_in("viewer"), "/section/home_course")
    assert "Are we on course?" in text
    assert "Grow in DACH" in text


def test_a_metric_shows_the_key_results_on_it_and_what_happened(
    planned: Workspace, signed_in: SignedIn
) -> None:
    save(None, "key_result", _leads("leads-all"))
    path = "/metrics/leads/?period=2026-01-01..2026-06-30&grain=month"
    text = text_of(signed_in("viewer"), path)

    assert "planned: Leads leads-all" in text  # the line of the chart
    assert text.count("Spring starts") >= 2  # a rule in the chart, and a row below it
    assert "What the plan says of it" in text


def test_an_agency_sees_no_targets_on_a_metric(planned: Workspace, signed_in: SignedIn) -> None:
    save(None, "key_result", _leads("leads-all"))
    text = text_of(signed_in("agency"), "/metrics/leads/?period=2026-01-01..2026-06-30")

    assert "Leads leads-all" not in text


def test_what_the_plan_lacks_stands_out_on_home(planned: Workspace, signed_in: SignedIn) -> None:
    change(None, "hand_off", "leads-q2", due="2026-05-01")
    lonely = {
        "key": "lonely", "title": "Alone", "level": "team", "team": "web", "owner": "a@b.c",
    }  # fmt: skip
    save(None, "objective", lonely)
    rows = rows_of(signed_in("owner"), "/export/home_exceptions.csv")
    said = " ".join(row["what"] for row in rows)

    assert "Sales waits for 300 × Qualified leads" in said
    assert "No money is planned for Alone" in said
    assert "serves no objective" in said
    assert "key results have had no check-in" in said


def test_a_template_becomes_an_objective_with_drafts(
    company: SitePlace, signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    form = text_of(owner, "/objectives/new?template=win_customers")
    assert "Win more new customers at a cost that pays" in form
    made = owner.post(
        "/objectives/new?template=win_customers",
        {
            "title": "Win customers in DACH", "level": "marketing", "owner": "owner@example.com",
            "family": "growth", "horizon": "short", "due": "2026-12-31",
        },
    )  # fmt: skip
    assert made.status_code == 302
    page = text_of(owner, "/objectives/win-customers-in-dach/")
    assert "template=win_customers&amp;draft=0" in page
    draft = "/objectives/win-customers-in-dach/key-results/new?template=win_customers&draft=0"
    assert '<option value="qualified_leads" selected>' in text_of(owner, draft)
    assert live_plan().objectives["win-customers-in-dach"].due == date(2026, 12, 31)


def test_home_says_what_waits_for_whom(planned: Workspace, signed_in: SignedIn) -> None:
    asked = {
        "key": "more", "budget_line": "tour-stand", "amount": "400", "currency": "EUR",
        "reason": "A larger stand", "asked_by": "planner@example.com", "month": "2026-06-01",
        "asked_at": "2026-06-01T09:00:00Z", "holder": "finance",
        "held_since": "2026-06-01T09:00:00Z",
    }  # fmt: skip
    import_plan(None, _with(asked), "A request.")
    propose(_somebody("analyst"), references_of("sourced_pipeline")[0][0], "As agreed.")

    def told(role: str) -> str:
        return text_of(signed_in(role), "/section/home_needs")

    assert "A larger stand" in told("finance")
    assert "A larger stand" not in told("planner")  # who asks never decides
    assert "A definition waits for a second name: Sourced pipeline (" in told("executive")
    assert "A definition waits" not in told("viewer")
    assert "Aided awareness to 40 %" in told("lead")  # theirs, and nobody has checked in
    assert told("viewer").strip() == ""


def _with(request: dict[str, str]) -> Plan:
    plan = live_plan()
    entries = {**plan.entries, "approval": {"more": read_record("approval", request)}}
    return replace(plan, entries=entries)


def _somebody(role: str) -> User:
    user, new = User.objects.get_or_create(email=f"{role}@example.com")
    if new:
        Membership.objects.create(user=user, role=role)
    return user


def test_a_late_issue_comes_to_the_role_that_it_names(
    planned: Workspace, signed_in: SignedIn
) -> None:
    issue = {
        "key": "stuck", "title": "No consent", "owner": "analyst@example.com",
        "due": "2026-06-01", "escalate_to": "executive", "objective": "grow",
    }  # fmt: skip
    save(None, "issue", issue)
    assert "It has come to you" in text_of(signed_in("executive"), "/section/home_needs")
    assert "You remove it" in text_of(signed_in("analyst"), "/section/home_needs")
    assert "No consent" not in text_of(signed_in("finance"), "/section/home_needs")


def test_a_team_sees_what_it_is_handed_and_its_part(
    planned: Workspace, signed_in: SignedIn
) -> None:
    sales = signed_in("lead")
    Membership.objects.filter(user__email="lead@example.com").update(team="sales")
    change(
        None, "hand_off", "leads-q2", state="delivered", delivered=290, delivered_on="2026-06-20"
    )
    shared = _leads("shared")
    shared["parts"] = [
        {"team": "sales", "amount": 60, "owner": "lead@example.com"},
        {"team": "marketing", "amount": 40, "owner": "owner@example.com"},
    ]
    save(None, "key_result", shared)

    text = text_of(sales, "/section/home_team")
    assert "Qualified leads" in text
    assert "Leads shared" in text
    assert "Accept" in text
    assert "hands you 290 × Qualified leads" in text_of(sales, "/section/home_needs")
    assert text_of(signed_in("viewer"), "/section/home_team").strip() == ""
