"""Time decay: a touch counts half as much for each half-life before the conversion."""

from __future__ import annotations

from typing import Any

import numpy as np

from northing.attribution.rule import HALF_LIFE, Rule, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    # Measured from the youngest touch: the shares are the same, and nothing underflows to 0/0.
    youngest = ages_days[out.size - 1]
    rate = -np.log(2.0) / params[HALF_LIFE]
    total = 0.0
    for touch in range(out.size):
        out[touch] = np.exp((ages_days[touch] - youngest) * rate)
        total += out[touch]
    for touch in range(out.size):
        out[touch] /= total


ENTRY = Rule(
    title="Time decay",
    formula="2^(−days before the conversion ÷ half-life), scaled to sum to one.",
    source="Google Analytics, Time decay (half-life of 7 days).",
    weights=weights,
    needs=("instants",),
    trap="The half-life decides; 7 days is wrong for a deal that takes half a year.",
)
