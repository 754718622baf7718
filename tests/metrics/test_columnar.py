"""What is summed in memory is what SQL sums, to the last digit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northing.calendar import Calendar, Period, split_period
from northing.engine import open_engine
from northing.engine.columns import Unfit, columns_of
from northing.metrics.columnar import sum_columns
from northing.metrics.sums import Cut, Facts, sum_groups, sum_in_sql

ENGINE = open_engine(threads=1)
FIRST = date(2026, 1, 1)
NAMES = st.sampled_from(["search", "email", "Ünïcode", "it's", "", None])
MONEY = st.decimals(Decimal("-99999999999999"), Decimal("99999999999999"), places=4)
DOUBLES = st.one_of(
    st.floats(-1e8, 1e8, allow_nan=False),
    st.integers(-(10**7), 10**7).map(lambda n: (n + 0.5) * 1e-10),
    st.sampled_from([0.0, -0.0, 1 / 3, 2 / 3, 0.1]),
)
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
MONTHS = st.sampled_from([date(2026, month, 1) for month in (1, 2, 3, 4)])
ROW = st.fixed_dictionaries(
    {
        "date": st.one_of(DAYS, st.none()),
        "end_month": MONTHS,
        "kind": st.sampled_from(["lead", "won", "order"]),
        "channel": NAMES,
        "campaign": NAMES,
        "counted_by": st.sampled_from(["all", "channel"]),
        "age_days": st.one_of(st.integers(0, 90), st.none()),
        "amount": st.one_of(MONEY, st.none()),
        "credit": st.one_of(DOUBLES, st.none()),
        "count": st.one_of(st.integers(-(2**40), 2**40), st.none()),
    }
)
SCHEMA = pa.schema(
    [
        ("date", pa.date32()),
        ("end_month", pa.date32()),
        ("kind", pa.string()),
        ("channel", pa.string()),
        ("campaign", pa.string()),
        ("counted_by", pa.string()),
        ("age_days", pa.int64()),
        ("amount", pa.decimal128(18, 4)),
        ("credit", pa.float64()),
        ("count", pa.int64()),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    rows = draw(st.lists(ROW, max_size=40))
    if draw(st.booleans()):
        rows.sort(key=lambda row: (row["date"] is not None, row["date"] or FIRST))
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    if draw(st.booleans()) and rows:  # in chunks, and a slice of a larger one
        table = pa.concat_tables([table.slice(0, 3), table.slice(3)]).slice(1)
    return table


@st.composite
def cuts(draw: st.DrawFn) -> Cut:
    start = draw(DAYS)
    period = Period("some", start, start + timedelta(days=draw(st.integers(1, 70))))
    by = tuple(draw(st.lists(st.sampled_from(["channel", "campaign"]), unique=True)))
    pieces: tuple[Period, ...] = ()
    grain = draw(st.sampled_from([None, "day", "week", "month"]))
    if grain:
        by, pieces = (*by, grain), tuple(split_period(period, grain, Calendar()))
    filters: dict[str, Any] = draw(
        st.dictionaries(
            st.sampled_from(["channel", "campaign"]),
            st.lists(NAMES, max_size=3).map(tuple),
        )
    )
    until = draw(st.one_of(st.none(), DAYS))
    cut = Cut(period, by, pieces, filters, until)
    return cut.before(Calendar()) if draw(st.booleans()) else cut


FACTS = st.fixed_dictionaries(
    {
        "column": st.sampled_from(["amount", "credit", "count"]),
        "kinds": st.sampled_from([None, (), ("lead",), ("won", "order")]),
        "only_where": st.sampled_from([None, "credit"]),
        "span": st.sampled_from(["days", "stock", "window"]),
        "ages": st.sampled_from([None, "age_days"]),
        "counted_by": st.sampled_from([None, "channel"]),
        "earned": st.sampled_from([(), ("credit", "count")]),
        "others": st.sampled_from([(), (None,), ("",), ("search", "it's"), ("", "email", None)]),
    }
)


@given(tables(), cuts(), FACTS, st.sampled_from([None, "channel", "age_days", "end_month"]))
@settings(max_examples=60, deadline=None)
def test_memory_and_sql_give_the_same_sums(
    table: pa.Table, cut: Cut, stated: dict[str, Any], beside: str | None
) -> None:
    others = frozenset(stated["others"] if beside == "channel" else ())
    facts = Facts(table, **{**stated, "others": others})
    found, expected = sum_columns(facts, cut, beside), sum_in_sql(ENGINE, facts, cut, beside)
    assert found == expected
    assert {key: repr(sum_) for key, sum_ in found.items()} == {
        key: repr(sum_) for key, sum_ in expected.items()
    }


def test_sums_beyond_a_doubles_digits_are_exact() -> None:
    largest = Decimal("99999999999999.9999")
    table = pa.table(
        {
            "date": pa.array([FIRST] * 3000, pa.date32()),
            "amount": pa.array([largest] * 3000, pa.decimal128(18, 4)),
        }
    )
    cut = Cut(Period("day", FIRST, FIRST + timedelta(days=1)))
    assert sum_columns(Facts(table, "amount"), cut) == {((), None): largest * 3000}


def test_what_memory_cannot_add_exactly_is_left_to_sql() -> None:
    table = pa.table(
        {
            "date": pa.array([FIRST], pa.date32()),
            "amount": pa.array([Decimal("12345678901234567890.5")], pa.decimal128(30, 4)),
        }
    )
    facts = Facts(table, "amount")
    cut = Cut(Period("day", FIRST, FIRST + timedelta(days=1)))
    with pytest.raises(Unfit):
        sum_columns(facts, cut)
    with_sql = pa.table({"date": table["date"], "amount": pa.array([1.5e9])})
    with pytest.raises(Unfit):
        sum_columns(Facts(with_sql, "amount"), cut)
    assert sum_groups(ENGINE, Facts(with_sql, "amount"), cut) == {
        ((), None): Decimal("1500000000.0000000000")
    }


def test_a_table_is_laid_out_once_and_forgotten_with_it() -> None:
    from northing.engine import columns

    table = pa.table({"channel": ["search"]})
    assert columns_of(table) is columns_of(table)
    number = id(table)
    assert number in columns._KNOWN
    del table
    assert number not in columns._KNOWN
