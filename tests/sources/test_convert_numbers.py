"""Numbers of the types that files hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from northing.sources.convert_numbers import NumberReader, read
from northing.tables import ARROW_TYPES, Column

MONEY = Column("amount", "money")
COUNT = Column("clicks", "integer", minimum=0)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (pa.array(["1.00005", "-1.00005", "2"]), ["1.0001", "-1.0001", "2"]),
        (pa.array(["30.734615384615385", "1e3", "1e-30"]), ["30.7346", "1000", "0"]),
        (pa.array([1.00005, 0.1 + 0.2, float("nan")]), ["1.0001", "0.3", None]),
        (pa.array([1, 2, None]), ["1", "2", None]),
        (pa.array([Decimal("1.23456"), None]), ["1.2346", None]),
        (pa.array([Decimal("1.2345")], pa.decimal128(18, 4)), ["1.2345"]),
        (pa.array([1e300, 5.0]), [None, "5"]),
        (pa.array(["9" * 30, "5"]), [None, "5"]),
    ],
)
def test_money_is_rounded_half_away_from_zero(cells: pa.Array, expected: list[Any]) -> None:
    values = read(MONEY, cells, NumberReader(".")).values
    assert values.type == ARROW_TYPES["money"]
    assert values.to_pylist() == [None if e is None else Decimal(e) for e in expected]


@pytest.mark.parametrize("scale", ["0.000001", "0.01", "1000", "0.5", "-1"])
@pytest.mark.parametrize("typed", [True, False])
def test_a_scale_multiplies(scale: str, typed: bool) -> None:
    numbers = [36150000, -7, 0]
    cells = pa.array(numbers) if typed else pa.array([str(number) for number in numbers])
    values = read(MONEY, cells, NumberReader(".", Decimal(scale))).values.to_pylist()
    assert values == [round(number * Decimal(scale), 4) + 0 for number in numbers]


def test_sliced_columns_scale_alike() -> None:
    cells = pa.array(["1000000", "2000000", "3000000"]).slice(1)
    values = read(MONEY, cells, NumberReader(".", Decimal("0.000001"))).values
    assert values.to_pylist() == [2, 3]


def test_whole_numbers_are_whole_and_large_enough() -> None:
    found = read(COUNT, pa.array(["7.0", "7.5", "-1", "12345678901234567"]), NumberReader("."))
    assert found.values.to_pylist() == [7, None, None, 12345678901234567]
    reasons = [reason("x") for rows, reason in found.problems if any(rows.to_pylist())]
    assert len(reasons) == 2


def test_percentages_are_fractions() -> None:
    share = Column("share", "number")
    values = read(share, pa.array(["12.5%", "0.5"]), NumberReader(".")).values.to_pylist()
    assert values == [0.125, 0.5]


def test_a_date_is_no_number() -> None:
    found = read(MONEY, pa.array([None, 1], pa.date32()), NumberReader("."))
    assert found.values.to_pylist() == [None, None]
    assert found.problems[0][0].to_pylist() == [False, True]


@pytest.mark.parametrize(
    ("column", "cells", "kept"),
    [
        (MONEY, ["12.50%", "12.50"], [None, Decimal("12.5")]),
        (COUNT, ["100%", "100"], [None, 100]),
    ],
)
def test_a_percentage_is_no_amount_and_no_count(
    column: Column, cells: list[str], kept: list[Any]
) -> None:
    found = read(column, pa.array(cells), NumberReader("."))
    assert found.values.to_pylist() == kept
    ((rows, reason),) = [(r, why) for r, why in found.problems if pc.any(r).as_py()]
    assert rows.to_pylist() == [True, False]
    assert "a percentage" in reason(cells[0])


def test_a_rate_may_be_a_percentage() -> None:
    found = read(Column("rate", "rate"), pa.array(["12.50%"]), NumberReader("."))
    assert found.values.to_pylist() == [Decimal("0.125")]
