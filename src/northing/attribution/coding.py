"""Give every distinct touch and conversion a number, and read the numbers of cells back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from northing.attribution.log import (
    CONVERSION_COLUMNS,
    TOUCH_COLUMNS,
    Log,
    conversion_tuples,
)
from northing.attribution.marks import Marks
from northing.attribution.seen import TouchesSeen, table_of_codes, touches_seen
from northing.attribution.tally import Codes
from northing.attribution.walk import GROUPS
from northing.engine import Engine
from northing.errors import BadInput, OutOfRange

EPOCH = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
PEOPLE_GROUP = "people_group"
LARGEST_KEY = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Cuts:
    """What credit is cut by: columns of the touches, of the conversions, groups of people."""

    touch: tuple[str, ...]
    conversion: tuple[str, ...]
    people: bool = False

    @property
    def cell(self) -> tuple[str, ...]:
        """Columns of a touch cell; the channel always comes along."""
        rest = (column for column in self.touch if column not in ("channel", "touch_date"))
        return ("channel", *rest)

    @property
    def group(self) -> tuple[str, ...]:
        """Columns of a conversion group."""
        return tuple(c for c in self.conversion if c not in ("country", "device"))


@dataclass(frozen=True)
class Coded:
    """A log's dictionaries.

    Attributes:
        codes: What the kernel needs of them.
        cuts: What cells are cut by.
        touch_table: code and the columns that tell touches apart.
        conversion_table: code and the columns that tell conversions apart.
        channels: Names, in the order of their codes.
        months: Dates, in the order of their codes.
        dictionaries: Distinct values behind each part of a cell's key: the touch cells, the
            touch dates, the groups, the countries, the devices, the groups of people.
        last_at: The log's last instant, in microseconds.
        marks: By which the engine tells touches apart; None: by joining their codes.
    """

    codes: Codes
    cuts: Cuts
    touch_table: pa.Table
    conversion_table: pa.Table
    channels: tuple[str, ...]
    months: pa.Array
    dictionaries: tuple[pa.Table, ...]
    last_at: int
    marks: Marks | None = None

    @property
    def touch_codes(self) -> int:
        return int(self.touch_table.num_rows)

    @property
    def conversion_codes(self) -> int:
        return int(self.conversion_table.num_rows)

    @property
    def touch_columns(self) -> tuple[str, ...]:
        return tuple(self.touch_table.schema.names[1:])

    @property
    def conversion_columns(self) -> tuple[str, ...]:
        return tuple(self.conversion_table.schema.names[1:])

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The codes as tables, under the names that the SQL of the events knows."""
        return {"touch_codes": self.touch_table, "conversion_codes": self.conversion_table}

    def cells(self, keys: NDArray[np.int64]) -> Iterator[tuple[str, pa.Array]]:
        """The columns that the keys of cells stand for, in the order of the cuts."""
        found: dict[str, pa.Array] = {}
        for size, dictionary in reversed(
            list(zip(self.codes.sizes.tolist(), self.dictionaries, strict=True))
        ):
            keys, place = np.divmod(keys, size)
            # The last place of a part means "none": behind its dictionary, hence null.
            inside = pa.array(place, mask=place >= dictionary.num_rows)
            for name in dictionary.schema.names:
                found[name] = dictionary[name].combine_chunks().take(inside)
        people = (PEOPLE_GROUP,) if self.cuts.people else ()
        for name in dict.fromkeys(("channel", *self.cuts.touch, *self.cuts.conversion, *people)):
            yield name, found[name]


def encode(
    engine: Engine,
    log: Log,
    cuts: Cuts,
    period: tuple[date, date] | None,
    time_zone: str,
    *,
    lenient: bool = False,
) -> Coded:
    """Read what distinct touches and conversions there are, and number them in order.

    With `lenient`, columns of the cuts that the touches lack are left out of them.

    Raises:
        BadInput: If a touch has no channel, or a column of the cuts is lacking.
        OutOfRange: If the cuts make more cells than can be counted.
    """
    if lenient:
        cuts = replace(cuts, touch=tuple(c for c in cuts.touch if c in log.touch_columns))
    touch_columns = _touch_columns(log, cuts)
    conversion_columns = _conversion_columns(log, cuts, period)
    seen = touches_seen(engine, log, touch_columns)
    conversions = engine.query(conversion_tuples(log, conversion_columns), **log.tables)
    conversions = conversions.filter(pc.is_valid(conversions["last_at"]))
    conversions = conversions.sort_by([(c, "ascending") for c in conversion_columns] or "last_at")
    return _Encoder(cuts, seen, conversions, period, ZoneInfo(time_zone)).coded()


def _touch_columns(log: Log, cuts: Cuts) -> tuple[str, ...]:
    """The columns to read: those of the cut, and those that come before them in a tie."""
    wanted = {"channel", *cuts.touch, *cuts.conversion} & {*TOUCH_COLUMNS}
    last = max(TOUCH_COLUMNS.index(column) for column in wanted)
    for column in cuts.cell:
        if column not in log.touch_columns:
            raise BadInput(f"The touches have no column {column!r} to cut credit by.")
    return tuple(c for c in TOUCH_COLUMNS[: last + 1] if c in log.touch_columns)


def _conversion_columns(log: Log, cuts: Cuts, period: tuple[date, date] | None) -> tuple[str, ...]:
    for column in (*cuts.group, *(("date",) if period else ())):
        if column not in log.conversion_columns:
            raise BadInput(f"The conversions have no column {column!r} to cut credit by.")
    optional = {"month", "declared_channel"}
    if "campaign" in cuts.touch:
        optional.add("declared_campaign")
    wanted = optional | {*cuts.conversion} | ({"date"} if period else set())
    return tuple(c for c in CONVERSION_COLUMNS if c in wanted and c in log.conversion_columns)


class _Encoder:
    """Dictionaries while they are being made."""

    def __init__(
        self,
        cuts: Cuts,
        seen: TouchesSeen,
        conversions: pa.Table,
        period: tuple[date, date] | None,
        zone: ZoneInfo,
    ) -> None:
        self.cuts = cuts
        self.seen = seen
        self.touches = seen.codes.drop_columns(["code"])
        self.conversions = conversions
        self.period = period
        self.zone = zone
        self.first_at, self.last_touch = seen.first_at, seen.last_at

    def coded(self) -> Coded:
        cells, cell, declared = self._cells()
        groups, group = _number(self.conversions, self.cuts.group)
        countries, country, conversion_country = self._place("country")
        devices, device, conversion_device = self._place("device")
        channels = pc.unique(self.touches["channel"]).to_pylist()
        days, day_starts = self._days()
        months, month, month_starts, month_of = self._months()
        counted = self._counted()
        people = np.arange(GROUPS if self.cuts.people else 1, dtype=np.int8)
        told_apart = pa.table({PEOPLE_GROUP: people})
        dictionaries = (cells, days, groups, countries, devices, told_apart)
        sizes = [part.num_rows + 1 for part in dictionaries]
        sizes[2], sizes[5] = max(1, groups.num_rows), len(people)
        _check_sizes(sizes)
        codes = Codes(
            channel=_codes(self.touches["channel"], pa.array(channels, pa.string())).astype(
                np.int32
            ),
            cell=cell,
            country=country,
            device=device,
            group=np.where(counted, group, -1),
            conversion_country=conversion_country,
            conversion_device=conversion_device,
            declared=declared,
            month=np.where(counted, month, -1).astype(np.int32),
            day_starts=day_starts,
            month_starts=month_starts,
            month_of=month_of,
            sizes=np.array(sizes, np.int64),
        )
        return Coded(
            codes,
            self.cuts,
            self.seen.codes,
            table_of_codes(self.conversions),
            tuple(channels),
            months,
            dictionaries,
            max(
                (
                    at
                    for at in (self.last_touch, pc.max(self.conversions["last_at"]).as_py())
                    if at is not None
                ),
                default=0,
            ),
            self.seen.marks,
        )

    def _cells(self) -> tuple[pa.Table, NDArray[np.int64], NDArray[np.int64]]:
        """Touch cells; the cell of each touch; the declared cell of each conversion."""
        own = self.touches.select(self.cuts.cell)
        named = {column: self._declared(column) for column in self.cuts.cell}
        declared = pa.table(named, schema=own.schema)
        both = pa.concat_tables([own, declared])
        said = pc.is_valid(both["channel"])
        cells, number = _number(both.filter(said), self.cuts.cell)
        place = np.full(both.num_rows, cells.num_rows, np.int64)
        place[said.to_numpy(zero_copy_only=False)] = number
        return cells, place[: own.num_rows].copy(), place[own.num_rows :].copy()

    def _declared(self, column: str) -> pa.Array:
        name = f"declared_{column}"
        kind = self.touches.schema.field(column).type
        if name in self.conversions.schema.names:
            return self.conversions[name].cast(kind)
        return pa.nulls(self.conversions.num_rows, kind)

    def _place(self, column: str) -> tuple[pa.Table, NDArray[np.int32], NDArray[np.int32]]:
        """Countries or devices; those of touches; those of conversions."""
        if column not in self.cuts.conversion:
            return pa.table({}), _none(self.touches.num_rows), _none(self.conversions.num_rows)
        sides = [self._side(self.touches, column), self._side(self.conversions, column)]
        values = pa.concat_arrays(sides).drop_null().unique()
        values = values.take(pc.sort_indices(values))
        places = [_codes(side, values).astype(np.int32) for side in sides]
        return pa.table({column: values}), places[0], places[1]

    def _side(self, table: pa.Table, column: str) -> pa.Array:
        if column not in table.schema.names:
            return pa.nulls(table.num_rows, pa.string())
        return table[column].combine_chunks().cast(pa.string())

    def _counted(self) -> NDArray[np.bool_]:
        """Which conversions lie in the period."""
        if self.period is None:
            return np.ones(self.conversions.num_rows, np.bool_)
        dates = self.conversions["date"].cast(pa.date32())
        first, end = (pa.scalar(day, pa.date32()) for day in self.period)
        inside = pc.and_(pc.greater_equal(dates, first), pc.less(dates, end))
        counted: NDArray[np.bool_] = pc.fill_null(inside, False).to_numpy(zero_copy_only=False)
        return counted

    def _days(self) -> tuple[pa.Table, NDArray[np.int64]]:
        if "touch_date" not in self.cuts.touch or self.first_at is None or self.last_touch is None:
            return _empty_days("touch_date" in self.cuts.touch), np.empty(0, np.int64)
        first, last = self._local(self.first_at), self._local(self.last_touch)
        days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
        starts = np.array([self._start(day) for day in days], np.int64)
        return pa.table({"touch_date": pa.array(days, pa.date32())}), starts

    def _months(
        self,
    ) -> tuple[pa.Array, NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
        """Months; that of each conversion; where each starts; that of null journeys between."""
        by_month = "month" in self.conversions.schema.names
        conversion_months = (
            self.conversions["month"].combine_chunks().cast(pa.date32())
            if by_month
            else pa.nulls(self.conversions.num_rows, pa.date32())
        )
        starts = self._month_starts() if by_month else []
        found = {*conversion_months.to_pylist(), *starts} - {None}
        months = pa.array([*sorted(found), None], pa.date32())
        month = _codes(conversion_months, months.slice(0, len(found))).astype(np.int32)
        month[month < 0] = len(found)
        bounds, places = self._spans(starts, sorted(found))
        return months, month, bounds, places

    def _month_starts(self) -> list[date]:
        if self.first_at is None or self.last_touch is None:
            return []
        month = self._local(self.first_at).replace(day=1)
        starts = []
        while month <= self._local(self.last_touch):
            starts.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return starts

    def _spans(
        self, starts: Sequence[date], months: Sequence[date]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Instants that part null journeys by month and period, and the month between two."""
        edges = sorted({*starts, *(self.period or ())})
        known = {month: place for place, month in enumerate(months)}
        places = [-1 if self.period else len(months)]
        for edge in edges:
            inside = self.period is None or self.period[0] <= edge < self.period[1]
            places.append(known.get(edge.replace(day=1), len(months)) if inside else -1)
        bounds = np.array([self._start(edge) for edge in edges], np.int64)
        return bounds, np.array(places, np.int32)

    def _local(self, at_us: int) -> date:
        return (EPOCH + timedelta(microseconds=at_us)).astimezone(self.zone).date()

    def _start(self, day: date) -> int:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return (midnight - EPOCH) // timedelta(microseconds=1)


def _number(table: pa.Table, columns: Sequence[str]) -> tuple[pa.Table, NDArray[np.int64]]:
    """Distinct rows in order, and the number of each row among them."""
    if not columns:
        return pa.table({}), np.zeros(table.num_rows, np.int64)
    distinct = table.select(columns).group_by(list(columns)).aggregate([])
    distinct = distinct.sort_by([(column, "ascending") for column in columns])
    rows: Mapping[tuple[Any, ...], int] = {
        row: place
        for place, row in enumerate(zip(*(distinct[c].to_pylist() for c in columns), strict=True))
    }
    keys = zip(*(table[c].to_pylist() for c in columns), strict=True)
    return distinct, np.fromiter((rows[key] for key in keys), np.int64, table.num_rows)


def _codes(values: pa.Array | pa.ChunkedArray, dictionary: pa.Array) -> NDArray[np.int64]:
    """Place of each value in the dictionary; -1 for null."""
    places = pc.fill_null(pc.index_in(values, dictionary), -1)
    found: NDArray[np.int64] = places.to_numpy().astype(np.int64)
    return found


def _none(rows: int) -> NDArray[np.int32]:
    return np.full(rows, -1, np.int32)


def _empty_days(cut: bool) -> pa.Table:
    return pa.table({"touch_date": pa.nulls(0, pa.date32())}) if cut else pa.table({})


def _check_sizes(sizes: Sequence[int]) -> None:
    cells = 1
    for size in sizes:
        cells *= size
    if cells > LARGEST_KEY:
        raise OutOfRange("The number of cells of the cut", cells, "a cut that can be counted")
