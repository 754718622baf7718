"""Position: 40 % to the first touch, 40 % to the last, 20 % to those between."""

from __future__ import annotations

from typing import Any

from northing.attribution.rule import Rule, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    touches = out.size
    if touches <= 2:
        out[:] = 1.0 / touches
        return
    out[:] = 0.2 / (touches - 2)
    out[0] = 0.4
    out[touches - 1] = 0.4


ENTRY = Rule(
    title="Position (U-shaped)",
    formula="40 % first, 40 % last, 20 % shared by those between; two touches get half each.",
    source="Google Analytics, Position based.",
    weights=weights,
    trap="The 40/20/40 is a convention, not a finding.",
)
