"""Not a rule of the catalogue: each distinct channel in proportion to a weight of its own.

Markov's renormalised convention gives each journey's conversion to its channels in proportion
to their removal effects, so that every journey is handed out by itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from northing.attribution.rule import FIRST_CHANNEL, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    counts = np.zeros(params.size - FIRST_CHANNEL, np.int64)
    for touch in range(out.size):
        counts[channels[touch]] += 1
    total = 0.0
    for touch in range(out.size):
        channel = channels[touch]
        out[touch] = params[FIRST_CHANNEL + channel] / counts[channel]
        total += out[touch]
    for touch in range(out.size):
        out[touch] = out[touch] / total if total > 0.0 else 1.0 / out.size
