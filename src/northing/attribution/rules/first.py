"""First touch: all credit to the touch that opened the journey."""

from __future__ import annotations

from typing import Any

from northing.attribution.rule import Rule, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    out[:] = 0.0
    out[0] = 1.0


ENTRY = Rule(
    title="First touch",
    formula="The first touch of the journey gets all.",
    source="Common practice; Google Analytics called it First interaction.",
    weights=weights,
    trap="Rewards what introduces people and ignores what persuades them.",
)
