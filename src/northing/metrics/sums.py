"""Sums of one table by group: in SQL, or by `columnar.py` where the table is in memory.

In SQL, values of filters travel as tables, never as SQL text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from northing.calendar import GRAINS, Calendar, Period, previous_period
from northing.engine import quote_name, quote_text
from northing.engine.columns import Unfit
from northing.metrics.columnar import sum_columns
from northing.metrics.measure import Span

if TYPE_CHECKING:
    from northing.engine import Dataset, Engine

Key = tuple[str | int | None, ...]
"""The values of a group in the order of `by`; a grain of time holds the piece's number."""

Filters = Mapping[str, tuple[str | None, ...]]

_EXACT = "DECIMAL(28, 10)"  # doubles add up differently from run to run; decimals do not


@dataclass(frozen=True)
class Cut:
    """Which rows are summed, and by what.

    Attributes:
        period: The days that count.
        by: Dimensions, at most one of them a grain of time.
        pieces: The period's pieces of that grain, if there is one.
        filters: The values wanted, by dimension; None is "not stated".
        until: Events of a cohort after this day are left out, to compare at equal age.
        intervals: Whether the intervals of credit are wanted; a period of comparison shows none.
    """

    period: Period
    by: tuple[str, ...] = ()
    pieces: tuple[Period, ...] = ()
    filters: Filters = field(default_factory=dict)
    until: date | None = None
    intervals: bool = True

    @property
    def plain(self) -> tuple[str, ...]:
        """The dimensions that are columns."""
        return tuple(dimension for dimension in self.by if dimension not in GRAINS)

    def key(self, values: Iterable[str | None], piece: int | None) -> Key:
        """Put a group's values, and the number of its piece, in the order of `by`."""
        place, rest = self._grain_at, tuple(values)
        return rest if place is None else (*rest[:place], piece, *rest[place:])

    @cached_property
    def _grain_at(self) -> int | None:
        return next((place for place, name in enumerate(self.by) if name in GRAINS), None)

    def whole(self) -> Cut:
        """The same rows as one group."""
        return replace(self, by=(), pieces=())

    def only(self, where: Filters) -> Cut:
        """The rows that also have these values."""
        both = dict(self.filters)
        for name, values in where.items():
            asked = both.get(name, values)
            both[name] = tuple(value for value in values if value in asked)
        return replace(self, filters=both)

    def before(self, calendar: Calendar) -> Cut:
        """The same cut of the period before; with pieces, of the piece before each of them."""
        if not self.pieces:
            return replace(self, period=previous_period(self.period, calendar))
        pieces = tuple(previous_period(piece, calendar) for piece in self.pieces)
        span = Period(self.period.label, pieces[0].start, pieces[-1].end)
        return replace(self, period=span, pieces=pieces)


@dataclass(frozen=True)
class Facts:
    """One table to sum.

    Attributes:
        dataset: The table.
        column: What is summed.
        date_column: What dates its rows.
        kinds: The kinds of conversion that count; None is all.
        only_where: A column that must be stated.
        span: How rows belong to a period; see `Measure`.
        ages: The days after its date at which a row's event happened.
        counted_by: Which way of counting a thing once is meant.
        earned: Columns of which one must not be 0.
        others: Where there are any, all that is wanted of the column beside is whether its value
            is none of them: True, or None where it is one.
    """

    dataset: Dataset
    column: str
    date_column: str = "date"
    kinds: tuple[str, ...] | None = None
    only_where: str | None = None
    span: Span = "days"
    ages: str | None = None
    counted_by: str | None = None
    earned: tuple[str, ...] = ()
    others: frozenset[str | None] = frozenset()


def sum_groups(
    engine: Engine, facts: Facts, cut: Cut, beside: str | None = None
) -> dict[tuple[Key, Any], Decimal | None]:
    """Sum a table by the cut's groups and, if wanted, one more column.

    Returns:
        For each (group, value of `beside`) that has rows, the sum; None where every row of it
        is null. Without `beside` its place holds None; see `Facts.others` for what may hold it.
    """
    if isinstance(facts.dataset, pa.Table):
        try:
            return sum_columns(facts, cut, beside)
        except Unfit:
            pass  # of a type that only SQL adds exactly
    return sum_in_sql(engine, facts, cut, beside)


def sum_in_sql(
    engine: Engine, facts: Facts, cut: Cut, beside: str | None = None
) -> dict[tuple[Key, Any], Decimal | None]:
    """Sum as `sum_groups` does, wherever the table is."""
    tables: dict[str, Dataset] = {"facts": facts.dataset}
    columns = [f"f.{quote_name(name)}" for name in cut.plain]
    if beside:
        columns.append(_told_apart(f"f.{quote_name(beside)}", facts.others))
    join = ""
    if cut.pieces:
        columns.append("d.piece")
        tables["pieces"], join = _pieces(facts, cut.pieces)
    named = [f"{column} AS k{number}" for number, column in enumerate(columns)]
    amount = f"sum(CAST(f.{quote_name(facts.column)} AS {_EXACT})) AS amount"
    sql = f"SELECT {', '.join([*named, amount, 'count(*) AS row_count'])} FROM facts AS f {join} "
    sql += f"WHERE {' AND '.join(_conditions(facts, cut, tables))}"
    if columns:
        sql += f" GROUP BY {', '.join(columns)}"
    found = engine.query(sql, **tables)
    return dict(_read(found, cut, beside is not None))


def _told_apart(column: str, others: frozenset[str | None]) -> str:
    """SQL for a column, or for whether its value is none of the others."""
    if not others:
        return column
    stated = sorted(value for value in others if value is not None)
    listed = ", ".join(quote_text(value) for value in stated)
    among = [f"coalesce({column} IN ({listed}), FALSE)"] if stated else []
    among += [f"{column} IS NULL"] if None in others else []
    return f"CASE WHEN NOT ({' OR '.join(among)}) THEN TRUE END"


def months_of(period: Period) -> Period:
    """Widen a period to whole months."""
    start = period.start.replace(day=1)
    after = (period.last_day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(period.label, start, after)


def _read(
    found: pa.Table, cut: Cut, beside: bool
) -> Iterable[tuple[tuple[Key, Any], Decimal | None]]:
    plain = len(cut.plain)
    for row in found.to_pylist():
        if row["row_count"]:
            values = [row[f"k{number}"] for number in range(plain)]
            extra = row[f"k{plain}"] if beside else None
            piece = row[f"k{plain + beside}"] if cut.pieces else None
            yield (cut.key(values, piece), extra), row["amount"]


def _conditions(facts: Facts, cut: Cut, tables: dict[str, Dataset]) -> list[str]:
    day = f"f.{quote_name(facts.date_column)}"
    conditions = _dated(facts, cut, day)
    if facts.only_where:
        conditions.append(f"f.{quote_name(facts.only_where)} IS NOT NULL")
    if facts.earned:
        columns = [f"f.{quote_name(name)} <> 0" for name in facts.earned]
        conditions.append(f"({' OR '.join(columns)})")
    if facts.counted_by:
        conditions.append(f"f.counted_by = {quote_text(facts.counted_by)}")
    if facts.ages and cut.until:
        age = f"f.{quote_name(facts.ages)}"
        known = f"date_diff('day', {day}, DATE '{cut.until.isoformat()}')"
        conditions.append(f"({age} IS NULL OR {age} <= {known})")
    wanted = [(f"wanted_{name}", name, values) for name, values in cut.filters.items()]
    if facts.kinds is not None:
        wanted.append(("kinds_counted", "kind", facts.kinds))
    for table, name, values in wanted:
        tables[table] = text_table(values)
        column = f"f.{quote_name(name)}"
        inside = f"{column} IN (SELECT w.value FROM {table} AS w)"
        conditions.append(f"({inside} OR {column} IS NULL)" if None in values else inside)
    return conditions


def _dated(facts: Facts, cut: Cut, day: str) -> list[str]:
    """SQL for the rows of the period; with pieces, a stock or window is dated by its piece."""
    if facts.span == "window" and cut.pieces:
        return ["TRUE"]
    if facts.span == "window":
        first, last = window_of(cut.period)
        return [f"{day} = DATE '{first}'", f"f.end_month = DATE '{last}'"]
    until = f"{day} < DATE '{cut.period.end.isoformat()}'"
    if facts.span == "stock":
        return [until]
    return [f"{day} >= DATE '{cut.period.start.isoformat()}'", until]


def window_of(period: Period) -> tuple[date, date]:
    """The first and the last month that begin in a period; none do where first > last.

    Examples:
        >>> from northing.calendar import parse_period
        >>> [str(month) for month in window_of(parse_period("2026-03-30..2026-06-28"))]
        ['2026-04-01', '2026-06-01']
    """
    start = period.start
    first = start if start.day == 1 else (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first, period.last_day.replace(day=1)


def text_table(values: Iterable[str | None]) -> pa.Table:
    """Return the stated values as a table of one column, so that they never stand in SQL."""
    stated = [value for value in values if value is not None]
    return pa.table({"value": pa.array(stated, pa.string())})


def _pieces(facts: Facts, pieces: tuple[Period, ...]) -> tuple[pa.Table, str]:
    """A table of the pieces, and SQL for how rows join it."""
    day = f"f.{quote_name(facts.date_column)}"
    if facts.span == "stock":
        ends = pa.array([piece.end for piece in pieces], pa.date32())
        table = pa.table({"ends": ends, "piece": pa.array(range(len(pieces)), pa.int64())})
        return table, f"JOIN pieces AS d ON {day} < d.ends"
    if facts.span == "window":
        windows = [window_of(piece) for piece in pieces]
        table = pa.table(
            {
                "first": pa.array([first for first, _ in windows], pa.date32()),
                "last": pa.array([last for _, last in windows], pa.date32()),
                "piece": pa.array(range(len(pieces)), pa.int64()),
            }
        )
        return table, f'JOIN pieces AS d ON {day} = d."first" AND f.end_month = d."last"'
    return _days(pieces), f"JOIN pieces AS d ON {day} = d.day"


def _days(pieces: tuple[Period, ...]) -> pa.Table:
    days: list[date] = []
    numbers: list[int] = []
    for number, piece in enumerate(pieces):
        days += [piece.start + timedelta(days=day) for day in range(piece.days)]
        numbers += [number] * piece.days
    return pa.table({"day": pa.array(days, pa.date32()), "piece": pa.array(numbers, pa.int64())})
