"""An engine, and a slow attribution in plain Python that the compiled one must agree with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest

from northing.engine import Engine, open_engine

DAY_US = 86_400_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = pa.timestamp("us", tz="UTC")
TIES = ("channel", "campaign", "content", "country", "device")


@pytest.fixture(scope="session")
def engine() -> Engine:
    return open_engine("duckdb://", threads=2, memory_limit="1GB")


@dataclass
class Expected:
    """Credit by rule and cell, and steps between states, as a reader of METHODS would do it."""

    credit: dict[str, dict[tuple[Any, ...], list[float]]]
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)


@pytest.fixture(scope="session")
def slowly() -> Callable[..., Expected]:
    return attribute_slowly


def attribute_slowly(
    touches: Iterable[Mapping[str, Any]],
    conversions: Iterable[Mapping[str, Any]],
    milestones: Iterable[Mapping[str, Any]],
    *,
    cut: Callable[[Mapping[str, Any] | None, Mapping[str, Any], Mapping[str, Any] | None], Any],
    lookback_us: int,
    half_life_days: float,
    kind: str | None,
    open_after: float,
) -> Expected:
    """Share out conversions one person at a time, by the words of the rules."""
    expected = Expected(defaultdict(lambda: defaultdict(lambda: [0.0, 0.0])))
    touches, conversions, milestones = list(touches), list(conversions), list(milestones)
    people = {row["journey_id"] for row in (*touches, *conversions)}
    for person in sorted(people, key=str):
        own = sorted(
            (t for t in touches if t["journey_id"] == person),
            key=lambda t: (t["at"], *((t[c] is None, t[c] or "") for c in TIES)),
        )
        bought = sorted(
            (c for c in conversions if c["journey_id"] == person), key=lambda c: c["order"]
        )
        marks = [m for m in milestones if m["journey_id"] == person]
        before = None
        for conversion in bought:
            start = max(conversion["at"] - lookback_us, -(10**18) if before is None else before)
            journey = [t for t in own if start < t["at"] <= conversion["at"]]
            if person is None:
                journey = []
            before = conversion["at"]
            _credit(expected, journey, conversion, marks, cut, half_life_days, kind)
            _count(expected, journey, "(conversion)")
        rest = [t for t in own if before is None or t["at"] > before]
        if rest and rest[-1]["at"] <= open_after:
            _count(expected, [t for t in rest if t["at"] > rest[-1]["at"] - lookback_us], "(null)")
    return expected


def _credit(
    expected: Expected,
    journey: list[Mapping[str, Any]],
    conversion: Mapping[str, Any],
    marks: list[Mapping[str, Any]],
    cut: Callable[..., Any],
    half_life_days: float,
    kind: str | None,
) -> None:
    last = journey[-1] if journey else None
    for rule, weights in weigh(journey, conversion, marks, half_life_days, kind).items():
        for touch, weight in weights:
            cell = expected.credit[rule][cut(touch, conversion, last)]
            cell[0] += weight
            cell[1] += weight * conversion["value"]


def weigh(
    journey: list[Mapping[str, Any]],
    conversion: Mapping[str, Any],
    marks: list[Mapping[str, Any]],
    half_life_days: float,
    kind: str | None,
) -> dict[str, list[tuple[Mapping[str, Any] | None, float]]]:
    """Touch and weight by rule."""
    declared = {
        "channel": conversion.get("declared_channel"),
        "campaign": conversion.get("declared_campaign"),
        "content": None,
    }
    said: list[tuple[Mapping[str, Any] | None, float]] = [
        (declared if declared["channel"] else None, 1.0)
    ]
    rules = (
        "first",
        "last",
        "last_non_direct",
        "linear",
        "position",
        "time_decay",
        "w_shaped",
        "shapley",
    )
    if not journey:
        return {**{rule: [(None, 1.0)] for rule in rules}, "declared": said}
    n = len(journey)
    not_direct = [t for t in journey if t["channel"] != "direct"]
    decay = [2 ** (-(conversion["at"] - t["at"]) / DAY_US / half_life_days) for t in journey]
    position = [1 / n] * n if n <= 2 else [0.4, *[0.2 / (n - 2)] * (n - 2), 0.4]
    channels = [t["channel"] for t in journey]
    distinct = len(set(channels))
    weights = {
        "first": [1.0] + [0.0] * (n - 1),
        "last": [0.0] * (n - 1) + [1.0],
        "last_non_direct": [
            float(t is (not_direct[-1] if not_direct else journey[-1])) for t in journey
        ],
        "linear": [1 / n] * n,
        "position": position,
        "time_decay": [d / sum(decay) for d in decay],
        "shapley": [1 / distinct / channels.count(c) for c in channels],
        "w_shaped": _w_shaped(journey, conversion, marks, kind),
    }
    return {
        **{rule: list(zip(journey, row, strict=True)) for rule, row in weights.items()},
        "declared": said,
    }


def _w_shaped(
    journey: list[Mapping[str, Any]],
    conversion: Mapping[str, Any],
    marks: list[Mapping[str, Any]],
    kind: str | None,
) -> list[float]:
    weights = [0.0] * len(journey)
    weights[0] += 0.3
    for milestone in ("lead", "opportunity"):
        if milestone == kind:
            weights[-1] += 0.3
            continue
        for mark in sorted(
            (m for m in marks if m["kind"] == milestone and m["at"] <= conversion["at"]),
            key=lambda m: m["at"],
        ):
            earlier = [place for place, t in enumerate(journey) if t["at"] <= mark["at"]]
            if earlier:
                weights[earlier[-1]] += 0.3
                break
    others = weights.count(0.0)
    weights = [weight or 0.1 / others for weight in weights] if others else weights
    return [weight / sum(weights) for weight in weights]


def _count(expected: Expected, journey: list[Mapping[str, Any]], ending: str) -> None:
    if not journey:
        return
    states = ["(start)", *[t["channel"] for t in journey], ending]
    expected.steps.update(pairwise(states))


def at(day: float) -> datetime:
    return EPOCH + timedelta(days=day)
