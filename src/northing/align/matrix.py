"""The matrix: objectives down, channels or bets or whatever else across, money in the cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from northing.align.parts import Part
from northing.errors import Unknown

Across = Literal["channel", "bet", "category", "initiative", "campaign", "country", "month"]
ACROSS: tuple[Across, ...] = get_args(Across)


@dataclass(frozen=True)
class Matrix:
    """Money by what it serves and by something else.

    Attributes:
        across: What the columns are.
        columns: The most money first; empty text for what names none.
        cells: By objective (or run, or none) and column; absent where there is no money.
        rows: Sum of each row.
        totals: Sum of each column; both come to all money, exactly.
    """

    across: Across
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Decimal]
    rows: Mapping[str, Decimal]
    totals: Mapping[str, Decimal]


def matrix(parts: Iterable[Part], across: Across = "channel") -> Matrix:
    """Sum money by what it serves and by channel, bet or whatever else.

    Raises:
        Unknown: If money cannot be laid out that way.

    Examples:
        >>> from datetime import date
        >>> from northing.align.parts import MoneyLine
        >>> line = MoneyLine(date(2026, 7, 1), Decimal(5), channel="email")
        >>> found = matrix([Part(line, "grow", Decimal(5))])
        >>> found.columns, found.cells
        (('email',), {('grow', 'email'): Decimal('5')})
    """
    if across not in ACROSS:
        raise Unknown("way of laying money out", across, ACROSS)
    cells: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    rows: dict[str, Decimal] = defaultdict(Decimal)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for part in parts:
        column = _column(part, across)
        cells[part.serves, column] += part.amount
        rows[part.serves] += part.amount
        totals[column] += part.amount
    columns = tuple(sorted(totals, key=lambda name: (-totals[name], name)))
    return Matrix(across, columns, dict(cells), dict(rows), dict(totals))


def _column(part: Part, across: Across) -> str:
    if across == "month":
        return f"{part.line.on:%Y-%m}"
    return str(getattr(part.line, across) or "")
