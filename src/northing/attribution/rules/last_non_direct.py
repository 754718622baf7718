"""Last non-direct touch: direct visits are passed over while there is anything else."""

from __future__ import annotations

from typing import Any

from northing.attribution.rule import DIRECT, Rule, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    out[:] = 0.0
    chosen = out.size - 1
    while chosen >= 0 and channels[chosen] == params[DIRECT]:
        chosen -= 1
    out[chosen if chosen >= 0 else out.size - 1] = 1.0


ENTRY = Rule(
    title="Last non-direct touch",
    formula="The last touch that is not direct gets all; direct does when every touch is.",
    source="Google Analytics, Last non-direct click.",
    weights=weights,
    trap="Still rewards what harvests demand; hides how many come back by themselves.",
)
