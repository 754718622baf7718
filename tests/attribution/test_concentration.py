"""The laws of a Lorenz curve, and Gini's coefficient of known spreads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.attribution.concentration import cumulative_shares, curve_of

AMOUNTS = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60)


@given(AMOUNTS)
def test_the_curve_rises_to_one_and_lies_above_the_diagonal(amounts):
    curve = curve_of(amounts)
    assert curve.cumulative[-1] == 1
    count = len(amounts)
    for place, share in enumerate(curve.cumulative):
        assert share >= (curve.cumulative[place - 1] if place else 0) - 1e-12
        assert share >= (place + 1) / count - 1e-9


@given(st.floats(0.01, 1e6), st.integers(1, 60))
def test_equal_amounts_lie_on_the_diagonal(amount, count):
    curve = curve_of([amount] * count)
    assert curve.cumulative == pytest.approx([(place + 1) / count for place in range(count)])
    assert curve.gini == pytest.approx(0, abs=1e-9)


@given(AMOUNTS, st.floats(0.01, 1000))
def test_the_unit_changes_nothing(amounts, factor):
    scaled = curve_of([amount * factor for amount in amounts])
    assert scaled.gini == pytest.approx(curve_of(amounts).gini, abs=1e-9)


@given(AMOUNTS, st.floats(0.05, 1))
def test_the_keys_for_a_share_bring_it_and_one_fewer_does_not(amounts, share):
    curve = curve_of(amounts)
    count = curve.keys_for(share)
    assert curve.cumulative[count - 1] >= share - 1e-9
    assert count == 1 or curve.cumulative[count - 2] < share


def test_gini_of_half_the_mean_difference():
    # Gini is half the mean absolute difference relative to the mean (Kendall and Stuart 1958).
    amounts = [1, 2, 3, 4, 10]
    differences = sum(abs(a - b) for a in amounts for b in amounts) / 25
    assert curve_of(amounts).gini == pytest.approx(differences / (2 * 4))


def test_negative_amounts_have_a_curve_above_one_and_no_gini():
    curve = curve_of([-50, 100, 50])
    assert curve.cumulative == (1.0, 1.5, 1.0)
    assert curve.gini is None


@pytest.mark.parametrize("amounts", [[], [0, 0], [-1, 1], [-5]])
def test_nothing_to_share_has_no_curve(amounts):
    curve = curve_of(amounts)
    assert curve.cumulative == ()
    assert curve.gini is None
    assert curve.keys_for(0.8) is None
    assert curve.share_of_top(0.2) is None


def test_a_running_share_keeps_the_order_given():
    assert cumulative_shares([1, 3]) == (0.25, 1.0)
