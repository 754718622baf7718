"""Demand is what the response curves make of spend, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from northing.simulate.clock import FIRST_DAY, day_index
from northing.simulate.demand import ACCOUNT, LEVERS, SHOPPER, Demand, make_demand, response
from northing.simulate.world import BASELINE, HOLDOUT


@pytest.fixture(scope="module")
def demand() -> Demand:
    return make_demand(np.random.default_rng(5), shoppers=22_000, accounts=4_000, size=1.0)


def test_expected_units_add_up_to_those_who_enter(demand: Demand) -> None:
    assert demand.units.sum(axis=(1, 2)) == pytest.approx([22_000, 4_000])
    assert (demand.units >= 0).all()


@pytest.mark.parametrize("channel", [code for code in LEVERS if code != HOLDOUT.channel])
def test_a_channels_effect_is_beta_times_its_saturated_carry_over(
    demand: Demand, channel: int
) -> None:
    curve = response(demand.spend[:, channel], LEVERS[channel])
    for unit, first in ((ACCOUNT, 0), (SHOPPER, FIRST_DAY - 60)):
        effect = demand.beta[unit, channel] * curve
        assert demand.units[unit, channel, first:] == pytest.approx(effect[first:])


def test_average_spend_is_that_of_the_lever_and_grows_with_size(demand: Demand) -> None:
    double = make_demand(np.random.default_rng(5), 44_000, 8_000, size=2.0)
    for channel, lever in LEVERS.items():
        if channel != HOLDOUT.channel:
            assert demand.spend[FIRST_DAY:, channel].mean() == pytest.approx(lever.daily)
    assert double.spend == pytest.approx(2 * demand.spend)
    assert double.units == pytest.approx(2 * demand.units)


def test_the_holdout_takes_its_share_of_spend_and_some_demand(demand: Demand) -> None:
    during = slice(day_index(HOLDOUT.first), day_index(HOLDOUT.last) + 1)
    assert demand.withheld > 0
    assert (demand.held_back > 0).all()
    assert demand.hold_share[during].mean() < 0.6 * HOLDOUT.share
    assert demand.hold_share[FIRST_DAY : during.start] == pytest.approx(HOLDOUT.share)


def test_harvesters_spend_when_demand_is_high_without_making_it(demand: Demand) -> None:
    baseline = demand.units[SHOPPER, BASELINE, FIRST_DAY:]
    weekly = baseline[: len(baseline) // 7 * 7].reshape(-1, 7).sum(axis=1)
    for channel in (2, 5):
        spend = demand.spend[FIRST_DAY:, channel]
        spent = spend[: len(spend) // 7 * 7].reshape(-1, 7).sum(axis=1)
        assert np.corrcoef(weekly, spent)[0, 1] > 0.6
        assert demand.units[:, channel].sum() < 0.01 * demand.units.sum()
