"""Equal maturity: how complete a period is, and an earlier one as it stood at the same age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from northing.errors import BadInput, OutOfRange


def test_a_cohort_says_how_complete_it_is(measure):
    table = measure("repeat_purchase_rate", compare="2026-Q1")
    assert table.maturity.closes_after_days == 90
    assert table.maturity.age_days == 0
    assert table.maturity.share_complete == pytest.approx(1 / 91)  # 1 April has had 90 days
    assert table.compare_maturity.share_complete == pytest.approx(1.0)
    assert any(note.startswith("Not equally old: 2026-Q2: 1% of its days") for note in table.notes)
    assert table.to_json()["maturity"]["age_days"] == 0


def test_without_a_window_nearly_all_that_was_seen_counts(measure):
    # 4 × 5, 2 × 1, 4 × 30, 4 × 120 days: 95 % of 14 are reached only at 120
    assert measure("lead_to_mql").maturity.closes_after_days == 120


def test_an_earlier_cohort_is_cut_at_the_age_of_the_later_one(measure):
    whole = measure("lead_to_mql", compare="2026-Q1").total
    assert (whole.value, whole.compare_value) == (0.4, 1.0)
    # On 31 March the leads of 12 January were 78 days old: those of day 120 had not come yet.
    table = measure("lead_to_mql", compare="2026-Q1", equal_age=True)
    assert table.total.compare_value == 0.5
    assert table.total.value == 0.4
    assert table.parameters["equal_age"] is True
    assert any("as it stood on 2026-04-01" in note for note in table.notes)


def test_a_running_period_is_set_beside_as_many_days_of_the_earlier_one(measure, context):
    early = replace(context, as_of=date(2026, 4, 12))
    whole = measure("spend", compare="2026-Q1", under=early)
    assert whole.total.compare_value == 50  # of 10 March
    cut = measure("spend", compare="2026-Q1", equal_age=True, under=early)
    assert cut.total.compare_value is None  # nothing in the first twelve days of the year


def test_equal_age_needs_two_periods_that_have_begun(measure):
    with pytest.raises(BadInput, match="compare"):
        measure("spend", equal_age=True)
    with pytest.raises(OutOfRange, match="has begun"):
        measure("spend", period="2027-Q1", compare="2026-Q1", equal_age=True)


def test_credit_of_young_money_is_not_finished(measure):
    table = measure("roas")
    assert table.maturity.closes_after_days == 180
    assert table.maturity.share_complete == 0.0
    assert measure("revenue", "channel").maturity is None  # a sum of credit waits for nothing


def test_another_lookback_is_asked_of_the_log(measure, tables):
    table = measure("roas", lookback_days="7")
    assert table.parameters["lookback_days"] == 7
    assert tables.asked[-1][-1] == 7
    measure("roas")
    assert tables.asked[-1][-1] is None
    with pytest.raises(OutOfRange, match="1 to 3650"):
        measure("roas", lookback_days="0")
