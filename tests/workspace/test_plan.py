"""The plan in a workspace: published with each snapshot, laid beside spend, costs and credit."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from northing.errors import BadFile, BadInput, Missing
from northing.plan import Plan, read_plan
from northing.plan.kinds.budget_line import BudgetLine
from northing.workspace.alignment import align_workspace, published_plan
from northing.workspace.analyses.asked import Asked
from northing.workspace.backup import back_up
from northing.workspace.plan_file import PlanTexts, plan_text, read_plan_file, write_plan_file
from northing.workspace.plan_money import PlanMoney
from northing.workspace.workspace import Workspace

PLAN = """
run_share: '20'
objectives:
- {key: grow, title: Grow, level: company, owner: mara, funding_share: '60'}
- {key: known, title: Be known, level: company, owner: mara, family: brand, funding_share: '20'}
key_results:
- {key: wins, objective: grow, title: Win 20, owner: jo, kind: count, target: '20',
   starts: 2026-01-01, due: 2026-12-31, metric: 'conversions?kind=won'}
initiatives:
- {key: search, title: Search, kind: campaign, owner: jo, starts: 2026-01-01, ends: 2026-12-31,
   contributions: [{objective: grow, percent: '75'}, {objective: known, percent: '25'}],
   campaigns: [{pattern: 'brand-*'}]}
- {key: fair, title: The fair, kind: event, owner: jo, starts: 2026-01-01, ends: 2026-12-31,
   contributions: [{objective: known, percent: '100'}]}
budget_lines:
- {key: ads, title: Ads, owner: jo, category: media, initiative: search, amounts: [
   {month: 2026-06-01, state: planned, amount: '100', currency: USD},
   {month: 2026-09-01, state: planned, amount: '100', currency: USD},
   {month: 2026-06-01, state: committed, amount: '7', currency: EUR}]}
- {key: staff, title: Staff, owner: jo, category: people, amounts: [
   {month: 2026-06-01, state: planned, amount: '40', currency: EUR}]}
"""
STEPS = {"plan_entries", "plan_budget", "plan_spend"}


@pytest.fixture
def acme(ws: Workspace, load_text: Callable[..., Any]) -> Workspace:
    load_text("fx", "date,currency,rate\n2026-06-01,USD,0.90\n2026-06-20,USD,0.80")
    load_text(
        "campaigns",
        """campaign,channel,initiative,starts,ends
        fair_2026,events,The Fair,2026-06-01,2026-06-30
        lost,display,,2026-06-01,2026-06-30""",
    )
    load_text(
        "spend",
        """date,channel,campaign,amount,currency
        2026-06-10,search,Brand DACH,60,EUR
        2026-06-11,search,Brand DACH,20,EUR
        2026-06-12,events,fair_2026,10,EUR
        2026-06-13,display,lost,15,EUR
        2026-06-14,display,,5,EUR""",
    )
    load_text(
        "costs",
        """month,category,department,amount,currency,initiative
        2026-06,people,marketing,30,EUR,search
        2026-06,agency,marketing,10,EUR,fair
        2026-06,people,sales,999,EUR,""",
    )
    return ws


@pytest.fixture
def planned(acme: Workspace) -> Workspace:
    write_plan_file(acme.folder, read_plan(PLAN))
    acme.refresh()
    return acme


def rows(workspace: Workspace, table: str, columns: str = "*") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workspace.engine.query(
        f"SELECT {columns} FROM t ORDER BY ALL", t=workspace.dataset(table)
    ).to_pylist()
    return found


def test_a_snapshot_publishes_the_plan(planned: Workspace) -> None:
    assert [row["key"] for row in rows(planned, "plan_objectives", "key")] == ["grow", "known"]
    assert rows(planned, "plan_key_results", "key, metric, target") == [
        {"key": "wins", "metric": "conversions?kind=won", "target": 20.0}
    ]
    assert rows(planned, "plan_initiatives", "initiative, objective, percent") == [
        {"initiative": "fair", "objective": "known", "percent": 100.0},
        {"initiative": "search", "objective": "grow", "percent": 75.0},
        {"initiative": "search", "objective": "known", "percent": 25.0},
    ]
    assert rows(planned, "plan_campaigns", "campaign, initiative, matched, pattern, spend") == [
        {"campaign": "Brand DACH", "initiative": "search", "matched": "rule",
         "pattern": "brand-*", "spend": 80},
        {"campaign": "fair_2026", "initiative": "fair", "matched": "stated",
         "pattern": None, "spend": 10},
        {"campaign": "lost", "initiative": None, "matched": "none", "pattern": None, "spend": 15},
    ]  # fmt: skip


def test_budgets_are_converted_and_split_by_what_they_serve(planned: Workspace) -> None:
    found = rows(planned, "plan_budget", "month, state, budget_line, objective, amount, rate_on")
    june, later = date(2026, 6, 1), date(2026, 9, 1)
    assert [tuple(row.values()) for row in found] == [
        (june, "committed", "ads", "grow", Decimal("5.25"), None),
        (june, "committed", "ads", "known", Decimal("1.75"), None),
        (june, "planned", "ads", "grow", Decimal("67.5"), june),
        (june, "planned", "ads", "known", Decimal("22.5"), june),
        (june, "planned", "staff", "run", 40, None),
        (later, "planned", "ads", "grow", 60, date(2026, 6, 20)),
        (later, "planned", "ads", "known", 20, date(2026, 6, 20)),
    ]


def test_every_euro_spent_stands_under_what_it_served(planned: Workspace) -> None:
    sums: dict[str, Decimal] = {}
    for row in rows(planned, "plan_spend"):
        sums[row["objective"]] = sums.get(row["objective"], Decimal(0)) + row["amount"]
    assert sums == {"grow": 60, "known": 40, "run": 30, "none": 20}
    assert [tuple(row.values())[1:] for row in rows(planned, "plan_shares")] == [
        ("grow", 60, 90, 150), ("known", 40, 30, 150), ("none", 20, 0, 150), ("run", 30, 30, 150),
    ]  # fmt: skip


def test_an_unchanged_plan_runs_nothing_and_a_changed_one_only_its_own_steps(
    planned: Workspace,
) -> None:
    before = planned.snapshot()
    done: list[str] = []
    assert planned.refresh(progress=done.append).id == before.id
    assert "refresh:unchanged" in done
    write_plan_file(planned.folder, read_plan(PLAN.replace("'75'", "'60'").replace("'25'", "'40'")))
    done.clear()
    after = planned.refresh(progress=done.append)
    assert {one.split(":")[2] for one in done if one.startswith("refresh:step:")} == STEPS
    kept = {name for name in before.tables if not name.startswith("plan_")}
    assert all(before.content[name] == after.content[name] for name in kept)


def test_a_snapshot_keeps_the_plan_that_it_was_published_with(planned: Workspace) -> None:
    first = planned.snapshot()
    write_plan_file(planned.folder, Plan())
    second = planned.refresh()
    assert published_plan(planned, first) == read_plan(PLAN)
    assert published_plan(planned, second) == read_plan_file(planned.folder) == Plan()
    for path in PlanTexts(planned.lake.root).files():
        path.unlink()
    with pytest.raises(Missing, match="no longer kept"):
        published_plan(planned, first)


def test_without_a_plan_its_tables_are_empty(acme: Workspace) -> None:
    snapshot = acme.refresh()
    assert snapshot.plan == ""
    assert {snapshot.rows[name] for name in snapshot.rows if name.startswith("plan_")} == {0}


@pytest.mark.parametrize(
    "text", ["objectives: [{key: x}]", "a: [", "objectives: 1", "due: 2026-02-30"]
)
def test_a_plan_that_cannot_be_read_stops_the_refresh_before_it_begins(
    planned: Workspace, text: str
) -> None:
    before = planned.snapshot()
    (planned.folder / "plan.yaml").write_text(text, encoding="utf-8")
    done: list[str] = []
    with pytest.raises((BadInput, BadFile)):
        planned.refresh(progress=done.append)
    assert "refresh:restore" not in done
    assert planned.snapshot() == before


def test_a_backup_holds_the_plans(planned: Workspace, tmp_path: Path) -> None:
    made = back_up(planned, tmp_path / "acme.tar.gz")
    with tarfile.open(made.file) as archive:
        names = archive.getnames()
    assert "plan.yaml" in names
    assert f"lake/plans/{planned.snapshot().plan}.yaml" in names


@pytest.mark.parametrize("person", ["ada@example.com", "Ada of the Long Name"])
def test_an_erased_person_is_gone_from_the_plans_which_can_still_be_read(
    planned: Workspace, person: str
) -> None:
    before = read_plan(PLAN)
    long = f"{'Whoever wants to know more of this asks ' * 2}{person}, O'Neil, or 100000."
    line = replace(before.budget_lines["ads"], owner=person, note=long)
    write_plan_file(planned.folder, Plan.of([*_but(before, line), line], run_share=Decimal(20)))
    first = planned.refresh()
    planned.erase(person)
    texts = [path.read_text() for path in PlanTexts(planned.lake.root).files()]
    assert not [text for text in (*texts, plan_text(planned.folder)) if "ada" in text.casefold()]
    for plan in (read_plan_file(planned.folder), published_plan(planned, first)):
        assert plan.budget_lines["ads"] == replace(
            line, owner="[erased]", note=long.replace(person, "[erased]")
        )


def test_an_erased_number_leaves_the_amounts_of_the_plan(planned: Workspace) -> None:
    plan = read_plan(PLAN.replace("amount: '100'", "amount: '100000'"))
    line = replace(plan.budget_lines["ads"], note="Asked by customer 100000.")
    write_plan_file(planned.folder, Plan.of([*_but(plan, line), line]))
    planned.erase("100000")
    found = read_plan_file(planned.folder).budget_lines["ads"]
    assert found == replace(line, note="Asked by customer [erased].")


def _but(plan: Plan, line: BudgetLine) -> list[Any]:
    entries = (one for held in plan.entries.values() for one in held.values())
    return [one for one in entries if one.key != line.key]


def test_the_alignment_of_a_workspace(planned: Workspace) -> None:
    found = align_workspace(planned, period="2026-06")
    assert found.to_json() == {
        "snapshot": planned.snapshot().id,
        "period": {"label": "2026-06", "start": "2026-06-01", "end": "2026-06-30"},
        "index": {"plan": pytest.approx(89.2308, abs=1e-4), "actual": pytest.approx(80.0)},
        "objectives": [
            {"objective": "grow", "agreed": 0.6, "planned": pytest.approx(67.5 / 130),
             "actual": 0.4, "credited": None},
            {"objective": "known", "agreed": 0.2, "planned": pytest.approx(22.5 / 130),
             "actual": pytest.approx(40 / 150), "credited": None},
            {"objective": "run", "agreed": 0.2, "planned": pytest.approx(40 / 130), "actual": 0.2,
             "credited": None},
        ],
        "none": {
            "planned": 0.0,
            "actual": pytest.approx(20 / 150),
            "campaigns": [
                {"campaign": "lost", "channel": "display", "amount": 15, "reason": "no initiative"},
                {"campaign": None, "channel": "display", "amount": 5, "reason": "no initiative"},
            ],
        },
    }  # fmt: skip
    assert not found.beyond_tolerance
    assert [one.campaign.name for one in found.unmatched] == ["lost"]


def test_months_that_a_period_cuts_count_with_their_days(planned: Workspace) -> None:
    found = align_workspace(planned, period="2026-06-01..2026-06-15")
    assert found.found.run.actual.amount == 15
    assert found.found.run.planned.amount == 20
    assert found.found.actual == 110 + 20


def test_who_is_limited_sees_the_money_of_their_campaigns_only(planned: Workspace) -> None:
    asked = Asked.of(planned, "2026-06", planned.snapshot())
    found = PlanMoney(read_plan(PLAN), asked, {"campaign": ("fair_2026",)})
    assert [(one.campaign, one.amount) for one in found.actual(asked.period)] == [
        ("fair_2026", Decimal(10))
    ]
    assert [one.campaign.name for one in found.matches.values()] == ["fair_2026"]


def test_a_contribution_that_changes_within_a_month_counts_by_day(planned: Workspace) -> None:
    moved = PLAN.replace(
        "{objective: known, percent: '25'}]",
        "{objective: known, percent: '25'}, {objective: known, percent: '100', since: 2026-06-11}]",
    )
    found = align_workspace(planned, read_plan(moved), period="2026-06")
    amounts = {row.key: row.actual.amount for row in found.found.objectives}
    assert amounts == {"grow": 45, "known": 15 + 20 + 10 + 10}


def test_credit_of_a_period_that_begins_within_a_month_counts_as_spend_does(
    planned: Workspace, load_text: Callable[..., Any]
) -> None:
    load_text("touches", "person_id,at,channel,campaign\nx,2026-06-10T09:00:00Z,search,Brand DACH")
    load_text(
        "conversions",
        "conversion_id,person_id,at,kind,value,currency\nc,x,2026-06-11T09:00:00Z,order,50,EUR",
    )
    planned.refresh()
    moved = PLAN.replace(
        "{objective: known, percent: '25'}]",
        "{objective: known, percent: '25'}, {objective: grow, percent: '100', since: 2026-06-05}]",
    )
    found = align_workspace(planned, read_plan(moved), period="2026-06-08..2026-06-14").found
    rows = {row.key: row for row in found.objectives}
    assert (rows["grow"].actual.amount, rows["grow"].credited) == (Decimal(80), Decimal(50))


def test_an_amount_without_a_rate_is_said_and_not_counted(planned: Workspace) -> None:
    early = read_plan(PLAN.replace("2026-09-01", "2026-01-01"))
    found = align_workspace(planned, early, period="2026")
    assert found.found.planned == 130
    assert any("no rate is known for the planned USD of 2026-01" in one for one in found.notes)


def test_a_plan_file_is_whole_or_as_before(acme: Workspace) -> None:
    write_plan_file(acme.folder, read_plan(PLAN))
    assert read_plan_file(acme.folder) == read_plan(PLAN)
    assert [path.name for path in acme.folder.glob("plan.yaml*")] == ["plan.yaml"]


def test_metrics_say_what_the_alignment_says(planned: Workspace) -> None:
    apart = planned.metric("spend_alignment", period="2026-06")
    found = align_workspace(planned, period="2026-06").found
    assert {row.keys["objective"]: row.value for row in apart.rows} == {
        row.key: pytest.approx((row.actual.points or 0) / 100, abs=1e-12)
        for row in found.everything
    }
    pace = planned.metric("pacing", variant="budget_lines", period="2026-06")
    assert planned.snapshot().as_of == date(2026, 6, 14)
    assert pace.total.value == pytest.approx(150 / (130 * 14 / 30), rel=1e-6)


def test_a_changed_plan_is_laid_beside_the_same_money(planned: Workspace) -> None:
    first = align_workspace(planned, period="2026-06").found
    again = align_workspace(planned, Plan(), period="2026-06").found
    assert again.actual == first.actual == 150
    assert again.none.actual.amount == 120
    assert planned.align(period="2026-06").found == first
