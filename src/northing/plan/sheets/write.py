"""A plan's entries as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.plan import Plan
from northing.plan.records import record_of
from northing.plan.sheets.form import FORMS
from northing.plan.values import STATES, Money
from northing.spreadsheet import Form as FileForm
from northing.spreadsheet import write_rows

STATE, CURRENCY = "state", "currency"


def write_sheet(plan: Plan, kind: str = "budget_line", form: FileForm = "xlsx") -> bytes:
    """The entries of a kind as a file, to edit and to read back by `read_sheet`.

    Args:
        plan: Whose.
        kind: A name of `FORMS`: budget_line, initiative or key_result.
        form: csv or xlsx.

    Returns:
        One row an entry; for budget lines one for each line, state of money and currency, with
        a column for each month from the first to the last that any line has.

    Raises:
        Unknown: If there is no such sheet.

    Examples:
        >>> from northing.plan.kinds.objective import Objective
        >>> write_sheet(Plan.of([]), "key_result", "csv").decode("utf-8-sig")[:19]
        'key,objective,title'
    """
    sheet = FORMS[kind]
    rows = list(_budget_rows(plan)) if sheet.by_month else list(_rows(plan, kind))
    return write_rows(rows, form, sheet.title)


def _rows(plan: Plan, kind: str) -> Iterator[list[Any]]:
    columns = FORMS[kind].columns
    yield [column.name for column in columns]
    for entry in plan.entries.get(kind, {}).values():
        record = record_of(entry)
        yield [column.shown(record) for column in columns]


def _budget_rows(plan: Plan) -> Iterator[list[Any]]:
    columns = FORMS["budget_line"].columns
    lines = plan.budget_lines.values()
    months = _months([one.month for line in lines for one in line.amounts])
    yield [*(column.name for column in columns), STATE, CURRENCY, *(f"{m:%Y-%m}" for m in months)]
    for line in lines:
        record = record_of(line)
        fields = [column.shown(record) for column in columns]
        for state, currency, amounts in _series(line):
            yield [*fields, state, currency, *(amounts.get(month) for month in months)]


def _series(line: BudgetLine) -> Iterator[tuple[str | None, str | None, dict[date, Decimal]]]:
    found: dict[tuple[Money, str], dict[date, Decimal]] = {}
    for one in line.amounts:
        found.setdefault((one.state, one.currency), {})[one.month] = one.amount
    if not found:
        yield None, None, {}
    for (state, currency), amounts in sorted(
        found.items(), key=lambda pair: (STATES.index(pair[0][0]), pair[0][1])
    ):
        yield state, currency, amounts


def _months(found: list[date]) -> list[date]:
    """All months from the first to the last; only those found where they lie far apart."""
    if not found:
        return []
    first, last = min(found), max(found)
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    if count > 120:
        return sorted(set(found))
    places = (first.month - 1 + nth for nth in range(count))
    return [date(first.year + place // 12, place % 12 + 1, 1) for place in places]
