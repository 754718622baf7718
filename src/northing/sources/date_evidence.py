"""Which order the numeric dates of a column stand in, by all of its cells.

`01/02/03` has three readings. An order is taken only where a cell of the column, or of another
date column of the file, leaves no other; otherwise it is a question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

Order = Literal["dmy", "mdy", "ymd"]
ISO = (
    r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?: ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?$"
)
_NUMERIC = r"^\d{1,2}([/.\-])\d{1,2}[/.\-](?:\d{4}|\d{2})(?:\D|$)"
_COARSE = r"^\d{4}-\d\d$|^\d{4}-?[Ww]\d\d?$"
_SHORT_YEAR = r"^\d{1,2}([/.\-])\d{1,2}[/.\-]\d{2}(?:\D|$)"
_NO_YEAR_FIRST = r"^\d[/.\-]"
_FIRST_BIG = r"^(?:1[3-9]|[2-9]\d)[/.\-]"
_SECOND_BIG = r"^\d{1,2}[/.\-](?:1[3-9]|[2-9]\d)[/.\-]"
_FIRST_OVER_31 = r"^(?:3[2-9]|[4-9]\d|00)[/.\-]"
_THIRD_OVER_31 = r"^\d{1,2}[/.\-]\d{1,2}[/.\-](?:3[2-9]|[4-9]\d|00)(?:\D|$)"


@dataclass
class DateEvidence:
    """Which orders the numeric dates of a column allow, counted per separator.

    Attributes:
        numeric: Cells such as 01/02/2003, by separator.
        first_big: Of those, how many have a first part above 12: it is no month.
        second_big: The same for the second part.
        short_year: How many have a year of two digits.
        coarse: Cells that name a month or a week.
        not_year_last: Cells whose first part is no day or month.
        not_year_first: Cells whose last part is no day, or whose first has one digit.
        example: One numeric cell.
    """

    numeric: dict[str, int] = field(default_factory=dict)
    first_big: dict[str, int] = field(default_factory=dict)
    second_big: dict[str, int] = field(default_factory=dict)
    short_year: dict[str, int] = field(default_factory=dict)
    coarse: int = 0
    not_year_last: int = 0
    not_year_first: int = 0
    example: str | None = None

    def add(self, cells: pa.Array) -> None:
        """Count the cells of one piece (missing ones are null)."""
        if not len(cells) or pc.all(pc.match_substring_regex(cells, ISO)).as_py():
            return
        self.coarse += _count(cells, _COARSE)
        cells = cells.filter(pc.fill_null(pc.match_substring_regex(cells, _NUMERIC), False))
        for mark in "/.-":
            own = cells.filter(pc.match_substring_regex(cells, rf"^\d{{1,2}}\{mark}"))
            if not len(own):
                continue
            self.example = self.example or own[0].as_py()
            for counts, pattern in (
                (self.numeric, _NUMERIC),
                (self.first_big, _FIRST_BIG),
                (self.second_big, _SECOND_BIG),
                (self.short_year, _SHORT_YEAR),
            ):
                counts[mark] = counts.get(mark, 0) + _count(own, pattern)
            self.not_year_last += _count(own, _FIRST_OVER_31)
            self.not_year_first += _count(own, _THIRD_OVER_31) + _count(own, _NO_YEAR_FIRST)

    def orders(self, mark: str) -> frozenset[Order]:
        """The orders that the cells with that separator allow; none where they disagree."""
        allowed: set[Order] = {"dmy", "mdy"}
        if mark == ".":
            allowed = {"dmy"}  # nobody writes month.day.year
        may_be_year_first = self.may_be_year_first(mark)
        if self.not_year_last:
            return frozenset({"ymd"} if may_be_year_first else ())
        if may_be_year_first and mark != ".":  # with points, the custom is day.month.year
            allowed.add("ymd")
        if self.first_big.get(mark):
            allowed.discard("mdy")
        if self.second_big.get(mark):
            allowed.discard("dmy")
        return frozenset(allowed)

    def may_be_year_first(self, mark: str) -> bool:
        """Whether every cell with that separator can be year, month and day."""
        all_short = 0 < self.numeric.get(mark, 0) == self.short_year.get(mark, 0)
        return all_short and not (self.not_year_first or self.second_big.get(mark))

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(mark for mark, count in self.numeric.items() if count)


def _count(cells: pa.Array, pattern: str) -> int:
    return pc.sum(pc.match_substring_regex(cells, pattern)).as_py() or 0
