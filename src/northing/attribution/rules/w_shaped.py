"""W-shaped: first touch, lead touch and opportunity touch get 30 % each, the rest 10 %."""

from __future__ import annotations

from typing import Any

from northing.attribution.rule import LEAD, OPPORTUNITY, Rule, rule_kernel


@rule_kernel
def weights(ages_days: Any, channels: Any, milestones: Any, params: Any, out: Any) -> None:
    touches = out.size
    out[:] = 0.0
    out[0] = 0.3
    for milestone in (LEAD, OPPORTUNITY):
        if milestones[milestone] >= 0:
            out[milestones[milestone]] += 0.3
    others = 0
    total = 0.0
    for touch in range(touches):
        total += out[touch]
        others += out[touch] == 0.0
    if others > 0:
        for touch in range(touches):
            if out[touch] == 0.0:
                out[touch] = 0.1 / others
        total += 0.1
    for touch in range(touches):
        out[touch] /= total


ENTRY = Rule(
    title="W-shaped",
    formula=(
        "30 % first touch, 30 % the touch that preceded the lead, 30 % the one that preceded "
        "the opportunity, 10 % shared by the rest. Milestones on one touch pool their share; "
        "what is missing renormalises."
    ),
    source="Salesforce Pardot and Bizible, W-shaped.",
    weights=weights,
    needs=("milestones",),
    trap="Where leads and opportunities are not recorded it is first touch with a tail.",
)
