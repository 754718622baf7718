"""Arbitrary plans, for laws."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from northing.plan import Plan
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.check_in import CheckIn
from northing.plan.kinds.initiative import Initiative
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective, Pivot
from northing.plan.values import STATES, Amount, Contribution, Promise, Scope

KEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,12}", fullmatch=True)
TEXT = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")),
    min_size=1,
    max_size=30,
).filter(str.strip)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 28))
MONEY = st.decimals(-(10**9), 10**9, places=4, allow_nan=False)
NUMBERS = st.decimals(-(10**6), 10**6, places=3, allow_nan=False)
CURRENCIES = st.sampled_from(["EUR", "GBP", "SEK", "USD"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan whose entries refer to each other."""
    objectives = draw(_objectives())
    keys = [one.key for one in objectives]
    key_results = draw(_several(_key_result(keys))) if keys else []
    initiatives = draw(_several(_initiative(keys, [one.key for one in key_results])))
    lines = draw(_several(_line([one.key for one in initiatives])))
    check_ins = draw(_several(_check_in([o.key for o in key_results]))) if key_results else []
    share = st.none() | st.decimals(0, 100, places=1)
    return Plan.of(
        [*objectives, *key_results, *initiatives, *lines, *check_ins],
        run_share=draw(share),
        long_share=draw(share),
        reserve_share=draw(share),
    )


def _several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(one, max_size=4, unique_by=lambda value: value.key)


@st.composite
def _objectives(draw: st.DrawFn) -> list[Objective]:
    made: list[Objective] = []
    for key in draw(st.lists(KEYS, max_size=4, unique=True)):
        level = draw(st.sampled_from(["company", "marketing", "team"]))
        above = [None, *(one.key for one in made)]
        parent = None if level == "company" else draw(st.sampled_from(above))
        made.append(
            Objective(
                key,
                draw(TEXT),
                level,  # type: ignore[arg-type]
                draw(TEXT),
                parent=parent,
                vision=draw(TEXT | st.just("")),
                scope=Scope(country=tuple(draw(st.lists(st.sampled_from(["DE", "SE"]))))),
                funding_share=draw(st.none() | st.decimals(0, 100, places=2)),
                pivots=tuple(draw(st.lists(st.builds(Pivot, DAYS, TEXT, TEXT), max_size=2))),
            )
        )
    return made


@st.composite
def _key_result(draw: st.DrawFn, objectives: list[str]) -> KeyResult:
    starts, due = sorted((draw(DAYS), draw(DAYS)))
    target = draw(NUMBERS.filter(bool))  # a count of nothing is refused, and a way to where one is
    return KeyResult(
        draw(KEYS),
        draw(st.sampled_from(objectives)),
        draw(TEXT),
        draw(TEXT),
        draw(st.sampled_from(["count", "from_to", "hold"])),
        target,
        starts,
        due,
        metric=draw(st.sampled_from(["", "nrr", "roas?rule=linear"])),
        baseline=draw(NUMBERS.filter(lambda number: number != target)),
        better=draw(st.sampled_from(["up", "down"])),
        unit=draw(st.sampled_from(["", "money", "percent", "points"])),
    )


@st.composite
def _initiative(draw: st.DrawFn, objectives: list[str], key_results: list[str]) -> Initiative:
    starts, ends = sorted((draw(DAYS), draw(DAYS)))
    served = (
        draw(st.lists(st.sampled_from(objectives), max_size=3, unique=True)) if objectives else []
    )
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=2, max_size=2)))
    parts = {0: [], 1: [100], 2: [cuts[0], 100 - cuts[0]], 3: _three(*cuts)}[len(served)]
    since = draw(st.none() | DAYS)
    moved = (
        draw(st.lists(st.sampled_from(key_results), max_size=2, unique=True)) if key_results else []
    )
    return Initiative(
        draw(KEYS),
        draw(TEXT),
        draw(st.sampled_from(["campaign", "launch", "pricing"])),
        draw(TEXT),
        starts,
        ends,
        theme=draw(TEXT | st.just("")),
        message=draw(TEXT | st.just("")),
        contributions=tuple(
            Contribution(objective, Decimal(percent), since)
            for objective, percent in zip(served, parts, strict=True)
        ),
        key_results=tuple(moved),
    )


def _three(low: int, high: int) -> list[int]:
    return [low, high - low, 100 - high]


@st.composite
def _line(draw: st.DrawFn, initiatives: list[str]) -> BudgetLine:
    months = st.dates(date(2025, 1, 1), date(2027, 12, 28))
    amounts = draw(
        st.lists(
            st.builds(Amount, months, st.sampled_from(STATES), MONEY, CURRENCIES),
            max_size=6,
            unique_by=lambda one: (one.month, one.state),
        )
    )
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return BudgetLine(
        draw(KEYS),
        draw(TEXT),
        draw(TEXT),
        draw(st.sampled_from(["media", "people", "reserve", "other"])),
        tuple(amounts),
        initiative=draw(st.sampled_from([None, *initiatives])),
        channel=draw(TEXT | st.just("")),
        cost_centre=draw(TEXT | st.just("")),
        bet=draw(st.sampled_from(["proven", "growing", "exploring"])),
        promise=draw(st.none() | st.just(Promise("leads", low, high))),
        note=draw(TEXT | st.just("")),
    )


@st.composite
def _check_in(draw: st.DrawFn, key_results: list[str]) -> CheckIn:
    confidence = draw(st.decimals(0, 1, places=2))
    return CheckIn(
        draw(KEYS),
        draw(st.sampled_from(key_results)),
        draw(DAYS),
        confidence,
        draw(TEXT),
        draw(TEXT),
    )
