"""Which channel and campaign a touch shows: the cause at first, the harvesters at last."""

from __future__ import annotations

from functools import cache

import numpy as np

from northing.simulate.clock import DAYS, Floats, Ints, day_indices
from northing.simulate.world import (
    BASELINE,
    CHANNELS,
    OUT_OF_HOME,
    TELEVISION,
    campaign_country_mask,
    campaigns_of,
)

FIRST, MIDDLE, LAST = 0, 11, 22
"""Rows of the channel table where each stage begins; the cause is added."""
NURTURE_SHOPPER, NURTURE_ACCOUNT = 33, 34
_SEEN = 8  # channels 0..7 leave touches


def pick_channels(rng: np.random.Generator, row: Ints) -> Ints:
    """A channel for each touch, by its row of the channel table."""
    cumulative = channel_table()
    chance = rng.random(len(row))
    picked = (cumulative[row] <= chance[:, None]).sum(axis=1)
    return np.asarray(np.minimum(picked, cumulative.shape[1] - 1), dtype=np.int64)


def pick_campaigns(
    rng: np.random.Generator, channel: Ints, country: Ints, at_us: Ints, shares: Floats
) -> Ints:
    """A running campaign of the channel and country, or -1."""
    campaign = np.full(len(channel), -1, dtype=np.int64)
    day = np.clip(day_indices(at_us), 0, DAYS - 1)
    for code in range(2, _SEEN):
        own = np.array(campaigns_of(code))
        mine = np.flatnonzero(channel == code)
        weight = shares[day[mine]][:, own] * campaign_country_mask()[own][:, country[mine]].T
        bounds = np.cumsum(weight, axis=1)
        chance = rng.random(len(mine)) * bounds[:, -1]
        picked = np.minimum((bounds <= chance[:, None]).sum(axis=1), len(own) - 1)
        campaign[mine] = np.where(bounds[:, -1] > 0, own[picked], -1)
    return campaign


@cache
def channel_table() -> Floats:
    """Cumulative chances of the channels, by stage and cause (33 rows) and two for nurturing."""
    # direct, organic, brand, search, social, retargeting, email, events
    first = np.array([0.28, 0.44, 0.13, 0.06, 0.04, 0.00, 0.04, 0.01])
    middle = np.array([0.22, 0.20, 0.12, 0.09, 0.08, 0.15, 0.13, 0.01])
    last = np.array([0.24, 0.09, 0.25, 0.06, 0.04, 0.22, 0.09, 0.01])
    heard = np.array([0.34, 0.32, 0.34, 0.00, 0.00, 0.00, 0.00, 0.00])
    rows = np.zeros((35, _SEEN))
    for cause in range(BASELINE + 1):
        own = np.zeros(_SEEN)
        if cause < _SEEN:
            own[cause] = 1.0
        elif cause in (TELEVISION, OUT_OF_HOME):
            own = heard
        for stage, base, weight in (
            (FIRST, first, 0.84),
            (MIDDLE, middle, 0.14),
            (LAST, last, 0.04),
        ):
            share = weight if own.any() and CHANNELS[min(cause, 9)].role != "direct" else 0.0
            rows[stage + cause] = (1 - share) * base + share * own
    rows[NURTURE_SHOPPER] = (0.24, 0.10, 0.16, 0.03, 0.04, 0.12, 0.31, 0.00)
    rows[NURTURE_ACCOUNT] = (0.22, 0.10, 0.17, 0.04, 0.05, 0.10, 0.20, 0.12)
    chances = rows / rows.sum(axis=1, keepdims=True)
    return np.asarray(np.cumsum(chances, axis=1), dtype=np.float64)
