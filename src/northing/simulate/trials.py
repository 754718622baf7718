"""Two experiments whose answers agree with what the channels really cause."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from northing.simulate.clock import day_index
from northing.simulate.demand import ACCOUNT, SHOPPER, Demand
from northing.simulate.files import FileSet, dates, plain_dates
from northing.simulate.outcomes import SIGNUP_RATE
from northing.simulate.truth import Ledger
from northing.simulate.world import CHANNEL_NAMES, DISPLAY_RETARGETING, HOLDOUT

GEO, SPLIT = "geo_paid_social_2025", "split_retargeting_2026"
_BEFORE_DAYS, _AFTER_DAYS = 84, 28
_SPLIT_FIRST, _SPLIT_LAST = date(2026, 2, 2), date(2026, 3, 29)
_SPLIT_UNITS_A_DAY = 260


def write_trials(
    rng: np.random.Generator, files: FileSet, demand: Demand, ledger: Ledger
) -> dict[str, Any]:
    """Write designs and outcomes, and return what is true of them.

    The geographic holdout took paid social from 6 of 20 regions for eight weeks: its outcome are
    the people and accounts that really entered by region and day. The split test showed
    retargeting to half of the visitors; its lift is the tiny share of demand that it causes.
    """
    files.write(
        "experiments",
        "experiments.csv",
        {
            "experiment_id": pa.array([GEO, SPLIT]),
            "name": pa.array(["Paid social off in six regions", "Retargeting shown to half"]),
            "kind": pa.array(["geo", "ab"]),
            "hypothesis": pa.array(
                [
                    "Without paid social fewer people and firms find us.",
                    "Retargeting brings sign-ups that would not have come anyway.",
                ]
            ),
            "metric": pa.array(["new_visitors", "signups"]),
            "channel": pa.array([CHANNEL_NAMES[HOLDOUT.channel], "display_retargeting"]),
            "starts": plain_dates([HOLDOUT.first, _SPLIT_FIRST]),
            "ends": plain_dates([HOLDOUT.last, _SPLIT_LAST]),
            "minimum_effect": pa.array([0.05, 0.05]),
            "design": pa.array(
                [
                    json.dumps({"unit": "region", "held_out": HOLDOUT.held_out, "share": 0.3}),
                    json.dumps({"unit": "visitor", "arms": {"shown": 0.5, "not_shown": 0.5}}),
                ]
            ),
        },
    )
    return {GEO: _write_geo(files, demand, ledger), SPLIT: _write_split(rng, files, demand)}


def _write_geo(files: FileSet, demand: Demand, ledger: Ledger) -> dict[str, Any]:
    first, last = day_index(HOLDOUT.first), day_index(HOLDOUT.last)
    days = np.arange(first - _BEFORE_DAYS, last + _AFTER_DAYS + 1)
    entered = ledger.entered_by_region
    usual = entered[:, first - 2 * _BEFORE_DAYS : first].mean(axis=1)
    region, day = (axis.ravel() for axis in np.indices((HOLDOUT.regions, len(days))))
    files.write(
        "experiment_units",
        "experiment_units_geo.csv",
        {
            "experiment_id": pa.array([GEO] * len(region)),
            "unit": pa.array([f"region_{number + 1:02d}" for number in region]),
            "arm": pa.array(np.where(region < HOLDOUT.held_out, "held_out", "control").tolist()),
            "date": dates(days[day]),
            "units": pa.array([1] * len(region)),
            "outcome": pa.array(entered[region, days[day]].astype(float)),
            "outcome_squared": pa.array(entered[region, days[day]].astype(float) ** 2),
            "covariate": pa.array(np.round(usual[region], 4)),
        },
    )
    during = demand.units[:, :, first : last + 1].sum(axis=(0, 2))
    social = demand.units[:, HOLDOUT.channel, first : last + 1].sum()
    # as everywhere outside the regions held out
    outside = social * float(1 - demand.hold_share[first : last + 1].mean()) / (1 - HOLDOUT.share)
    held_total = float(during.sum()) - float(social) + float(outside)
    return {
        "channel": CHANNEL_NAMES[HOLDOUT.channel],
        "outcome": "new_visitors",
        "first": HOLDOUT.first.isoformat(),
        "last": HOLDOUT.last.isoformat(),
        "regions_held_out": HOLDOUT.held_out,
        "regions": HOLDOUT.regions,
        "expected_units_lost": {
            "shoppers": float(demand.held_back[SHOPPER]),
            "accounts": float(demand.held_back[ACCOUNT]),
        },
        "effect_share_outside": float(outside) / held_total,
        "spend_withheld": float(demand.withheld),
    }


def _write_split(rng: np.random.Generator, files: FileSet, demand: Demand) -> dict[str, Any]:
    days = np.arange(day_index(_SPLIT_FIRST), day_index(_SPLIT_LAST) + 1)
    shoppers = demand.units[SHOPPER][:, days].sum(axis=1)
    caused = float(shoppers[DISPLAY_RETARGETING])
    lift = caused / (float(shoppers.sum()) - caused)
    rates = {"shown": SIGNUP_RATE * (1 + lift), "not_shown": SIGNUP_RATE}
    for arm, rate in rates.items():
        units = rng.poisson(_SPLIT_UNITS_A_DAY, len(days))
        signed = rng.binomial(units, rate)
        files.write(
            "experiment_units",
            "experiment_units_split.csv",
            {
                "experiment_id": pa.array([SPLIT] * len(days)),
                "unit": pa.array([arm] * len(days)),
                "arm": pa.array([arm] * len(days)),
                "date": dates(days),
                "units": pa.array(units),
                "outcome": pa.array(signed.astype(float)),
                "outcome_squared": pa.array(signed.astype(float)),
            },
        )
    return {
        "channel": CHANNEL_NAMES[DISPLAY_RETARGETING],
        "outcome": "signups",
        "first": _SPLIT_FIRST.isoformat(),
        "last": _SPLIT_LAST.isoformat(),
        "rate_not_shown": rates["not_shown"],
        "rate_shown": rates["shown"],
        "relative_lift": lift,
    }
