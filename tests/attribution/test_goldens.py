"""The numbers that METHODS 1 and the tools it names agree on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as csv
import pytest

from northing.attribution import Attribution, attribute, attribute_paths, solve_markov


def paths(*rows: tuple[str, int, int]) -> pa.Table:
    names = ("path", "total_conversions", "total_null")
    return pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))


def conversions_of(attribution: Attribution) -> dict[Any, float]:
    return {row.key[0]: row.conversions for row in attribution.rows}


THREE = paths(("C1 > C2 > C3", 1, 0), ("C1", 0, 1), ("C2 > C3", 0, 1))
AB = paths(("A>B>A>B>B>A", 1, 0), ("A>B>B>A>A", 1, 0), ("A>A", 1, 0))
RATES = paths(("a", 4, 6), ("a > b", 6, 2), ("b", 0, 2))


def transitions_of(table: pa.Table) -> pa.Table:
    from northing.attribution.paths import _Counted

    return _Counted.read(table, ">").transitions()


def test_three_channels_one_conversion() -> None:
    solved = solve_markov(transitions_of(THREE))
    assert solved.conversion_rate == pytest.approx(1 / 3)
    assert solved.removal_effects == pytest.approx({"C1": 0.5, "C2": 1, "C3": 1})
    assert solved.shares == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4})


def test_self_loops_do_not_matter() -> None:
    solved = solve_markov(transitions_of(AB))
    assert solved.removal_effects == pytest.approx({"A": 1, "B": 0.5})
    assert conversions_of(attribute_paths(AB, rule="markov")) == pytest.approx({"A": 2, "B": 1})


def test_rates_with_nulls() -> None:
    solved = solve_markov(transitions_of(RATES))
    assert solved.conversion_rate == pytest.approx(0.5)
    assert solved.removal_effects == pytest.approx({"a": 0.88, "b": 0.6})
    markov = conversions_of(attribute_paths(RATES, rule="markov"))
    assert markov == pytest.approx({"a": 5.9459, "b": 4.0541}, abs=5e-5)
    shapley = conversions_of(attribute_paths(RATES, rule="shapley"))
    assert shapley == pytest.approx({"a": 7, "b": 3})


def test_the_two_markov_conventions_differ_and_keep_the_total() -> None:
    renormalised = attribute_paths(RATES, rule="markov", convention="renormalised")
    # {a} gives its 4 to a; {a > b} shares 6 as .88 : .6.
    assert conversions_of(renormalised) == pytest.approx(
        {"a": 4 + 6 * 0.88 / 1.48, "b": 6 * 0.6 / 1.48}
    )
    assert renormalised.total.conversions == 10


PATH_DATA = {
    "first": (6308, 4606, 3164),
    "last": (8447, 3355, 4167),
    "linear": (7574.719, 3857.096, 3539.951),
    "position": (7444.824, 3944.948, 3618.796),
    "markov": (5344.948, 3884.615, 3340.847),
    "shapley": (7627.944, 3505.044, 3613.656),
}


@pytest.fixture(scope="module")
def path_data(shared_data: Path) -> pa.Table:
    return csv.read_csv(
        shared_data / "channelattribution_pathdata" / "Data.csv",
        parse_options=csv.ParseOptions(delimiter=";"),
    )


@pytest.mark.parametrize("rule", PATH_DATA)
def test_path_data(path_data: pa.Table, rule: str) -> None:
    attribution = attribute_paths(path_data, rule=rule)
    found = conversions_of(attribution)
    assert [found[name] for name in ("alpha", "iota", "eta")] == pytest.approx(
        PATH_DATA[rule], abs=5e-4
    )
    assert attribution.total.conversions == pytest.approx(19785)


def test_path_data_conversion_rate(path_data: pa.Table) -> None:
    assert solve_markov(transitions_of(path_data)).conversion_rate == pytest.approx(
        0.223845, abs=5e-7
    )


def day(month: int, number: int) -> datetime:
    return datetime(2024, month, number, tzinfo=UTC)


TOUCHES = pa.Table.from_pylist(
    [
        {"person_id": person, "at": day(*when), "channel": channel, "campaign": campaign}
        for person, when, channel, campaign in [
            (1, (1, 1), "display", "d1"),  # 37 days before: outside the lookback
            (1, (1, 10), "paid_search", "p1"),
            (1, (1, 24), "email", "e1"),
            (1, (1, 31), "direct", "x"),
            (1, (2, 14), "email", "e2"),
            (2, (3, 1), "direct", "x"),  # nothing but direct
            (3, (3, 5), "display", "d1"),  # never converts
            (3, (3, 6), "email", "e1"),
            (4, (4, 1), "display", "d1"),
            (4, (4, 8), "email", "e1"),
        ]
    ]
)
CONVERSIONS = pa.Table.from_pylist(
    [
        {"person_id": person, "at": day(*when), "value": value}
        for person, when, value in [
            (1, (2, 7), 100.0),
            (1, (2, 21), 50.0),
            (2, (3, 2), 30.0),
            (4, (4, 15), 20.0),
            (5, (5, 1), 999.0),  # nobody saw them
        ]
    ]
)
BY_HAND = {
    "last": {"direct": 130, "email": 70},
    "last_non_direct": {"direct": 30, "email": 170},
    "linear": {"direct": 190 / 3, "paid_search": 100 / 3, "email": 280 / 3, "display": 10},
    "position": {"direct": 70, "paid_search": 40, "email": 80, "display": 10},
    "time_decay": {"direct": 91.538, "paid_search": 7.692, "email": 94.103, "display": 6.667},
}


@pytest.mark.parametrize("rule", BY_HAND)
def test_the_log_that_can_be_checked_by_hand(rule: str) -> None:
    attribution = attribute(
        TOUCHES, CONVERSIONS, rule=rule, lookback_days=30, half_life_days=7, finished=True
    )
    found = {row.key[0]: row.value for row in attribution.rows}
    assert found == pytest.approx(BY_HAND[rule], abs=5e-4)
    assert attribution.unattributed.conversions == 1
    assert attribution.unattributed.value == 999
    assert attribution.total.value == 1199
