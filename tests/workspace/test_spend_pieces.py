"""Spend in pieces of time: no cent is lost, and a whole piece is the same for every period."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from northing.calendar import Period
from northing.workspace.spend_pieces import SpendPieces

FIRST = date(2026, 1, 1)
days = st.dates(FIRST, FIRST + timedelta(days=150))
spend = st.lists(
    st.tuples(
        st.sampled_from(["brand", "fair", None]),
        st.sampled_from(["search", "display"]),
        days,
        st.decimals(-100, 100, places=4),
    ),
    max_size=30,
    unique_by=lambda row: row[:3],
)
spans = st.tuples(days, days).map(sorted)


def table(rows: list[tuple[Any, ...]]) -> pa.Table:
    names = ("campaign", "channel", "date", "amount")
    types = (pa.string(), pa.string(), pa.date32(), pa.decimal128(18, 4))
    columns = zip(*rows, strict=True) if rows else [[], [], [], []]
    arrays = [pa.array(held, kind) for held, kind in zip(columns, types, strict=True)]
    return pa.table(dict(zip(names, arrays, strict=True)))


def piece_of(day: date, cuts: list[date]) -> date:
    return max([day.replace(day=1), *(cut for cut in cuts if day.replace(day=1) <= cut <= day)])


@given(spend, st.lists(days, max_size=2), spans)
def test_pieces_are_what_a_sum_by_hand_makes_of_the_days(
    rows: list[tuple[Any, ...]], cuts: list[date], span: list[date]
) -> None:
    period = Period("p", span[0], span[1] + timedelta(days=1))
    expected: dict[tuple[Any, ...], tuple[date, Decimal]] = {}
    for campaign, channel, day, amount in rows:
        if day in period:
            key = (piece_of(day, cuts), campaign, channel)
            first, sum_ = expected.get(key, (day, Decimal(0)))
            expected[key] = min(first, day), sum_ + amount
    pieces = SpendPieces(table(rows), tuple(sorted(cuts)))
    found = {
        (piece.first, row["campaign"], row["channel"]): (row["date_min"], row["amount_sum"])
        for piece in pieces.pieces(period)
        for row in pieces.sums(piece)
    }
    assert found == expected


@given(spend, spans)
def test_a_whole_piece_is_the_same_for_every_period_that_holds_it(
    rows: list[tuple[Any, ...]], span: list[date]
) -> None:
    pieces = SpendPieces(table(rows))
    ever = Period("ever", FIRST, FIRST + timedelta(days=400))
    known = {piece.first: pieces.sums(piece) for piece in pieces.pieces(ever)}
    period = Period("p", span[0], span[1] + timedelta(days=1))
    for piece in pieces.pieces(period):
        of_it = [row[2] for row in rows if piece_of(row[2], []) == piece.first]
        assert piece.whole == all(day in period for day in of_it)
        if piece.whole:
            assert pieces.sums(piece) == known[piece.first]
