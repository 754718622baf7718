"""A spreadsheet back into a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from northing.errors import BadFile, BadInput
from northing.money import as_money, check_currency
from northing.plan.keys import key_of
from northing.plan.plan import Plan
from northing.plan.records import read_record, record_of
from northing.plan.sheets.amounts import Mark, decimal_mark, read_amount
from northing.plan.sheets.as_kept import read_as_kept
from northing.plan.sheets.column import Column, normal
from northing.plan.sheets.form import FORMS
from northing.plan.sheets.months import read_month
from northing.plan.sheets.reading import Reading, Refusals, replaced
from northing.plan.sheets.write import CURRENCY, STATE
from northing.plan.values import STATES
from northing.spreadsheet import Row, read_rows

HEADER_WITHIN = 40


@dataclass(frozen=True)
class Layout:
    """Where a sheet has what: columns of the form, money by month, and what nobody knows."""

    kind: str
    columns: Mapping[int, Column]
    months: Mapping[int, date]
    state: int | None
    currency: int | None
    unknown: tuple[str, ...]


def read_sheet(
    content: bytes,
    name: str,
    plan: Plan,
    *,
    kind: str | None = None,
    currency: str = "EUR",
    owner: str = "",
    people: Mapping[str, str] | None = None,
    year: int | None = None,
) -> Reading:
    r"""Apply a spreadsheet to a plan.

    A sheet that `write_sheet` made changes the entries and fields that it carries; an empty cell
    empties its field, or takes its month's money away. A row without key, or with a new one, is
    a new entry. Nothing is removed. A budget sheet as people keep them (lines × months, with
    totals) is read by `read_as_kept`.

    Args:
        content: The file's bytes, CSV or XLSX.
        name: Its name, for messages.
        plan: What it is applied to.
        kind: A name of `FORMS`; None finds it out by the headings.
        currency: Of amounts where the sheet names none.
        owner: Of lines where a sheet as people keep them names none, or a stranger.
        people: Addresses by name, for such a sheet; it may call people by their first names.
        year: Of months where the sheet names none.

    Raises:
        BadFile: If the file cannot be read, or has no headings.
        BadInput: If a cell is wrong; a line for each, with its row and column.

    Examples:
        >>> text = b"Budget 2026\nLine,Owner,Category,Jan,Feb\nPaid search,mara,Media,100,200\n"
        >>> reading = read_sheet(text, "budget.csv", Plan.of([]))
        >>> [one.amount for one in reading.plan.budget_lines["paid-search"].amounts]
        [Decimal('100.0000'), Decimal('200.0000')]
    """
    rows = read_rows(content, name)
    header = next((at for at, row in enumerate(rows[:HEADER_WITHIN]) if _has_key(row)), None)
    if header is None:
        return read_as_kept(
            rows, name, plan, currency=currency, owner=owner, people=people, year=year
        )
    layout = _layout(rows[header], kind, year, name)
    reader = _Reader(name, plan, layout, _mark(rows[header + 1 :], layout), currency)
    return reader.read(rows[header + 1 :])


def _has_key(row: Row) -> bool:
    return any(isinstance(cell, str) and normal(cell) == "key" for cell in row[1])


def _layout(header: Row, kind: str | None, year: int | None, name: str) -> Layout:
    kinds = [kind] if kind else list(FORMS)
    return max(
        (_laid_out(header, one, year, name) for one in kinds),
        key=lambda layout: len(layout.columns) + len(layout.months),
    )


def _laid_out(header: Row, kind: str, year: int | None, name: str) -> Layout:
    form = FORMS[kind]
    by_heading = {
        heading: column for column in form.columns for heading in (column.name, *column.synonyms)
    }
    columns: dict[int, Column] = {}
    months: dict[int, date] = {}
    special: dict[str, int] = {}
    unknown = []
    for place, cell in enumerate(header[1]):
        if cell is None:
            continue
        heading = normal(cell) if isinstance(cell, str) else ""
        month = read_month(cell, year) if form.by_month else None
        if month is not None:
            if month in months.values():
                raise BadFile(f"{name} has two columns for {month:%Y-%m} in row {header[0]}.")
            months[place] = month
        elif form.by_month and heading in (STATE, CURRENCY):
            special[heading] = place
        elif heading in by_heading and by_heading[heading] not in columns.values():
            columns[place] = by_heading[heading]
        else:
            unknown.append(str(cell))
    return Layout(kind, columns, months, special.get(STATE), special.get(CURRENCY), tuple(unknown))


def _mark(rows: Sequence[Row], layout: Layout) -> Mark | None:
    return decimal_mark(_at(row, place) for _, row in rows for place in layout.months)


def _at(cells: Sequence[Any], place: int | None) -> Any:
    return cells[place] if place is not None and place < len(cells) else None


class _Reader:
    """Reads the rows below the headings, gathering what is wrong."""

    def __init__(
        self, name: str, plan: Plan, layout: Layout, mark: Mark | None, currency: str
    ) -> None:
        self.plan = plan
        self.layout = layout
        self.mark = mark
        self.currency = currency
        self.refusals = Refusals(name)
        self.entries = plan.entries.get(layout.kind, {})
        self.headings = {column.name: place for place, column in layout.columns.items()}

    def read(self, rows: Sequence[Row]) -> Reading:
        grouped: dict[str, list[Row]] = {}
        for row in rows:
            key = self._key(row, grouped)
            if key is not None:
                grouped.setdefault(key, []).append(row)
        values = [value for key, own in grouped.items() for value in self._entry(key, own)]
        self.refusals.settle()
        unknown = ", ".join(map(repr, self.layout.unknown))
        notes = (
            (f"Left out, for nothing in the plan is called that: {unknown}.",) if unknown else ()
        )
        return Reading(replaced(self.plan, values), self.layout.kind, notes)

    def _key(self, row: Row, seen: Mapping[str, Any]) -> str | None:
        key = _at(row[1], self.headings["key"])
        if key is not None:
            return str(key)
        title = _at(row[1], self.headings.get("title"))
        if title is None:
            self.refusals.add(row[0], "key", "has neither key nor title; expected one of them.")
            return None
        same = (one.key for one in self.entries.values() if one.title == str(title))
        return next(same, None) or key_of(str(title), {*self.entries} - {*seen})

    def _entry(self, key: str, rows: Sequence[Row]) -> Iterator[Any]:
        before = self.entries.get(key)
        record = dict(record_of(before)) if before is not None else {}
        wrong = len(self.refusals.said)
        for column, row in self._carried(rows):
            self._put(record, column, _at(row[1], self.headings[column.name]), row[0])
        record["key"] = key
        if self.layout.months:
            record["amounts"] = self._amounts(before, rows)
        if len(self.refusals.said) > wrong:
            return
        try:
            yield read_record(self.layout.kind, record)
        except BadInput as error:
            self.refusals.add(rows[0][0], "", error)

    def _carried(self, rows: Sequence[Row]) -> Iterator[tuple[Column, Row]]:
        """Each column with the row that says it: the first; further ones may be blank or agree."""
        for place, column in self.layout.columns.items():
            if column.name == "key":
                continue
            said = [row for row in rows if _at(row[1], place) is not None] or [rows[0]]
            for row in said[1:]:
                if _at(row[1], place) != _at(said[0][1], place):
                    self.refusals.add(
                        row[0],
                        column.name,
                        f"{_at(row[1], place)!s} differs from {_at(said[0][1], place)!s} in row "
                        f"{said[0][0]} of the same entry; expected one.",
                    )
            yield column, said[0]

    def _put(self, record: dict[str, Any], column: Column, cell: Any, row: int) -> None:
        before = _as_cell(column.shown(record))
        try:
            value = None if cell is None else column.read(cell, self.mark)
            if value == (None if before is None else column.read(before, ".")):
                return  # what the plan already says stays as it is, to the digit
        except BadInput as error:
            self.refusals.add(row, column.name, error)
            return
        *above, last = column.path
        inner = record
        for name in above:
            inner[name] = inner = dict(inner.get(name, {}))
        if value is None:
            inner.pop(last, None)
        else:
            inner[last] = value
        if above and not inner:
            record.pop(above[0])

    def _amounts(self, before: Any, rows: Sequence[Row]) -> list[dict[str, Any]]:
        found: dict[tuple[date, str], tuple[Decimal, str]] = {}
        if before is not None:
            for one in before.amounts:
                found[one.month, one.state] = (one.amount, one.currency)
        carried: Counter[tuple[date, str]] = Counter()
        for row in rows:
            state = self._state(row)
            for place, month in self.layout.months.items():
                if state is None:
                    continue
                if not carried[month, state]:
                    self._forget(found, month, state, carried)
                amount = self._amount(row, place)
                if amount is None:
                    continue
                if carried[month, state] > 1:
                    self.refusals.add(
                        row[0], f"{month:%Y-%m}", f"has a second {state} amount; expected one."
                    )
                carried[month, state] += 1
                found[month, state] = amount
        return [
            {"month": month, "state": state, "amount": amount, "currency": currency}
            for (month, state), (amount, currency) in found.items()
        ]

    def _forget(
        self, found: dict[Any, Any], month: date, state: str, carried: Counter[tuple[date, str]]
    ) -> None:
        """The sheet speaks of this month and state: what it does not say again is taken away."""
        carried[month, state] = 1
        found.pop((month, state), None)

    def _state(self, row: Row) -> str | None:
        written = _at(row[1], self.layout.state)
        if written is not None:
            state = normal(str(written))
            if state in STATES:
                return state
            self.refusals.add(
                row[0], STATE, f"{written!s} is no state of money; expected {', '.join(STATES)}."
            )
            return None
        has_money = any(_at(row[1], place) is not None for place in self.layout.months)
        return "planned" if has_money else None

    def _amount(self, row: Row, place: int) -> tuple[Decimal, str] | None:
        heading = f"{self.layout.months[place]:%Y-%m}"
        try:
            named = _at(row[1], self.layout.currency)
            currency = check_currency(str(named)) if named is not None else None
            written = read_amount(_at(row[1], place), self.mark, currency or self.currency)
            if written is None:
                return None
            if written.currency and currency and written.currency != currency:
                raise BadInput(f"is in {written.currency}, but the row says {currency}.")
            return as_money(written.value), written.currency or currency or self.currency
        except BadInput as error:
            self.refusals.add(row[0], heading, error)
            return None


def _as_cell(shown: Any) -> Any:
    """What reading a cell gives that was written as shown."""
    return shown.strip() or None if isinstance(shown, str) else shown
