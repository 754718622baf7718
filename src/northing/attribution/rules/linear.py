"""Linear: every touch of a journey gets the same credit."""

from __future__ import annotations

from typing import Any

from northing.attribution.rule import Rule, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    out[:] = 1.0 / out.size


ENTRY = Rule(
    title="Linear",
    formula="Each of n touches gets 1/n.",
    source="Common practice; Google Analytics called it Linear.",
    weights=weights,
    trap="Rewards frequency: ten retargeting touches outweigh one that persuaded.",
)
