"""Last touch: all credit to the touch nearest to the conversion."""

from __future__ import annotations

from typing import Any

from northing.attribution.rule import Rule, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    out[:] = 0.0
    out[out.size - 1] = 1.0


ENTRY = Rule(
    title="Last touch",
    formula="The last touch before the conversion gets all.",
    source="Common practice; Google Analytics called it Last interaction.",
    weights=weights,
    trap="Rewards what harvests demand: branded search, retargeting, direct visits.",
)
