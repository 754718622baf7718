"""A benchmark that is missed again and again asks for more than one that is missed once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from northing.metrics.benchmark import Benchmark
from northing.metrics.verdict import verdict_on

PAST = Benchmark("email", None, 24, 10.0, 20.0, 30.0)
ORDER = ["keep", "fix", "replace"]


def test_one_miss_is_chance() -> None:
    assert verdict_on([25, 9, 25], PAST, "up").advice == "keep"


def test_only_the_newest_three_periods_count() -> None:
    assert verdict_on([1, 1, 1, 25, 25, 25], PAST, "up").advice == "keep"
    assert verdict_on([25, 25, 25, 1, 1, 1], PAST, "up").advice == "replace"


def test_a_cost_misses_above_and_a_return_below() -> None:
    assert verdict_on([31, 31, 31], PAST, "down").advice == "replace"
    assert verdict_on([31, 31, 31], PAST, "up").advice == "keep"


def test_nothing_is_said_without_a_benchmark_or_with_too_few_periods() -> None:
    assert verdict_on([1, 1, 1], None, "up").advice == "wait"
    few = Benchmark("email", None, 3, note="3 months with a value; 8 are needed")
    assert verdict_on([1, 1, 1], few, "up").why == "3 months with a value; 8 are needed"
    assert verdict_on([1, 1], PAST, "up").advice == "wait"


@given(
    values=st.lists(st.floats(0, 50), min_size=3, max_size=12),
    place=st.integers(-3, -1),
    better=st.floats(0, 50),
)
def test_a_better_period_never_makes_the_advice_harsher(
    values: list[float], place: int, better: float
) -> None:
    before = verdict_on(values, PAST, "up").advice
    mended = [*values]
    mended[place] = max(mended[place], better)

    assert ORDER.index(verdict_on(mended, PAST, "up").advice) <= ORDER.index(before)
