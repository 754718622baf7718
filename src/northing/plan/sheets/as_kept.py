"""Budget sheets as people keep them: lines × months, with headings above headings and totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from northing.errors import BadFile, BadInput
from northing.money import as_money, check_currency
from northing.plan.keys import key_of
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.plan import Plan
from northing.plan.records import read_record, record_of
from northing.plan.sheets.amounts import Mark, decimal_mark, read_amount
from northing.plan.sheets.columns_as_kept import Columns, find_columns
from northing.plan.sheets.reading import Reading, Refusals, replaced
from northing.plan.sheets.totals import Totals
from northing.plan.sheets.words import category_of, is_total
from northing.plan.values import Money
from northing.spreadsheet import Row

Cell = tuple[Decimal, str]


def read_as_kept(
    rows: Sequence[Row],
    name: str,
    plan: Plan,
    *,
    currency: str = "EUR",
    owner: str = "",
    people: Mapping[str, str] | None = None,
    year: int | None = None,
) -> Reading:
    """Apply a budget sheet to a plan.

    Rows that are totals are compared with the lines they sum and left out; a row that only names
    something is the heading of those below it. A line that the plan knows by its title keeps
    what the sheet does not say.

    Args:
        rows: Of the file.
        name: The file's name; may name the year.
        plan: What it is applied to.
        currency: Where neither cell, row nor heading names one.
        owner: Where the sheet names none, or somebody who is not known.
        people: Addresses by name, for a sheet that calls people by their names.
        year: Of months where the sheet names none.

    Raises:
        BadFile: If no row has months, or their year is nowhere.
        BadInput: If a cell is wrong; a line for each, with its row and column.
    """
    columns = find_columns(rows, name, year)
    reader = _Reader(name, plan, columns, columns.currency or currency, owner, people or {})
    return reader.read([row for row in rows if row[0] > columns.header])


@dataclass
class _Reader:
    name: str
    plan: Plan
    columns: Columns
    currency: str
    owner: str
    people: Mapping[str, str]
    section: str = ""
    mark: Mark | None = None
    notes: list[str] = field(default_factory=list)
    lines: dict[str, BudgetLine] = field(default_factory=dict)
    uncertain: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def read(self, rows: Sequence[Row]) -> Reading:
        self.refusals, self.totals = Refusals(self.name), Totals(self.notes)
        self.notes += self.columns.notes
        self.mark = decimal_mark(
            self.columns.at(row, place) for row in rows for place in self.columns.months
        )
        for row in rows:
            self._row(row)
        self.refusals.settle()
        self.totals.settle()
        if not self.lines:
            raise BadFile(f"{self.name} has months, but no line with money below them.")
        if self.uncertain:
            listed = ", ".join(self.uncertain)
            self.notes.append(f"Category other, for nothing says which: {listed}.")
        if self.strangers:
            listed = ", ".join(dict.fromkeys(self.strangers))
            self.notes.append(f"Nobody here is called {listed}: those lines fall to {self.owner}.")
        return Reading(replaced(self.plan, self.lines.values()), "budget_line", tuple(self.notes))

    def _row(self, row: Row) -> None:
        title = self._text(row, "title")
        wrong = len(self.refusals.said)
        amounts = dict(self._amounts(row))
        if len(self.refusals.said) > wrong and not is_total(title):
            return
        if not amounts and not self._text(row, "owner"):
            if title and not is_total(title):
                self.section = title
                self.totals.begin()
        elif is_total(title) or (not title and self.totals.explains(amounts)):
            del self.refusals.said[wrong:]
            self.totals.compare(row[0], title, amounts)
        elif not title:
            self.refusals.add(row[0], "", "has money, but no name; expected what it is for.")
        else:
            self.totals.add(amounts)
            self._line(row, title, amounts)

    def _text(self, row: Row, name: str) -> str:
        cell = self.columns.at(row, self.columns.fields.get(name))
        return "" if cell is None else str(cell)

    def _amounts(self, row: Row) -> Iterator[tuple[tuple[date, Money], Cell]]:
        for place, (month, state) in self.columns.months.items():
            try:
                cell = self.columns.at(row, place)
                written = read_amount(cell, self.mark, self.currency)
                if written is not None:
                    named = self._text(row, "currency")
                    currency = written.currency or (check_currency(named) if named else "")
                    value = as_money(written.value * self.columns.scale)
                    yield (month, state), (value, currency or self.currency)
            except BadInput as error:
                self.refusals.add(row[0], f"{month:%Y-%m}", error)

    def _line(self, row: Row, title: str, amounts: Mapping[tuple[date, Money], Cell]) -> None:
        before = self._known(title)
        record: dict[str, Any] = record_of(before) if before else {"title": title}
        record["key"] = before.key if before else self._key(title)
        if said := self._text(row, "owner"):
            record["owner"] = self._address(said, record.get("owner"))
        for name in ("channel", "country", "cost_centre", "account", "note"):
            if said := self._text(row, name):
                record[name] = said.casefold().replace(" ", "_") if name == "channel" else said
        record.setdefault("owner", self.owner)
        category = category_of(self._text(row, "category"), self.section, title)
        if category is None and not before:
            self.uncertain.append(title)
        if category is not None or not before:
            record["category"] = category or "other"
        self._initiative(row, record)
        carried = set(self.columns.months.values())
        kept = (
            [one for one in before.amounts if (one.month, one.state) not in carried]
            if before
            else []
        )
        new = [
            {"month": month, "state": state, "amount": amount, "currency": currency}
            for (month, state), (amount, currency) in amounts.items()
        ]
        record["amounts"] = [*kept, *new]
        try:
            self.lines[record["key"]] = read_record("budget_line", record)
        except BadInput as error:
            self.refusals.add(row[0], "", error)

    def _address(self, said: str, known: str | None) -> str:
        """Who is meant, by address; a stranger's line stays with whoever has it."""
        if "@" in said or not self.owner:
            return said
        meant = {
            address
            for name, address in self.people.items()
            if said.casefold() in (name.casefold(), name.casefold().split(" ")[0])
        }
        if len(meant) == 1:
            return meant.pop()
        self.strangers.append(said)
        return known or self.owner

    def _known(self, title: str) -> BudgetLine | None:
        same = (
            one
            for one in self.plan.budget_lines.values()
            if one.title.strip().casefold() == title.casefold() and one.key not in self.lines
        )
        return next(same, None)

    def _key(self, title: str) -> str:
        taken = {*self.plan.budget_lines, *self.lines}
        key = key_of(title)
        return key_of(f"{title} {self.section}", taken) if key in taken else key

    def _initiative(self, row: Row, record: dict[str, Any]) -> None:
        said = self._text(row, "initiative")
        if not said:
            return
        found = (
            one.key
            for one in self.plan.initiatives.values()
            if said.casefold() in (one.key, one.title.casefold())
        )
        key = next(found, None)
        if key is None:
            self.notes.append(f"Row {row[0]}: the plan has no initiative called {said!r}.")
        else:
            record["initiative"] = key
