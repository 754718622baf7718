"""Status, pace and course of key results: laws, and the cases that cost money when confused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.align.course import linear_course, seasonal_course
from northing.align.progress import (
    RULE,
    Progress,
    Reading,
    objective_status,
    progress_of,
    target_level,
)
from northing.errors import BadInput
from northing.plan.kinds.key_result import KeyResult, Part

STARTS, DUE = date(2026, 1, 1), date(2026, 12, 31)
MIDDLE = date(2026, 7, 2)

COUNT = KeyResult("leads", "grow", "1,000 leads", "mara", "count", Decimal(1000), STARTS, DUE)
SHARE = KeyResult(
    "known", "brand", "Known by more", "mara", "from_to", Decimal(15), STARTS, DUE,
    baseline=Decimal(12), unit="points",
)  # fmt: skip
LIFT = KeyResult(
    "lift", "grow", "10 % more", "mara", "lift", Decimal(10), STARTS, DUE, baseline=Decimal(200)
)
HOLD = KeyResult(
    "cac", "profit", "CAC at most 300", "mara", "hold", Decimal(300), STARTS, DUE, better="down"
)
DONE = KeyResult("site", "grow", "Site is live", "mara", "milestone", Decimal(1), STARTS, DUE)

days = st.integers(0, 364).map(lambda day: STARTS + timedelta(days=day))
amounts = st.decimals(1, 10_000_000, places=2)
pieces = st.lists(st.floats(0, 1e6), min_size=2, max_size=60).filter(lambda all_: sum(all_) > 0)


def stands(key_result: KeyResult, value: object, on: date = MIDDLE, **more: object) -> Progress:
    found = None if value is None else Decimal(str(value))
    return progress_of(key_result, Reading(found, on), **more)  # type: ignore[arg-type]


def weekly(sums: list[float]) -> list[tuple[date, float]]:
    return [(date(2025, 1, 1) + timedelta(days=7 * i), one) for i, one in enumerate(sums)]


@given(pieces, days, days)
def test_a_course_starts_at_nothing_ends_at_all_and_never_turns_back(
    sums: list[float], one: date, other: date
) -> None:
    due = STARTS + timedelta(days=7 * len(sums) - 1)
    course = seasonal_course(STARTS, due, weekly(sums))
    assert course is not None
    assert course.share(STARTS - timedelta(days=1)) == 0
    assert course.share(due) == 1
    earlier, later = sorted((one, other))
    assert 0 <= course.share(earlier) <= course.share(later) + 1e-12 <= 1 + 2e-12


@given(st.floats(0.5, 1e6), st.integers(2, 60), days)
def test_an_even_year_before_gives_the_linear_course(each: float, weeks: int, on: date) -> None:
    due = STARTS + timedelta(days=7 * weeks - 1)
    course = seasonal_course(STARTS, due, weekly([each] * weeks))
    assert course is not None
    assert course.share(on) == pytest.approx(linear_course(STARTS, due).share(on), abs=1e-9)


def test_a_year_before_without_shape_gives_no_course() -> None:
    assert seasonal_course(STARTS, DUE, weekly([0.0, 0.0])) is None
    assert seasonal_course(STARTS, DUE, weekly([5.0])) is None
    assert seasonal_course(STARTS, DUE, weekly([5.0, -1.0])) is None


def test_a_late_season_is_not_read_as_being_behind() -> None:
    course = seasonal_course(STARTS, DUE, [(date(2025, 1, 1), 100.0), (date(2025, 7, 1), 900.0)])
    on = date(2026, 6, 30)
    assert stands(COUNT, 100, on, course=course).status == "on course"
    assert stands(COUNT, 100, on).status == "off course"


@given(days, amounts, amounts, amounts)
def test_more_is_never_worse_for_a_count(
    on: date, target: Decimal, one: Decimal, other: Decimal
) -> None:
    less, more = sorted((one, other))
    key_result = replace(COUNT, target=target)
    gravity = ("done", "on course", "at risk", "off course", "missed")
    found = [stands(key_result, value, on).status for value in (less, more)]
    if "too early" not in found:
        assert gravity.index(found[1]) <= gravity.index(found[0])


@given(days, amounts, amounts, st.decimals("0.01", 100, places=2))
def test_the_unit_does_not_change_the_status(
    on: date, target: Decimal, value: Decimal, factor: Decimal
) -> None:
    whole = stands(replace(COUNT, target=target), value, on)
    scaled = stands(replace(COUNT, target=target * factor), value * factor, on)
    assert scaled.done == pytest.approx(whole.done)
    assert scaled.expected == whole.expected * factor  # type: ignore[operator]


@given(st.decimals(-1000, 1000, places=1), st.decimals(-1000, 1000, places=1), days)
def test_up_and_down_are_mirrors(baseline: Decimal, target: Decimal, on: date) -> None:
    if baseline == target:
        return
    up = replace(SHARE, baseline=baseline, target=target)
    down = replace(SHARE, baseline=-baseline, target=-target, better="down")
    value = baseline + (target - baseline) / 3
    assert stands(up, value, on).done == pytest.approx(stands(down, -value, on).done)
    assert stands(up, value, on).status == stands(down, -value, on).status


@given(days)
def test_who_keeps_to_the_course_is_on_it(on: date) -> None:
    for key_result in (COUNT, SHARE, LIFT):
        expected = stands(key_result, key_result.baseline or 0, on).expected
        found = stands(key_result, expected, on)
        assert found.status in ("on course", "too early", "done")
        if found.pace is not None:
            assert found.pace == pytest.approx(1, abs=1e-4)


def test_points_are_no_percent() -> None:
    """From 12 % to 15 % are three points; 15 % more than 12 % are 13.8 %."""
    assert stands(SHARE, "13.5").done == 0.5
    relative = replace(SHARE, kind="lift", unit="percent", target=Decimal(15))
    assert target_level(SHARE) == 15
    assert target_level(relative) == Decimal("13.80")
    with pytest.raises(BadInput, match="lift in points"):
        replace(SHARE, kind="lift")


def test_a_lift_is_over_its_baseline() -> None:
    assert target_level(LIFT) == 220
    assert stands(LIFT, 210).done == 0.5
    fall = replace(LIFT, target=Decimal(-10), better="down")
    assert target_level(fall) == 180
    assert stands(fall, 190).done == 0.5


@pytest.mark.parametrize(
    ("value", "status"),
    [(280, "on course"), (300, "on course"), (320, "at risk"), (400, "off course")],
)
def test_a_ceiling_is_held_or_missed(value: int, status: str) -> None:
    assert stands(HOLD, value).status == status


def test_a_count_that_may_not_be_exceeded() -> None:
    cap = replace(COUNT, better="down")
    assert stands(cap, 400).status == "on course"
    assert stands(cap, 560).status == "at risk"
    assert stands(cap, 1001).status == "off course"
    assert stands(cap, 1000, DUE).status == "done"


def test_the_day_decides() -> None:
    assert stands(COUNT, 999, DUE).status == "missed"
    assert stands(COUNT, 1000, DUE).status == "done"
    assert stands(COUNT, 1000).status == "done"
    assert stands(SHARE, 16).status == "on course"  # a level may fall again until its day
    assert stands(COUNT, 1, STARTS).status == "too early"
    assert stands(COUNT, None).status == "at risk"
    assert stands(COUNT, None, DUE).status == "missed"


def test_what_still_grows_is_compared_at_equal_age() -> None:
    """Half of what came in the end had been counted at this age a year before."""
    young = Reading(Decimal(250), MIDDLE, complete=0.3, counted=0.5)
    assert progress_of(COUNT, young).status == "on course"
    assert progress_of(COUNT, replace(young, counted=1.0)).status == "too early"
    after = Reading(Decimal(900), DUE, complete=0.8)
    assert progress_of(COUNT, after).status == "at risk"
    assert progress_of(COUNT, replace(after, complete=1.0)).status == "missed"


@pytest.mark.parametrize(
    ("confidence", "status"),
    [(None, "at risk"), ("0.8", "on course"), ("0.5", "at risk"), ("0.2", "off course")],
)
def test_an_open_milestone_is_judged_by_its_check_in(confidence: str | None, status: str) -> None:
    sure = None if confidence is None else Decimal(confidence)
    assert stands(DONE, None, confidence=sure).status == status


def test_a_milestone_is_done_or_missed() -> None:
    assert stands(DONE, 1).status == "done"
    assert stands(DONE, None, DUE, confidence=Decimal(1)).status == "missed"


@given(days, amounts, amounts)
def test_parts_and_whole_have_one_course(on: date, sales: Decimal, marketing: Decimal) -> None:
    shared = replace(
        COUNT,
        target=sales + marketing,
        parts=(Part("sales", sales, "ana"), Part("marketing", marketing, "mara")),
    )
    whole = stands(shared, 1, on, parts=(Reading(Decimal(1), on), None))
    assert sum(part.expected for part in whole.parts) == pytest.approx(whole.expected)
    assert whole.parts[1].value is None


def test_an_objective_is_as_good_as_its_worst_committed_key_result() -> None:
    good, bad = stands(COUNT, 600), stands(COUNT, 100)
    stretch = replace(COUNT, commitment="stretch")
    assert objective_status([(COUNT, good), (COUNT, bad)])[0] == "off course"
    assert objective_status([(COUNT, good), (stretch, bad)])[0] == "at risk"
    assert objective_status([(COUNT, stands(COUNT, 1000))])[0] == "done"
    assert objective_status([])[0] is None


def test_an_objective_is_missed_once_nothing_is_open() -> None:
    missed, open_ = stands(COUNT, 100, DUE), stands(COUNT, 600)
    assert objective_status([(COUNT, missed)])[0] == "missed"
    assert objective_status([(COUNT, missed), (COUNT, open_)])[0] == "off course"


def test_the_rule_says_that_it_is_pace() -> None:
    assert RULE.startswith("Pace, until forecasts exist")
