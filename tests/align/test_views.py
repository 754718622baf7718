"""Other views of the same money: tree, matrix, balances, pace, ledger, KPI map."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.align import MoneyLine, alignment
from northing.align.balance import bets, horizon, reserve
from northing.align.budget import BudgetMonths
from northing.align.kpi_map import kpi_map
from northing.align.ledger import LedgerLine, reconcile_ledger
from northing.align.matrix import ACROSS, matrix
from northing.align.pacing import pacing
from northing.align.parts import split_money
from northing.align.tree import tree
from northing.calendar import parse_period
from northing.errors import BadInput, Unknown
from northing.plan import Plan
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.initiative import Initiative
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective
from northing.plan.values import Amount, Contribution, Money

YEAR = parse_period("2026")
DAY = date(2026, 7, 1)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def initiative(key: str, *parts: tuple[str, str]) -> Initiative:
    contributions = tuple(Contribution(name, Decimal(percent)) for name, percent in parts)
    return Initiative(key, key, "campaign", "jo", FIRST, LAST, contributions=contributions)


PLAN = Plan.of(
    [
        Objective("grow", "Grow", "company", "mara", funding_share=Decimal(60)),
        Objective("dach", "DACH", "marketing", "jo", parent="grow"),
        Objective("wien", "Vienna", "team", "jo", parent="dach", horizon="long"),
        Objective("known", "Known", "company", "mara", funding_share=Decimal(30), horizon="long"),
        initiative("ads", ("dach", "33.3"), ("wien", "66.7")),
        initiative("tv", ("known", "100")),
    ],
    run_share=Decimal(10),
    long_share=Decimal(40),
    reserve_share=Decimal(5),
)
lines = st.lists(
    st.builds(
        MoneyLine,
        on=st.dates(FIRST, LAST),
        amount=st.integers(-999, 99_999).map(lambda units: Decimal(units).scaleb(-2)),
        initiative=st.sampled_from([None, "ads", "tv"]),
        category=st.sampled_from(["media", "people", "reserve"]),
        channel=st.sampled_from(["", "email", "television"]),
        bet=st.sampled_from(["", "proven", "exploring"]),
    ),
    max_size=8,
)


@given(lines, lines)
def test_every_view_holds_all_the_money(planned: list[MoneyLine], actual: list[MoneyLine]) -> None:
    found = alignment(PLAN, YEAR, planned, actual)
    roots = tree(PLAN, found)
    assert sum(one.planned_below for one in roots) == found.planned
    assert sum(one.actual_below for one in roots) == found.actual
    assert sum(one.actual for root in roots for one in root.walk()) == found.actual
    for across in ACROSS:
        laid = matrix(found.actual_parts, across)
        assert sum(laid.cells.values()) == found.actual
        assert sum(laid.rows.values()) == sum(laid.totals.values()) == found.actual
    split = bets(found.planned_parts, found.actual_parts)
    assert sum(split.planned.amounts.values()) == found.planned - found.run.planned.amount
    assert sum(split.actual.amounts.values()) == found.actual - found.run.actual.amount


def test_money_below_counts_above() -> None:
    found = alignment(PLAN, YEAR, [], [MoneyLine(DAY, Decimal(100), "ads")])
    grow = tree(PLAN, found)[0]
    assert [(one.key, one.depth, one.actual, one.actual_below) for one in grow.walk()] == [
        ("grow", 0, 0, 100),
        ("dach", 1, Decimal("33.3"), 100),
        ("wien", 2, Decimal("66.7"), Decimal("66.7")),
    ]


def test_the_horizon_is_of_the_money_that_serves_an_objective() -> None:
    spent = [
        MoneyLine(DAY, Decimal(30), "ads"),
        MoneyLine(DAY, Decimal(10), "tv"),
        MoneyLine(DAY, Decimal(60)),
    ]
    found = horizon(PLAN, (), split_money(PLAN, spent))
    assert found.agreed_long == 0.4
    assert found.actual.amounts == {"short": Decimal("9.99"), "long": Decimal("30.01")}
    assert found.actual.shares["long"] == pytest.approx(0.75025)
    assert found.planned.shares == {}


def test_spend_takes_the_bets_of_the_budget_lines_of_its_initiative_and_channel() -> None:
    planned = [
        MoneyLine(DAY, Decimal(30), "ads", channel="email", bet="proven"),
        MoneyLine(DAY, Decimal(10), "ads", channel="email", bet="exploring"),
        MoneyLine(DAY, Decimal(10), "ads", channel="display", bet="growing"),
    ]
    actual = [
        MoneyLine(DAY, Decimal(8), "ads", channel="email"),
        MoneyLine(DAY, Decimal(5), "ads", channel="events"),
        MoneyLine(DAY, Decimal(7), "tv"),
    ]
    found = bets(split_money(PLAN, planned), split_money(PLAN, actual))
    assert found.actual.amounts == {
        "proven": 9, "growing": 1, "exploring": 3, "nobody said": 7,
    }  # fmt: skip


def test_the_reserve_stands_beside_what_was_agreed() -> None:
    planned = [
        MoneyLine(DAY, Decimal(6), category="reserve"),
        MoneyLine(DAY, Decimal(2), "ads", category="reserve"),
        MoneyLine(DAY, Decimal(92), "ads"),
    ]
    found = reserve(PLAN, split_money(PLAN, planned))
    assert (found.agreed, found.share) == (0.05, 0.08)
    assert [found.planned, found.given_out] == [8, 2]


def budget(key: str, *amounts: Amount, **more: Any) -> BudgetLine:
    return BudgetLine(key, key, "jo", more.pop("category", "media"), amounts, **more)


def test_pacing_follows_the_plans_own_seasons_and_keeps_the_states_apart() -> None:
    months = [(1, 100), (2, 100), (3, 100), (4, 900)]
    line = budget(
        "tv",
        *(Amount(date(2026, m, 1), "planned", Decimal(a), "EUR") for m, a in months),
        Amount(date(2026, 4, 1), "committed", Decimal(700), "EUR"),
        Amount(date(2026, 4, 1), "forecast", Decimal(800), "EUR"),
    )
    plan = Plan.of([line])
    wanted: tuple[Money, ...] = ("planned", "forecast", "committed")
    states: dict[Money, Any] = {
        state: BudgetMonths(plan, lambda one: one.amount).within(state, YEAR)[0] for state in wanted
    }
    spent = [MoneyLine(date(2026, 2, 3), Decimal(330)), MoneyLine(date(2026, 4, 2), Decimal(99))]
    (found,) = pacing({**states, "actual": spent}, date(2026, 3, 31), by=lambda _: "all")
    assert found.planned == 1200
    assert found.planned_to_date == 300
    assert [found.forecast, found.committed, found.actual] == [800, 700, 330]
    assert (found.pacing, found.variance) == (1.1, 0.1)
    assert found.left == 500


def test_nothing_planned_until_now_has_no_pace() -> None:
    later = MoneyLine(date(2026, 9, 1), Decimal(10), until=date(2026, 9, 30))
    (found,) = pacing({"planned": [later]}, date(2026, 3, 31))
    assert found.planned_to_date == 0
    assert found.pacing is None
    assert found.variance is None


def test_the_plan_and_the_ledger_agree_to_the_cent() -> None:
    month = Amount(date(2026, 7, 1), "planned", Decimal("99.99"), "EUR")
    plan = Plan.of(
        [
            budget("ads", month, account="media", cost_centre="marketing"),
            budget("tv", month, account="media", cost_centre="marketing"),
            budget("odd", month, account="media", cost_centre="elsewhere"),
            budget("pens", month, account="tools", cost_centre="marketing"),
        ]
    )
    money, _ = BudgetMonths(plan, lambda one: one.amount).within("planned", YEAR)
    ledger = [
        LedgerLine("media", "marketing", Decimal("150.00")),
        LedgerLine("media", "marketing", Decimal("100.00")),
        LedgerLine("tools", "marketing", Decimal("90.00")),
        LedgerLine("rent", "marketing", Decimal("10.00")),
    ]
    found = reconcile_ledger(plan, money, ledger)
    assert {one.account: one.difference for one in found.places} == {
        "media": Decimal("50.02"),
        "tools": Decimal("-9.99"),
        "rent": Decimal("10.00"),
    }
    assert (found.unallocated, found.overallocated) == (Decimal("60.02"), Decimal("9.99"))
    assert found.unplaced == Decimal("99.99")
    assert found.ledger == found.allocated + found.difference == 350


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9999)), max_size=8))
def test_allocated_and_unallocated_come_to_the_ledger(held: list[tuple[str, int]]) -> None:
    plan = Plan.of(
        [
            budget(
                key,
                Amount(date(2026, 7, 1), "planned", Decimal("40.01"), "EUR"),
                account=key, cost_centre="m",
            )
            for key in "ab"
        ]
    )  # fmt: skip
    money, _ = BudgetMonths(plan, lambda one: one.amount).within("planned", YEAR)
    ledger = [LedgerLine(account, "m", Decimal(units).scaleb(-2)) for account, units in held]
    found = reconcile_ledger(plan, money, ledger)
    assert found.ledger == sum(one.amount for one in ledger)
    assert found.allocated + found.unplaced == Decimal("80.02")
    assert found.ledger == found.allocated + found.unallocated - found.overallocated


def test_the_kpi_map_finds_metrics_without_objective_and_objectives_without_metric() -> None:
    def result(key: str, objective: str, metric: str, leads: Any) -> KeyResult:
        return KeyResult(
            key, objective, key, "jo", "hold", Decimal(1), FIRST, LAST, metric, leads=leads
        )

    plan = Plan.of(
        [
            *PLAN.objectives.values(),
            result("a", "grow", "cac?rule=linear", "lagging"),
            result("b", "grow", "leads", "leading"),
            result("c", "known", "", "lagging"),
            result("d", "known", "invented", "lagging"),
        ]
    )
    found = kpi_map(plan, YEAR, ["cac", "leads", "roas"])
    assert found.idle == ("roas",)
    assert found.unknown == ("invented",)
    assert {one.key: one.lacks for one in found.objectives} == {
        "grow": (),
        "known": ("leading",),
        "dach": ("leading", "lagging"),
        "wien": ("leading", "lagging"),
    }


def test_money_cannot_be_laid_out_by_what_it_does_not_carry() -> None:
    across: Any = "colour"
    with pytest.raises(Unknown, match="colour"):
        matrix([], across)


def test_bets_are_cut_once_and_not_line_by_line() -> None:
    planned = [
        MoneyLine(DAY, Decimal(1), "tv", bet=bet) for bet in ("proven", "growing", "exploring")
    ]
    spent = [MoneyLine(DAY, Decimal("0.01"), "tv") for _ in range(300)]
    found = bets(split_money(PLAN, planned), split_money(PLAN, spent)).actual.amounts
    assert found == {"proven": 1, "growing": 1, "exploring": 1, "nobody said": 0}


@pytest.mark.parametrize("key", ["run", "none"])
def test_an_objective_that_is_called_like_a_row_is_refused_wherever_money_is_divided(
    key: str,
) -> None:
    plan = Plan.of([Objective(key, "Run", "company", "mara")])
    lines = [MoneyLine(DAY, Decimal(1))]
    with pytest.raises(BadInput, match=f"called {key}"):
        split_money(plan, lines)
    with pytest.raises(BadInput, match=f"called {key}"):
        alignment(plan, YEAR, lines, [])
