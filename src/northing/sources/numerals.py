"""Numbers as people write them: which mark is decimal, and the cells as plain numerals.

`1.234` is 1234 to a German and 1.234 to an American. A column is read one way only where its
cells, or those of its neighbours in the file, leave no other; otherwise it is a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from northing import currency_marks

Decimal = Literal[".", ","]

_PLAIN = r"^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?$"
_PLAIN_WHOLE = r"^-?\d+$"
_GROUP = r"['’  \x{00a0}\x{202f}\x{2009}]"
_BEFORE = r"^(?:[^\d.,]*[A-Za-z]\.)?[^\d.,]*"
_NO_CENTS = r"(?:[—–]|--?)"
_AFTER = r"(?:[^\d.,]+\.?)?$"


def _sure(point: str, other: str) -> str:
    """Cells that only make sense with `point` as the decimal mark."""
    point, other = rf"\{point}", rf"\{other}"
    mixed = rf"(?:{other}|{_GROUP})"
    return (
        rf"{_BEFORE}(?:"
        rf"\d*{point}(?:\d{{1,2}}|\d{{4,}})"
        rf"|(?:0\d*|\d{{4,}})?{point}\d{{3}}"
        rf"|\d{{1,3}}(?:{mixed}\d{{2,3}})+{point}\d+"
        rf"|\d{{1,3}}(?:{other}\d{{2,3}})+{other}\d{{3}}"
        rf"|\d+(?:{mixed}\d{{3}})*{point}{_NO_CENTS}"
        rf"){_AFTER}"
    )


_SURE = {".": _sure(".", ",") + r"|^-?\d+\.\d+[eE][+-]?\d+$", ",": _sure(",", ".")}
_MAYBE = {
    ".": rf"{_BEFORE}[1-9]\d{{0,2}}\.\d{{3}}{_AFTER}",
    ",": rf"{_BEFORE}[1-9]\d{{0,2}},\d{{3}}{_AFTER}",
}


@dataclass
class Evidence:
    """How many cells of a column speak for which decimal mark.

    Attributes:
        sure: Cells that only make sense with that mark as the decimal one.
        maybe: Cells with that mark once, before three digits: thousands or decimals.
        example: One of the `maybe` cells, else one of the `sure` ones.
    """

    sure: dict[str, int]
    maybe: dict[str, int]
    example: str | None = None

    @classmethod
    def none(cls) -> Evidence:
        return cls({".": 0, ",": 0}, {".": 0, ",": 0})

    def add(self, cells: pa.Array) -> None:
        """Count the cells of one piece (missing ones are null)."""
        if not len(cells) or pc.all(pc.match_substring_regex(cells, _PLAIN_WHOLE)).as_py():
            return
        for mark in (".", ","):
            self.sure[mark] += _count(cells, _SURE[mark])
            maybe = pc.match_substring_regex(cells, _MAYBE[mark])
            found = pc.sum(maybe).as_py() or 0
            self.maybe[mark] += found
            if found and self.example is None:
                self.example = cells.filter(maybe)[0].as_py()

    @property
    def decided(self) -> Decimal | None:
        """The mark that the sure cells agree on.

        Up to 1 % of strays are left to be refused, where no other cell could be one of them
        without showing it: beside `3,50`, `1.234` may be thousands.
        """
        for mark, other in ((".", ","), (",", ".")):
            ours, strays = self.sure[mark], self.sure[other]
            few = strays <= 0.01 * ours and not any(self.maybe.values())
            if ours and (few or not strays):
                return mark  # type: ignore[return-value]
        return None

    @property
    def disagrees(self) -> bool:
        return bool(self.sure["."] and self.sure[","]) and self.decided is None

    @property
    def is_open(self) -> bool:
        """Whether cells stand there that nothing in the column decides."""
        return self.disagrees or (self.decided is None and bool(self.maybe["."] or self.maybe[","]))


def _count(cells: pa.Array, pattern: str) -> int:
    return pc.sum(pc.match_substring_regex(cells, pattern)).as_py() or 0


@dataclass(frozen=True)
class Numerals:
    """Cells as plain numerals (`-1234.5`), null where a cell is missing or no number.

    Attributes:
        text: The numerals.
        marks: Currency mark of each cell, null where it has none; None where no cell has one.
        percent: Whether each cell was a percentage; None where none was.
    """

    text: pa.Array
    marks: pa.Array | None = None
    percent: pa.Array | None = None


def _body(point: str) -> str:
    other = r"\." if point == "," else ","
    spaces = r"[   \x{00a0}\x{202f}\x{2009}]"
    return (
        r"(?:\d+"
        rf"|[1-9]\d{{0,2}}(?:{other}\d{{3}})+|[1-9]\d?(?:{other}\d{{2}})+{other}\d{{3}}"
        rf"|[1-9]\d{{0,2}}(?:{spaces}\d{{3}})+|[1-9]\d{{0,2}}(?:['’]\d{{3}})+)"
        rf"(?:\{point}\d+)?|\{point}\d+"
    )


def _cell(point: str) -> str:
    gap = r"[\s\x{00a0}\x{202f}\x{2009}]*"
    mark = currency_marks.PATTERN
    return (
        rf"^(?P<open>\(?){gap}(?P<sign1>[-+−]?){gap}(?P<mark1>(?:{mark})?){gap}"
        rf"(?P<sign2>[-+−]?){gap}(?P<body>{_body(point)}){gap}(?P<sign3>[-−]?){gap}"
        rf"(?P<percent>%?){gap}(?P<mark2>(?:{mark})?){gap}(?P<close>\)?)$"
    )


_CELL = {".": _cell("."), ",": _cell(",")}
_BARE = {point: rf"^-?(?:{_body(point)})$" for point in (".", ",")}


def plain_numerals(cells: pa.Array, decimal: Decimal) -> Numerals:
    """Turn cells into plain numerals.

    Args:
        cells: Trimmed text; missing cells are null.
        decimal: The decimal mark of the column.

    Returns:
        Numerals of the same length; a cell that is no number under that mark is null.

    Examples:
        >>> plain_numerals(pa.array(["1.234,56 €", "(7)", "1,2,3"]), ",").text.to_pylist()
        ['1234.56', '-7', None]
    """
    pattern = _PLAIN if decimal == "." else _PLAIN_WHOLE
    is_plain = pc.fill_null(pc.match_substring_regex(cells, pattern), True)
    if pc.all(is_plain).as_py() is not False:
        return Numerals(cells)
    if pc.all(pc.match_substring_regex(cells, _BARE[decimal])).as_py():
        return Numerals(_point_only(cells, decimal))
    # `12.—` is how the Swiss, and `12,-` how Germans write an amount without cents.
    whole = pc.replace_substring_regex(cells, rf"(\d)\{decimal}{_NO_CENTS}(\D*)$", r"\1\2")
    parts = pc.extract_regex(whole, _CELL[decimal])
    digits = _point_only(pc.struct_field(parts, "body"), decimal)
    signed = [pc.struct_field(parts, name) for name in ("open", "sign1", "sign2", "sign3")]
    signs = pc.binary_join_element_wise(*signed, "")
    closed = pc.struct_field(parts, "close")
    balanced = pc.equal(pc.equal(signed[0], "("), pc.equal(closed, ")"))
    valid = pc.and_(balanced, pc.less_equal(pc.binary_length(signs), 3))
    valid = pc.and_(valid, pc.is_in(signs, value_set=pa.array(["", "+", "-", "−", "("])))
    negative = pc.is_in(signs, value_set=pa.array(["-", "−", "("]))
    text = pc.binary_join_element_wise(pc.if_else(negative, "-", ""), digits, "")
    text = pc.if_else(pc.fill_null(valid, False), text, pa.scalar(None, pa.string()))
    if decimal == ".":
        text = pc.if_else(pc.fill_null(is_plain, False), cells, text)
    marks = pc.binary_join_element_wise(
        pc.struct_field(parts, "mark1"), pc.struct_field(parts, "mark2"), ""
    )
    marks = pc.if_else(pc.equal(marks, ""), pa.scalar(None, pa.string()), marks)
    percent = pc.fill_null(pc.equal(pc.struct_field(parts, "percent"), "%"), False)
    return Numerals(
        text,
        marks if marks.null_count < len(marks) else None,
        percent if pc.any(percent).as_py() else None,
    )


def _point_only(cells: pa.Array, decimal: Decimal) -> pa.Array:
    """Drop the marks between thousands and write the decimal mark as a point."""
    if decimal == ".":
        return pc.replace_substring_regex(cells, r"[^\d.-]", "")
    return pc.replace_substring(pc.replace_substring_regex(cells, r"[^\d,-]", ""), ",", ".")
