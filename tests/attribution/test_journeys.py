"""What journeys look like, and the journey of one conversion."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from northing.attribution import additive_rules
from northing.attribution.journey import journey_of
from northing.attribution.journeys import fold_journeys
from northing.attribution.log import Log, journey_log
from northing.engine import Engine
from northing.errors import Missing

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def log_of(touches: list[tuple[int, float, str]], bought: list[tuple[int, float, float]]) -> Log:
    return journey_log(
        pa.Table.from_pylist(
            [
                {"journey_id": p, "at": day(d), "channel": c, "campaign": f"{c} 1"}
                for p, d, c in touches
            ]
        ),
        pa.Table.from_pylist(
            [
                {
                    "journey_id": p,
                    "at": day(d),
                    "value": v,
                    "date": day(d).date(),
                    "declared_channel": "fair",
                }
                for p, d, v in bought
            ]
        ),
        pa.Table.from_pylist([{"journey_id": 1, "at": day(1.5), "kind": "lead"}]),
    )


@pytest.fixture
def log() -> Log:
    return log_of(
        [
            (1, 0, "display"),
            (1, 1, "email"),
            (1, 2, "email"),
            (1, 3, "direct"),
            (2, 1, "display"),
            (2, 2.5, "email"),
            (2, 4.5, "direct"),
            (3, 5, "search"),
            (4, 5, "search"),  # never converts
        ],
        [(1, 4, 100.0), (2, 5, 50.0), (3, 5, 1.0), (9, 5, 1000.0)],
    )


def test_paths_lengths_days_and_ends(engine: Engine, log: Log) -> None:
    found = fold_journeys(engine, log)
    assert found.paths.to_pylist() == [
        {"path": "display > email > direct", "conversions": 2, "value": 150.0},
        {"path": "search", "conversions": 1, "value": 1.0},
    ]
    assert found.top_paths(1).num_rows == 1
    assert found.lengths.to_pydict() == {
        "touches": [1, 3, 4],
        "conversions": [1, 1, 1],
        "value": [1.0, 50.0, 100.0],
    }
    assert found.days.to_pydict() == {
        "days": [0, 4],
        "conversions": [1, 2],
        "value": [1.0, 150.0],
    }
    assert found.ends.to_pylist() == [
        {"first": "display", "last": "direct", "conversions": 2, "value": 150.0},
        {"first": "search", "last": "search", "conversions": 1, "value": 1.0},
    ]
    assert found.median_days() == 4
    assert found.median_touches() == 3


def test_journeys_of_a_period(engine: Engine, log: Log) -> None:
    found = fold_journeys(engine, log, period=(date(2026, 1, 5), date(2026, 1, 6)))
    assert found.paths["conversions"].to_pylist() == [1]


def test_long_paths_are_told_by_their_last_steps(engine: Engine) -> None:
    touches = [(1, step / 10, f"c{step % 7}") for step in range(40)]
    path = fold_journeys(engine, log_of(touches, [(1, 5, 1.0)])).paths["path"][0].as_py()
    assert path.split(" > ") == ["…", *[f"c{step % 7}" for step in range(28, 40)]]


def test_nothing_converts(engine: Engine) -> None:
    found = fold_journeys(engine, log_of([(1, 1, "email")], [(2, 1, 1.0)]))
    assert found.paths.num_rows == 0
    assert found.median_days() is None


def test_the_journey_of_one_conversion(
    engine: Engine, log: Log, slowly: Callable[..., Any]
) -> None:
    journey = journey_of(engine, log, 1, day(4), half_life_days=2)
    assert (journey.value, journey.declared) == (100.0, "fair")
    assert [touch.at for touch in journey.touches] == [day(0), day(1), day(2), day(3)]
    assert journey.touches[0].place == {"channel": "display", "campaign": "display 1"}
    assert {*journey.touches[0].weights, "declared"} == {*additive_rules()}
    for rule in journey.touches[0].weights:
        assert math.fsum(touch.weights[rule] for touch in journey.touches) == pytest.approx(1)
    lead = [touch.weights["w_shaped"] for touch in journey.touches]
    assert lead == pytest.approx([0.3 / 0.7, 0.3 / 0.7, 0.05 / 0.7, 0.05 / 0.7])


def test_a_conversion_without_touches_has_an_empty_journey(engine: Engine, log: Log) -> None:
    assert journey_of(engine, log, 9, day(5)).touches == ()


@pytest.mark.parametrize(("who", "when"), [(1, 4.5), (77, 4)])
def test_a_conversion_that_is_not_there_is_missing(
    engine: Engine, log: Log, who: int, when: float
) -> None:
    with pytest.raises(Missing, match=str(who)):
        journey_of(engine, log, who, day(when))
