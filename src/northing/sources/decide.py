"""How every column of one table is read, settled by all of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from northing.errors import AmbiguousFile, BadMapping
from northing.sources.condition import Condition, parse_condition
from northing.sources.convert import How
from northing.sources.convert_dates import DateReader
from northing.sources.convert_numbers import NumberReader
from northing.sources.dates import DateStyle
from northing.sources.grid import Grid
from northing.sources.last_row import unlabelled_total
from northing.sources.limits import Limits
from northing.sources.reading import ReadDefaults
from northing.sources.resolve import Resolved
from northing.sources.settle import date_readers, doubts_of, number_readers, settle_currency
from northing.sources.survey import TIMES, Seen, look

DIMENSIONS = frozenset(
    ("campaign", "channel", "content", "device", "country", "network", "category", "department")
)


@dataclass(frozen=True)
class Decided:
    """How every column of one table is read.

    Attributes:
        resolved: The table and its origins, the currency's among them if it is known.
        how: By canonical column.
        condition: What a row must meet.
        time_headings: File columns that say when; a total has none of them.
        label_headings: File columns in which a total's label stands.
        currency_from_marks: Whether each amount's own mark says its currency.
        seen: What the pass found.
        decimal, date_order: As shown.
        account_currency: The currency, where settings say it.
        total_line: Line of a last row that adds up the others without saying so.
        doubts: By canonical column.
    """

    resolved: Resolved
    how: Mapping[str, How]
    condition: Condition | None
    time_headings: tuple[str, ...]
    label_headings: tuple[str, ...]
    currency_from_marks: bool
    seen: Seen
    decimal: str | None
    date_order: str | None
    account_currency: str | None = None
    total_line: int | None = None
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def headings(self) -> tuple[str, ...]:
        """The file columns to read."""
        needed = [name for origin in self.resolved.origins.values() for name in origin.headings]
        needed += [*self.label_headings, *(self.condition.columns if self.condition else ())]
        return tuple(dict.fromkeys(needed))


def decide(
    resolved: Resolved, grid: Grid, defaults: ReadDefaults, limits: Limits, file: str
) -> Decided:
    """Settle marks, orders, zones and currency by all rows of the grid.

    Raises:
        AmbiguousFile: With one question for each thing that the file leaves open.
        BadFile: If it has more rows than the limit.
    """
    condition = _condition(resolved, grid)
    times = _headings_of(resolved, TIMES)
    texts = [
        heading
        for name, origin in resolved.origins.items()
        if name in DIMENSIONS
        for heading in origin.headings
    ]
    ends = [grid.headings[0], grid.headings[-1]] if grid.facts.format in ("csv", "xlsx") else []
    labels = tuple(dict.fromkeys([*ends, *times, *texts])) if ends else ()
    needed = dict.fromkeys([*resolved.used, *labels, *(condition.columns if condition else ())])
    seen = look(resolved, grid, tuple(needed), times, labels, limits, file)
    questions = list(resolved.questions)
    numbers = number_readers(resolved, grid, seen, questions)
    dates = date_readers(resolved, grid, seen, defaults, questions)
    origins, from_marks, account = settle_currency(resolved, seen, defaults, questions)
    if questions:
        raise AmbiguousFile(file, list(dict.fromkeys(questions)))
    total_line = unlabelled_total(resolved, grid, seen, numbers, times)
    if total_line is not None:
        seen.totals.append((total_line, "the sums of the rows above"))
        seen.totals_count += 1
        seen.rows -= 1
    today = defaults.today or date.today()
    how = {
        name: How(
            numbers.get(name, NumberReader()),
            dates.get(name, DateReader(DateStyle(), defaults.time_zone)),
            today,
            origin.rule.values,
        )
        for name, origin in origins.items()
    }
    settled = replace(resolved, origins=origins, questions=())
    decimals = sorted({r.decimal for r in numbers.values() if r.decimal})
    orders = sorted({order for r in dates.values() for _, order in r.style.orders})
    return Decided(
        settled,
        how,
        condition,
        times,
        labels,
        from_marks,
        seen,
        " and ".join(decimals) or None,
        " and ".join(orders) or None,
        account,
        total_line,
        doubts_of(resolved, seen, from_marks),
    )


def _condition(resolved: Resolved, grid: Grid) -> Condition | None:
    if resolved.shape.where is None:
        return None
    condition = parse_condition(resolved.shape.where)
    for name in condition.columns:
        if name not in grid.headings:
            listed = ", ".join(grid.headings)
            raise BadMapping(f"`where` names {name!r}; the file has: {listed}.")
    return condition


def _headings_of(resolved: Resolved, types: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        heading
        for origin in resolved.origins.values()
        if origin.column.type in types and origin.column.required
        for heading in origin.headings
    )
