"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.sources.numerals import Evidence, plain_numerals


@pytest.mark.parametrize(
    ("cell", "mark", "plain"),
    [
        ("1234.5", ".", "1234.5"),
        ("1,234.56", ".", "1234.56"),
        ("1,23,456.7", ".", "123456.7"),
        ("1'234.56", ".", "1234.56"),
        ("1 234.56", ".", "1234.56"),
        ("$1,661.67", ".", "1661.67"),
        ("(1,234.00)", ".", "-1234.00"),
        ("12-", ".", "-12"),
        ("−5", ".", "-5"),
        ("-$5.10", ".", "-5.10"),
        ("$-5.10", ".", "-5.10"),
        ("1.5e-3", ".", "1.5e-3"),
        ("1.234,56", ",", "1234.56"),
        ("1\u202f234,56", ",", "1234.56"),
        ("1\u00a0234,56 €", ",", "1234.56"),
        ("R$ 100.000", ",", "100000"),
        ("3,5 zł", ",", "3.5"),
        ("EUR 1.234", ",", "1234"),
        ("12,5 %", ",", "12.5"),
        ("CHF 12.—", ".", "12"),
        ("1'234.-", ".", "1234"),
        ("-1'234.–", ".", "-1234"),
        ("1.234,- €", ",", "1234"),
        ("12.-", ",", None),
        ("1.23", ",", None),
        ("1,2", ".", None),
        ("0,123", ".", None),
        ("12 34", ".", None),
        ("1,234,56", ".", None),
        ("--5", ".", None),
        ("(5", ".", None),
        ("12 apples", ".", None),
        ("1.2.3", ".", None),
    ],
)
def test_reads_a_cell_under_its_decimal_mark(cell: str, mark: str, plain: str | None) -> None:
    assert plain_numerals(pa.array([cell]), mark).text.to_pylist() == [plain]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "decided", "is_open"),
    [
        (["1.5"], ".", False),
        (["1,5"], ",", False),
        (["1.234"], None, True),
        (["1.234", "5.6"], ".", False),
        (["1.234", "5,6"], ",", False),
        (["0.244"], ".", False),
        (["1234.567"], ".", False),
        (["1,234,567"], ".", False),
        (["1'234.—"], ".", False),
        (["1.234", "12,- €"], ",", False),
        (["R$ 100.000"], None, True),
        (["12", "1234"], None, False),
        (["1.5", "1,5"], None, True),
        (["1\u202f234"], None, False),
    ],
)
def test_decides_only_by_cells_that_leave_no_choice(
    cells: list[str], decided: str | None, is_open: bool
) -> None:
    evidence = Evidence.none()
    evidence.add(pa.array(cells))
    assert (evidence.decided, evidence.is_open) == (decided, is_open)


def test_a_stray_cell_is_left_to_be_refused_only_where_none_can_hide() -> None:
    strays = Evidence.none()
    strays.add(pa.array(["1.5"] * 200 + ["1,5"]))
    assert strays.decided == "."
    hiding = Evidence.none()
    hiding.add(pa.array(["1.5"] * 200 + ["1,5", "1,500"]))
    assert hiding.decided is None


def test_thousands_may_hide_among_decimals_where_strays_show_another_hand() -> None:
    evidence = Evidence.none()
    evidence.add(pa.array(["1.5"] * 200 + ["3,50", "1.234"]))
    assert evidence.decided is None
    assert evidence.disagrees


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(amounts=st.lists(AMOUNTS, min_size=1), mark=st.sampled_from([".", ","]))
def test_what_a_locale_writes_is_read_back(amounts: list[Decimal], mark: str) -> None:
    other = "," if mark == "." else "."
    cells = [
        f"{amount:,.2f}".replace(",", "#").replace(".", mark).replace("#", other)
        for amount in amounts
    ]
    read = plain_numerals(pa.array(cells), mark).text.to_pylist()  # type: ignore[arg-type]
    assert [Decimal(text) for text in read] == amounts


@given(cells=st.lists(st.text(max_size=12)))
def test_any_text_is_a_numeral_or_nothing(cells: list[str]) -> None:
    for mark in (".", ","):
        for text in plain_numerals(pa.array(cells, pa.string()), mark).text.to_pylist():  # type: ignore[arg-type]
            if text is not None:
                Decimal(text)
