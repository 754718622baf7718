"""Amounts as people write them: `1.234,56`, `1,234.56`, `€ 500`, `(7)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from northing.currency_marks import PATTERN, currencies_of
from northing.errors import BadInput

Mark = Literal[".", ","]

_SHAPE = re.compile(
    rf"(?P<open>\(?)(?P<sign>[-+−]?)(?P<first>(?:{PATTERN})?)(?P<inner>[-−]?)"
    rf"(?P<body>\d[\d.,'’]*|[.,]\d+)(?:[.,]?[-–—])?(?P<after>[-−]?)"
    rf"(?P<last>(?:{PATTERN})?)(?P<close>\)?)"
)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_DASHES = frozenset("-–—")
_LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class Written:
    """A number as it was written, and the currency that stood beside it, if one did."""

    value: Decimal
    currency: str | None = None


def decimal_mark(cells: Iterable[Any]) -> Mark | None:
    """The decimal mark that the cells agree on; None where none says, or they disagree.

    Examples:
        >>> decimal_mark(["1.234,56", "7.000"]), decimal_mark(["7.000"])
        (',', None)
    """
    said = {mark for cell in cells if isinstance(cell, str) and (mark := _sure(_body(cell)))}
    return said.pop() if len(said) == 1 else None


def read_amount(cell: Any, mark: Mark | None = None, usual: str | None = None) -> Written | None:
    """The number in a cell; None where the cell is empty or a dash.

    Args:
        cell: Decimal as workbooks have it, or text.
        mark: The decimal mark of the sheet, for a cell that does not say.
        usual: The sheet's currency, for a sign such as $ that several have.

    Raises:
        BadInput: If it is no number, or can be read as two.

    Examples:
        >>> read_amount("€ 1.234,56"), read_amount("(7)").value, read_amount("–")
        (Written(value=Decimal('1234.56'), currency='EUR'), Decimal('-7'), None)
        >>> read_amount("1.234")
        Traceback (most recent call last):
        northing.errors.BadInput: '1.234' is 1234 or 1.234; write 1234 or 1.2340.
    """
    if cell is None or (isinstance(cell, str) and cell.strip() in ("", *_DASHES)):
        return None
    if isinstance(cell, Decimal):
        return Written(_checked(cell, str(cell)))
    if not isinstance(cell, str):
        raise BadInput(f"{str(cell)!r} is a day; expected a number.")
    found = _SHAPE.fullmatch(_SPACES.sub("", cell))
    if not found or bool(found["open"]) != bool(found["close"]):
        raise BadInput(f"{cell!r} is no number; expected one such as 1234.56 or 1.234,56.")
    value = _value(found["body"], mark, cell)
    minus = found["open"] + found["sign"] + found["inner"] + found["after"]
    if set(minus) & {"(", "-", "−"}:
        value = -value
    return Written(_checked(value, cell), _currency(found["first"] or found["last"], cell, usual))


def _value(body: str, mark: Mark | None, cell: str) -> Decimal:
    plain = body.replace("'", "").replace("’", "").rstrip(".,")
    sure = _sure(plain)
    if sure is None and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", plain):
        if mark is None:
            whole = re.sub(r"[.,]", "", plain)
            point = plain.replace(",", ".")
            raise BadInput(f"{cell!r} is {whole} or {point}; write {whole} or {point}0.")
        sure = mark
    other = "," if sure == "." else "."
    whole, _, cents = plain.partition(sure) if sure else (plain, "", "")
    first, *groups = whole.split(other)
    grouped = not groups or (1 <= len(first) <= 3 and all(len(one) in (2, 3) for one in groups))
    if not grouped or (groups and len(groups[-1]) != 3) or not f"0{cents}".isdigit():
        raise BadInput(f"{cell!r} is no number; expected one such as 1234.56 or 1.234,56.")
    digits = f"{first or 0}{''.join(groups)}"
    return Decimal(f"{digits}.{cents}" if cents else digits)


def _body(cell: str) -> str:
    found = _SHAPE.fullmatch(_SPACES.sub("", cell))
    return found["body"].replace("'", "").replace("’", "").rstrip(".,") if found else ""


def _sure(body: str) -> Mark | None:
    """The decimal mark that a number shows by itself."""
    point, comma = body.rfind("."), body.rfind(",")
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    mark: Mark = "." if point >= 0 else ","
    place = max(point, comma)
    if place < 0:
        return None
    if body.count(mark) > 1:
        return "," if mark == "." else "."
    if len(body) - place - 1 != 3 or not re.fullmatch(r"[1-9]\d{0,2}", body[:place]):
        return mark
    return None


def _currency(mark: str, cell: str, usual: str | None) -> str | None:
    if not mark:
        return None
    known = currencies_of(mark)
    if usual in known:
        return usual
    if len(known) != 1:
        raise BadInput(
            f"{cell!r} is in one of {', '.join(known)}; write the code instead of {mark!r}."
        )
    return known[0]


def _checked(value: Decimal, cell: str) -> Decimal:
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise BadInput(f"{cell!r} is too large; expected less than {_LARGEST:,.0f}.")
    return value
