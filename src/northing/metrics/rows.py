"""From sums to rows: the ratio is taken last, and a value that cannot be known says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import prod

from northing.calendar import GRAINS, Calendar, parse_period
from northing.metrics.metric import Metric
from northing.metrics.question import Sum
from northing.metrics.sums import Cut, Key
from northing.metrics.table import MetricRow, Number
from northing.money import as_money

Amount = tuple[Decimal | None, str | None]
"""A sum, or None and why nobody knows it."""

NOT_ADDED = {
    "kind": "kinds of conversion",
    "source": "what several sources say",
    "wave": "waves",
    "objective": "objectives",
}
"""What is never added up, by dimension."""

NOT_MEASURABLE = "not measurable by this rule: the channel leaves no touches"


@dataclass(frozen=True)
class Measured:
    """Everything summed for one metric over one period.

    Attributes:
        metric: What is made of it.
        cut: The groups.
        numerator: A sum for each term.
        denominator: A sum for each term; none for a plain sum.
        unfinished: What may still change the numerator, if the metric names it.
        as_of: The newest complete day; after it nothing is known, not even a zero.
        unseen_channels: Channels that leave no touches.
        answers: How many were asked, where the value has an interval.
        interval_sums: Further sums that the interval is made of.
        minus: The sums of a second ratio, which is taken away from the first.
    """

    metric: Metric
    cut: Cut
    numerator: tuple[Sum, ...]
    denominator: tuple[Sum, ...]
    unfinished: Sum | None
    as_of: date
    unseen_channels: frozenset[str]
    answers: Sum | None = None
    interval_sums: tuple[Sum, ...] = ()
    minus: tuple[tuple[Sum, ...], tuple[Sum, ...]] | None = None

    @property
    def sums(self) -> tuple[Sum, ...]:
        """Every sum, numerator first."""
        above, below = self.minus or ((), ())
        return self.numerator + self.denominator + above + below

    @property
    def credited(self) -> bool:
        """Whether the attribution rule had a part in it."""
        return any(sum_.credited for sum_ in self.sums)

    @property
    def credited_kinds(self) -> list[str]:
        """The kinds of conversion that the attribution rule shared out."""
        return sorted({kind for sum_ in self.sums if sum_.credited for kind in sum_.kinds})

    @property
    def mixed(self) -> str | None:
        """The dimension several values of which stand side by side and are not added up."""
        if self.metric.apart in self.cut.by and self._values(self.metric.apart, self.sums) > 1:
            return self.metric.apart
        chosen = [sum_ for sum_ in self.sums if sum_.measure.kinds == "kind"]
        return "kind" if "kind" in self.cut.by and self._values("kind", chosen) > 1 else None

    def _values(self, dimension: str | None, sums: Iterable[Sum]) -> int:
        place = self.cut.by.index(str(dimension))
        return len({key[place] for sum_ in sums for key in sum_.groups})

    def groups(self) -> set[Key]:
        """Every group with rows; every piece of time that has begun; channels without touches."""
        by = self.cut.by
        if not by:
            return set()
        found = {key for sum_ in self.sums for key in sum_.groups}
        if len(by) == 1 and by[0] in GRAINS:
            # What lies ahead is not a row of unknowns; the notes say where the data end.
            ahead = [piece.start > self.as_of for piece in self.cut.pieces]
            found |= {(number,) for number, is_ahead in enumerate(ahead) if not is_ahead}
        if by == ("channel",) and self.credited and not set(self.cut.filters) - {"channel"}:
            wanted = self.cut.filters.get("channel", tuple(self.unseen_channels))
            found |= {(channel,) for channel in wanted if channel in self.unseen_channels}
        return found

    def row(self, key: Key, keys: dict[str, str | None]) -> MetricRow:
        """Make the row of one group."""
        note = None
        if self.unfinished is not None:
            below = self._join(self.denominator, [self._group(s, key) for s in self.denominator])
            note = self._share_unfinished(self.unfinished.groups.get(key), below[0])
        row = self._finish(
            self._join(self.numerator, [self._group(sum_, key) for sum_ in self.numerator]),
            self._join(self.denominator, [self._group(sum_, key) for sum_ in self.denominator]),
            keys,
            note,
        )
        if self.metric.median_of:
            return self._median(row, self.numerator[0].medians.get(key))
        if self.minus:
            return self._less(row, lambda sum_: self._group(sum_, key))
        return self._sure(self._credited(row, key), lambda sum_: sum_.groups.get(key))

    def total(self) -> MetricRow:
        """Make the total from the sums of everything, never from the rows' ratios."""
        if self.mixed:
            return MetricRow({}, None, None, None, f"{NOT_ADDED[self.mixed]} are not added up")
        above = self._join(self.numerator, [self._whole(sum_) for sum_ in self.numerator])
        below = self._join(self.denominator, [self._whole(sum_) for sum_ in self.denominator])
        note = None
        if self.unfinished is not None:
            note = self._share_unfinished(self.unfinished.total, below[0])
        row = self._finish(above, below, {}, note)
        if self.metric.median_of:
            return self._median(row, self.numerator[0].median)
        if self.minus:
            return self._less(row, self._whole)
        row = self._credited(row, None) if self.denominator else row
        return self._sure(row, lambda sum_: sum_.total)

    def _join(self, part: tuple[Sum, ...], amounts: list[Amount]) -> Amount:
        """Add the terms of a part, or multiply them; one that nobody knows makes it unknown."""
        for amount, why in amounts:
            if amount is None:
                return None, why
        known = [amount for amount, _ in amounts if amount is not None]
        return (
            prod(known, start=Decimal(1))
            if self.metric.product and part
            else sum(known, Decimal(0))
        ), None

    def _median(self, row: MetricRow, median: float | None) -> MetricRow:
        """A median stands on how many there are; without any there is none."""
        if row.value is None or median is None:
            return replace(row, value=None, note=row.note or self._none_of(self.numerator[0]))
        return replace(row, value=median)

    def _less(self, row: MetricRow, of: Callable[[Sum], Amount]) -> MetricRow:
        """Take the second ratio away from the first; it is as unknown as either is."""
        parts = self.minus or ((), ())
        above, below = (self._join(part, [of(sum_) for sum_ in part]) for part in parts)
        why = row.note or above[1] or below[1]
        if row.value is None or above[0] is None or not below[0]:
            return replace(row, value=None, note=why or self._none_of(parts[1][0]))
        return replace(row, value=float(row.value) - float(above[0] / below[0]))

    def _none_of(self, sum_: Sum) -> str:
        return f"undefined: {sum_.measure.title} is 0"

    def _credited(self, row: MetricRow, key: Key | None) -> MetricRow:
        """Add how sure credit is, where it alone stands above and none stands below."""
        if len(self.numerator) != 1 or any(sum_.credited for sum_ in self.denominator):
            return row
        ends = self.numerator[0].intervals.get(key)
        if ends is None or row.value is None:
            return row
        times = 1.0
        if self.denominator:
            times = self.metric.scale / float(row.denominator or 1)
        return replace(row, low=ends[0] * times, high=ends[1] * times)

    def _sure(self, row: MetricRow, of: Callable[[Sum], Decimal | None]) -> MetricRow:
        """Add how sure a value is; one from very few answers is suppressed."""
        interval = self.metric.interval
        if interval is None or self.answers is None or row.value is None:
            return row
        count = int(of(self.answers) or 0)
        if count < interval.fewest:
            why = f"suppressed: {count} answers, fewer than {interval.fewest}"
            return replace(row, value=None, numerator=None, note=why)
        sums = [float(of(sum_) or 0) for sum_ in self.interval_sums]
        parts = (float(row.numerator or 0), float(row.denominator or 0))
        low, high = interval.bounds(*parts, *sums)
        scale = self.metric.scale
        note = f"{count} answers" if count != row.denominator else row.note
        return replace(row, low=low * scale, high=high * scale, note=note)

    def unattributed(self) -> MetricRow | None:
        """Make the row of what no touch accounts for; no ratio, as nothing was spent on it."""
        if not self.credited or self.cut.filters.keys() & {"channel", "campaign"}:
            return None
        if self.mixed:
            return None
        above, below = (_outside(part) for part in (self.numerator, self.denominator))
        plain = not self.denominator
        return MetricRow({}, above if plain else None, above, below)

    def _group(self, sum_: Sum, key: Key) -> Amount:
        if sum_.missing:
            return None, sum_.missing
        if key in sum_.groups:
            amount = sum_.groups[key]
            return amount, None if amount is not None else f"{sum_.measure.title}: not reported"
        number = _piece(self.cut, key)
        if number >= 0 and self.cut.pieces[number].start > self.as_of and not _booked(sum_):
            return None, f"after {self.as_of}, the newest complete day"
        if number >= 0 and sum_.since and self.cut.pieces[number].end <= sum_.since:
            return None, f"before {sum_.since}, the first day of the data"
        if sum_.credited and (why := self._why_unseen(key) or self._why_nameless(key)):
            return None, why
        if sum_.credited or sum_.measure.absent_is_zero:
            return Decimal(0), None
        return None, f"no {sum_.measure.title} recorded"

    def _whole(self, sum_: Sum) -> Amount:
        if sum_.missing:
            return None, sum_.missing
        if sum_.credited and not sum_.groups and self._all_unseen():
            return None, NOT_MEASURABLE
        if self.cut.period.start > self.as_of and not sum_.groups and not _booked(sum_):
            return None, f"after {self.as_of}, the newest complete day"
        before = sum_.since is not None and self.cut.period.end <= sum_.since
        if before and sum_.measure.absent_is_zero and not sum_.groups:
            return None, f"before {sum_.since}, the first day of the data"
        if sum_.total is None:
            said = "not reported" if sum_.groups else "none recorded"
            said = "rows are not added up" if sum_.measure.once and sum_.groups else said
            return None, f"{sum_.measure.title}: {said}"
        # A plain sum counts everything; a ratio leaves out what no channel can answer for.
        outside = Decimal(0) if self.denominator else (sum_.outside or Decimal(0))
        return sum_.total + outside, None

    def _why_unseen(self, key: Key) -> str | None:
        unseen = self._all_unseen() or key in self._unseen_spend[0]
        if "channel" in self.cut.by:
            channel = key[self.cut.by.index("channel")]
            if channel is None:
                return "not measurable: spend without a channel"
            unseen = unseen or channel in self.unseen_channels
        return NOT_MEASURABLE if unseen else None

    def _why_nameless(self, key: Key) -> str | None:
        """Why spend that names no country, say, has no return: its credit names one."""
        if not self.denominator:
            return None
        blank = [name for name, value in zip(self.cut.by, key, strict=True) if value is None]
        return f"names no {blank[0]}: what it earned stands in the other rows" if blank else None

    @cached_property
    def _unseen_spend(self) -> tuple[frozenset[Key], bool]:
        """The groups all of whose spend is in channels without touches; whether all spend is."""
        for sum_ in self.numerator + self.denominator:
            if sum_.unseen is not None:
                return sum_.unseen, bool(sum_.groups) and len(sum_.unseen) == len(sum_.groups)
        return frozenset(), False

    def _all_unseen(self) -> bool:
        wanted = self.cut.filters.get("channel")
        return self._unseen_spend[1] or (bool(wanted) and set(wanted or ()) <= self.unseen_channels)

    def _share_unfinished(self, amount: Decimal | None, below: Decimal | None) -> str | None:
        if not amount or not below or self.unfinished is None:
            return None
        return f"not finished: {amount:.0f} of {below:.0f} {self.unfinished.measure.title}"

    def _finish(
        self, above: Amount, below: Amount, keys: dict[str, str | None], note: str | None
    ) -> MetricRow:
        numerator, denominator = (
            _shown(above[0], self.numerator, self.metric.product),
            _shown(below[0], self.denominator, self.metric.product),
        )
        if not self.denominator:
            return MetricRow(keys, numerator, numerator, None, above[1] or note)
        why = above[1] or below[1]
        if why is None and below[0] is not None and below[0] <= 0:
            title = " less ".join(sum_.measure.title for sum_ in self.denominator)
            why = f"undefined: {title} is {'0' if below[0] == 0 else 'below 0'}"
        value = None
        if why is None and above[0] is not None and below[0]:
            value = float(above[0] * self.metric.scale / below[0])
        return MetricRow(keys, value, numerator, denominator, why or note)


def make_rows(now: Measured, before: Measured | None, calendar: Calendar) -> tuple[MetricRow, ...]:
    """Make the rows of a period, each beside its own value in the period of comparison.

    Pieces of time are compared by their place: first with first.
    """
    found = now.groups()
    if before is not None:
        found |= {key for key in before.groups() if _piece(now.cut, key) < len(now.cut.pieces)}
    rows = []
    for key in found:
        row = _note_part(now.row(key, _names(now.cut, key)), now.cut, key, calendar)
        # The period before may have fewer pieces: a week cut in two there is whole here.
        if before is not None and _piece(before.cut, key) < len(before.cut.pieces):
            row = beside(row, before.row(key, {}))
        rows.append((_order(now.cut, key, row), row))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def beside(row: MetricRow, before: MetricRow) -> MetricRow:
    """Return the row with the value it had before, the difference and the rate of change."""
    difference: Number | None = None
    rate = None
    if row.value is not None and before.value is not None:
        if isinstance(row.value, float) or isinstance(before.value, float):
            difference = float(row.value) - float(before.value)
        else:
            difference = row.value - before.value
        rate = float(difference) / abs(float(before.value)) if before.value else None
    return replace(row, compare_value=before.value, difference=difference, change_rate=rate)


def _booked(sum_: Sum) -> bool:
    """Whether nothing of it after the newest complete day is a known 0: nothing is booked yet."""
    return sum_.measure.ahead and sum_.measure.absent_is_zero


def _outside(part: tuple[Sum, ...]) -> Number | None:
    outside = [sum_.outside for sum_ in part if sum_.outside is not None]
    return float(sum(outside, Decimal(0))) if outside else None


def _shown(amount: Decimal | None, part: tuple[Sum, ...], product: bool) -> Number | None:
    sums = tuple(part)
    if amount is None or not sums:
        return None
    exact = all(sum_.measure.unit != "number" and not sum_.credited for sum_ in sums)
    if not exact or (product and len(sums) > 1):
        return float(amount)
    return as_money(amount) if sums[0].measure.unit == "money" else int(amount)


def _piece(cut: Cut, key: Key) -> int:
    """The number of the key's piece of time; -1 without one, which is always inside."""
    for name, value in zip(cut.by, key, strict=True):
        if name in GRAINS and isinstance(value, int):
            return value
    return -1


def _names(cut: Cut, key: Key) -> dict[str, str | None]:
    return {
        name: cut.pieces[value].label if isinstance(value, int) else value
        for name, value in zip(cut.by, key, strict=True)
    }


def _note_part(row: MetricRow, cut: Cut, key: Key, calendar: Calendar) -> MetricRow:
    number = _piece(cut, key)
    if number < 0 or number not in (0, len(cut.pieces) - 1):
        return row
    piece = cut.pieces[number]
    whole = parse_period(piece.label, calendar)
    if whole.days == piece.days:
        return row
    part = f"{piece.days} of {whole.days} days"
    return replace(row, note=f"{row.note}; {part}" if row.note else part)


def _order(cut: Cut, key: Key, row: MetricRow) -> tuple[object, ...]:
    size = row.numerator if row.numerator is not None else -1
    return (_piece(cut, key), -float(size), [str(value or "") for value in key])
