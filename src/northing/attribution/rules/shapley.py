"""Shapley value of the sum game: each channel of a journey gets the same credit."""

from __future__ import annotations

from typing import Any

import numpy as np

from northing.attribution.rule import Rule, rule_kernel

FEW = 32  # so few touches are compared pair by pair; more are counted in a table


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    touches = out.size
    if touches > FEW:
        counts = np.zeros(channels.max() + 1, np.int64)
        for touch in range(touches):
            counts[channels[touch]] += 1
        for touch in range(touches):
            out[touch] = 1.0 / counts[channels[touch]]
    else:
        for touch in range(touches):
            same = 0
            for other in range(touches):
                same += channels[other] == channels[touch]
            out[touch] = 1.0 / same
    distinct = 0.0
    for touch in range(touches):
        distinct += out[touch]
    for touch in range(touches):
        out[touch] /= distinct


ENTRY = Rule(
    title="Shapley (sum game)",
    formula=(
        "Worth of a set of channels = conversions of the journeys inside it; each of a "
        "journey's d distinct channels gets 1/d, shared evenly by its touches."
    ),
    source="Shapley (1953); Zhao, Mahboobi, Bagheri (2018), Shapley Value Methods for "
    "Attribution Modeling in Online Advertising.",
    weights=weights,
    trap="Ignores the journeys that did not convert, so it is no measure of effect.",
)
