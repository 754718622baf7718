"""A model's credit handed down: totals kept, channels exact, nothing blown up."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest

from northing.attribution import attribute, attribute_paths, split_credit
from northing.errors import BadInput


def credit(*rows):
    names = ("channel", "campaign", "linear_conversions", "linear_value")
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def by_channel(table, measure):
    found: dict[str | None, float] = {}
    for row in table.to_pylist():
        found[row["channel"]] = found.get(row["channel"], 0.0) + row[measure]
    return found


def test_amounts_that_nearly_cancel_are_not_blown_up():
    log = credit(("paid", "A", 1.0, 100.0), ("paid", "B", 1.0, -99.0), ("email", "C", 2.0, 50.0))
    split = split_credit(log, {"paid": 2 / 3, "email": 1 / 3})
    values = {row["campaign"]: row["value"] for row in split.to_pylist()}
    assert values["A"] + values["B"] == pytest.approx(34)
    assert values == {"A": pytest.approx(116.5), "B": pytest.approx(-82.5), "C": pytest.approx(17)}


def test_a_channel_without_conversions_of_its_own_has_a_row_of_its_own():
    log = credit(("email", "C", 2.0, 50.0), (None, None, 1.0, 9.0))
    split = split_credit(log, {"email": 0.8, "display": 0.2})
    assert by_channel(split, "conversions") == {
        "email": pytest.approx(1.6),
        None: 1.0,
        "display": pytest.approx(0.4),
    }
    assert by_channel(split, "value")["display"] == pytest.approx(10)


def test_value_without_conversions_is_handed_out_once():
    paths = pa.table(
        {
            "path": ["a", "b > a"],
            "total_conversions": [2, 0],
            "total_conversion_value": [100.0, 7.0],
            "total_null": [1, 3],
        }
    )
    linear = attribute_paths(paths, rule="linear")
    markov = attribute_paths(paths, rule="markov")
    assert markov.total.value == pytest.approx(linear.total.value) == 107
    assert sum(row.value for row in markov.rows) == pytest.approx(107)


def test_a_value_that_is_no_number_is_refused():
    touches = pa.table(
        {"person_id": [1], "at": pa.array([0], pa.timestamp("us")), "channel": ["a"]}
    )
    conversions = pa.table(
        {"person_id": [1], "at": pa.array([1], pa.timestamp("us")), "value": [math.nan]}
    )
    with pytest.raises(BadInput, match="NaN"):
        attribute(touches, conversions, rule="linear")
