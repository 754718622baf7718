"""The demo's plan fits its company: campaigns, spend, states, and samples that can be loaded."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from northing.align.matching import Campaign, Matcher
from northing.align.reading import Gauge, judge
from northing.plan import Plan, write_plan
from northing.plan.kinds.approval import Approval
from northing.plan.kinds.approval_limit import ApprovalLimit
from northing.plan.kinds.check_in import CheckIn
from northing.plan.kinds.hand_off import HandOff
from northing.plan.kinds.issue import Issue
from northing.plan.sheets import read_sheet
from northing.plan.values import STATES
from northing.simulate.strategy.cast import CAST
from northing.workspace.demo import build_demo
from northing.workspace.demo_plan import plan_of_demo
from northing.workspace.demo_samples import BUDGET, CRM, FOLDER
from northing.workspace.measuring import calendar_of
from northing.workspace.plan_file import read_plan_file
from northing.workspace.workspace import Workspace

PEOPLE, SEED = 1_500, 11


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("planned") / "demo"
    return build_demo(folder, people=PEOPLE, seed=SEED, tell=lambda _: None)


@pytest.fixture(scope="module")
def plan(demo: Workspace) -> Plan:
    return read_plan_file(demo.folder)


@pytest.fixture(scope="module")
def as_of(demo: Workspace) -> date:
    return demo.snapshot().as_of


def test_the_same_seed_plans_the_same(demo: Workspace, plan: Plan) -> None:
    assert write_plan(plan_of_demo(demo, people=PEOPLE, seed=SEED)) == write_plan(plan)
    assert write_plan(plan_of_demo(demo, people=PEOPLE, seed=SEED + 1)) != write_plan(plan)


def test_it_has_objectives_on_every_level_whose_shares_make_a_whole(plan: Plan) -> None:
    assert (len(plan.objectives), len(plan.key_results), len(plan.initiatives)) == (5, 14, 25)
    assert {one.level for one in plan.objectives.values()} == {"company", "marketing", "team"}
    shares = [one.funding_share or 0 for one in plan.objectives.values()]
    assert plan.run_share is not None
    assert sum(shares) + plan.run_share == 100


def test_key_results_stand_in_every_state_and_are_of_every_kind(
    demo: Workspace, plan: Plan, as_of: date
) -> None:
    gauge = Gauge(demo.metric, as_of, calendar_of(demo, demo.snapshot()))
    said = {one.key_result: one.confidence for one in plan.all(CheckIn)}
    found = {key: judge(one, gauge, said.get(key)).status for key, one in plan.key_results.items()}
    assert {*found.values()} == {
        "too early", "on course", "at risk", "off course", "done", "missed",
    }, found  # fmt: skip
    kinds = {one.kind for one in plan.key_results.values()}
    assert kinds == {"count", "from_to", "lift", "hold", "milestone"}
    assert [one.key for one in plan.key_results.values() if one.parts] == ["qualified-leads"]


def test_two_campaigns_of_the_year_serve_nothing(demo: Workspace, plan: Plan, as_of: date) -> None:
    sql = f"""
        SELECT spend.campaign, spend.channel, any_value(campaigns.initiative) AS initiative
        FROM spend_daily AS spend LEFT JOIN campaigns USING (campaign)
        WHERE spend.date >= DATE '{as_of.year}-01-01' GROUP BY ALL"""
    tables = {name: demo.dataset(name) for name in ("spend_daily", "campaigns")}
    matcher = Matcher(plan)
    matches = [
        matcher.match(Campaign(row["campaign"], row["channel"], row["initiative"] or ""))
        for row in demo.engine.query(sql, **tables).to_pylist()
    ]
    unaligned = {one.campaign.name for one in matches if one.initiative is None}
    assert unaligned == {"search_scheduling_south", "retargeting_south"}
    assert [one.problem for one in matches if one.problem] == []
    assert {"stated", "rule"} <= {one.how for one in matches}


def test_money_is_planned_near_what_was_spent(plan: Plan) -> None:
    for line in plan.budget_lines.values():
        actual = sum(one.amount for one in line.amounts if one.state == "actual")
        past = {one.month for one in line.amounts if one.state == "actual"}
        planned = sum(
            one.amount for one in line.amounts if one.state == "planned" and one.month in past
        )
        if actual > 50:
            assert Decimal("0.6") < planned / actual < Decimal("1.6"), line.key
    amounts = [one for line in plan.budget_lines.values() for one in line.amounts]
    assert {one.state for one in amounts} == {*STATES}
    assert {one.currency for one in amounts} == {"EUR", "GBP"}
    assert {line.bet for line in plan.budget_lines.values()} == {"proven", "growing", "exploring"}


def test_actual_media_are_what_the_table_says_to_the_cent(
    demo: Workspace, plan: Plan, as_of: date
) -> None:
    sql = f"""
        SELECT sum(amount) AS n FROM spend
        WHERE campaign = 'small_firms_summit' AND date >= DATE '{as_of.year}-01-01'"""
    spent = demo.engine.query(sql, spend=demo.dataset("spend"))["n"][0].as_py()
    line = plan.budget_lines["small-firms-summit-events-gbp"]
    assert sum(one.amount for one in line.amounts if one.state == "actual") == spent


def test_requests_wait_with_the_lowest_role_that_may_decide(plan: Plan) -> None:
    limits = {one.role: one.up_to for one in plan.all(ApprovalLimit)}
    waiting = [one for one in plan.all(Approval) if one.state == "waiting"]
    assert len(waiting) == 3
    for one in waiting:
        fits = [role for role, top in limits.items() if top is None or one.amount <= top]
        lowest = min(fits, key=lambda role: limits[role] or Decimal("Infinity"))
        assert one.holder == lowest


def test_something_is_late_and_something_was_rejected(plan: Plan, as_of: date) -> None:
    hand_offs = list(plan.all(HandOff))
    assert sum(one.late(as_of) for one in hand_offs) == 3
    assert Counter(one.state for one in hand_offs)["rejected"] == 1
    assert [one.key for one in plan.all(Issue) if one.late(as_of)] == ["consent-banner"]


def test_everybody_whom_the_plan_names_is_of_the_cast(plan: Plan) -> None:
    people = {one.email for one in CAST}
    named = {one.owner for one in plan.objectives.values()}
    named |= {one.owner for one in plan.key_results.values()}
    named |= {one.owner for one in plan.initiatives.values()}
    named |= {one.asked_by for one in plan.all(Approval)}
    assert named <= people


def test_the_sample_budget_sheet_holds_the_planned_money(demo: Workspace, plan: Plan) -> None:
    content = (demo.folder / FOLDER / BUDGET).read_bytes()
    reading = read_sheet(content, BUDGET, Plan.of([]))

    def planned(one: Plan) -> Counter[str]:
        sums: Counter[str] = Counter()
        for line in one.budget_lines.values():
            for amount in line.amounts:
                if amount.state == "planned" and amount.amount:
                    sums[amount.currency] += amount.amount  # type: ignore[assignment]
        return sums

    assert planned(reading.plan) == planned(plan)
    (note,) = reading.notes
    assert note.endswith("are totals of the lines above, and right: left out.")
    assert {line.initiative for line in reading.plan.budget_lines.values()} == {None}


def test_the_sample_of_the_crm_loads_whole(demo: Workspace, tmp_path: Path) -> None:
    fresh = Workspace.init(tmp_path / "ws", currency="EUR", time_zone="Europe/Berlin")
    load = fresh.load(None, demo.folder / FOLDER / CRM)
    assert [table.table for table in load.tables] == ["deals"]
    assert load.rows > 10
    assert not load.refused
    assert not fresh.quarantine(fresh.refresh())
