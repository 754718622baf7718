"""Compile the kernels once, at set-up, so that nobody waits for it later.

python -m northing.attribution.warm
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from northing.attribution.attribute import attribute
from northing.attribution.journeys import fold_journeys
from northing.attribution.log import journey_log
from northing.attribution.paths import attribute_paths
from northing.attribution.rule import RULES, address_of
from northing.engine import open_engine


def warm() -> None:
    """Run every kernel on two touches; what they compile is cached beside the code."""
    day = datetime(2026, 1, 1, tzinfo=UTC)
    touches = pa.table(
        {"person_id": [1, 1], "at": [day, day + timedelta(days=1)], "channel": ["a", "b"]}
    )
    conversions = pa.table({"person_id": [1], "at": [day + timedelta(days=2)], "value": [1.0]})
    for name in ("markov_3", "shapley_rate"):
        attribute(touches, conversions, rule=name)
    attribute(touches, conversions, rule="markov", convention="renormalised")
    paths = pa.table({"path": ["a > b"], "total_conversions": [1], "total_null": [0]})
    attribute_paths(paths, rule="markov")
    log = journey_log(
        touches.rename_columns(["journey_id", "at", "channel"]),
        conversions.rename_columns(["journey_id", "at", "value"]),
        None,
    )
    fold_journeys(open_engine(), log)
    for rule in RULES.values():
        if rule.weights is not None:
            address_of(rule.weights)


if __name__ == "__main__":
    warm()
