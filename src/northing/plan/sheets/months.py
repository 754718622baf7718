"""Months as people write them at the head of a column."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from northing.month_names import MONTHS

_FORMS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.]0?1)?(?: 00:00:00)?"),
    re.compile(r"(?:0?1[./])?(?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
    re.compile(r"(?P<name>[^\W\d_]+)\.?[ \-/.']*(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})[ \-/.]*(?P<name>[^\W\d_]+)\.?"),
    re.compile(r"(?P<name>[^\W\d_]+)\.?"),
)


def read_month(cell: Any, year: int | None = None) -> date | None:
    """The month that a heading names; None where it names none.

    Args:
        cell: Text, or a day as workbooks keep months.
        year: The year of a heading without one; without it such a heading is no month.

    Examples:
        >>> spelt = ("2026-03", "03/2026", "Mar 26", "März 2026", "1.3.2026", "2026 March")
        >>> {str(read_month(one)) for one in spelt}
        {'2026-03-01'}
        >>> read_month("Mar", 2026), read_month("Mar"), read_month("Total")
        (datetime.date(2026, 3, 1), None, None)
    """
    if isinstance(cell, datetime):
        return cell.date().replace(day=1)
    if not isinstance(cell, str):
        return None
    for form in _FORMS:
        found = form.fullmatch(cell.strip())
        if found:
            return _month(found.groupdict(), year)
    return None


def _month(parts: dict[str, str | None], year: int | None) -> date | None:
    name = parts.get("name")
    month = MONTHS.get(name.casefold()) if name else int(parts.get("month") or 0)
    written = parts.get("year")
    if written:
        year = int(written) + (2000 if len(written) == 2 else 0)
    if month is None or year is None or not 1 <= month <= 12 or not 1900 <= year <= 2199:
        return None
    return date(year, month, 1)
