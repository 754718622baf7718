"""What each source delivers to each table, and when it fell silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from northing.tables import CONTRACTS
from northing.workspace.health.finding import Delivery
from northing.workspace.health.rhythm import Rhythm, Silence, learn, silences
from northing.workspace.limits import HealthLimits

_RECENT = 28  # days with rows that "used to deliver" is an average of

Key = tuple[str, str | None, str | None]
Row = tuple[str, str | None, str | None, date, int, Decimal | None]


@dataclass(frozen=True)
class Broken:
    """A silence of a source, and what it would have brought.

    Attributes:
        table, source: Which.
        accounts: The accounts that were silent; empty where the whole source was.
        silence: The days.
        rows_a_day, amount_a_day: What it delivered on a day with rows, before.
        is_daily: Whether it ordinarily delivers every day.
        amount: What is missing if it would have gone on as before; None where there is no money.
    """

    table: str
    source: str | None
    accounts: tuple[str, ...]
    silence: Silence
    rows_a_day: float
    amount_a_day: Decimal | None
    is_daily: bool
    amount: Decimal | None


@dataclass(frozen=True)
class Deliveries:
    """What sources deliver, and the silences that break their rhythm."""

    all: tuple[Delivery, ...]
    broken: tuple[Broken, ...]
    ended: tuple[Delivery, ...]


@dataclass(frozen=True)
class _Series:
    """The days of one source: rows and money by day, up to as-of."""

    rows: Mapping[date, int]
    amounts: Mapping[date, Decimal]

    def before(self, day: date) -> tuple[float, Decimal | None]:
        """Rows and money on a day with rows, over the last weeks before a day."""
        recent = [one for one in self.rows if one < day][-_RECENT:]
        rows = sum(self.rows[one] for one in recent) / len(recent)
        known = [self.amounts[one] for one in recent if one in self.amounts]
        return rows, sum(known, Decimal()) / len(recent) if known else None


def read_deliveries(rows: Iterable[Row], limits: HealthLimits, as_of: date) -> Deliveries:
    """Read what sources deliver from `health_daily`.

    Args:
        rows: Its table, source, account, date, rows and amount, by date.
        limits: From where on a pause is a silence.
        as_of: Later days do not count yet.
    """
    whole, single = _gather(row for row in rows if row[3] <= as_of)
    deliveries, ended, broken = [], [], []
    for (table, source), series in whole.items():
        accounts = single[table, source]
        found = _broken(table, source, (), series, limits, as_of)
        for account, part in accounts.items():
            deliveries.append(_delivery((table, source, account), part, limits, as_of))
        if len(accounts) > 1:
            covered = {(one.silence.first, one.silence.last) for one in found}
            for account, part in accounts.items():
                found += [
                    one
                    for one in _broken(table, source, (str(account),), part, limits, as_of)
                    if not _within(one.silence, covered)
                ]
        broken += found
    still = [one for one in broken if not one.silence.is_over]
    gone = [one for one in still if (as_of - one.silence.first).days >= limits.ended_days]
    for one in deliveries:
        if any(_is_of(late, one) for late in gone):
            ended.append(one)
    return Deliveries(
        tuple(sorted(deliveries, key=lambda one: (one.table, one.source or "", one.account or ""))),
        tuple(one for one in broken if one not in gone),
        tuple(ended),
    )


def _gather(
    rows: Iterable[Row],
) -> tuple[
    dict[tuple[str, str | None], _Series],
    dict[tuple[str, str | None], dict[str | None, _Series]],
]:
    whole: dict[tuple[str, str | None], _Series] = {}
    single: dict[tuple[str, str | None], dict[str | None, _Series]] = {}
    for table, source, account, day, count, amount in rows:
        key = (table, source)
        parts = single.setdefault(key, {})
        if key not in whole:
            whole[key] = _Series({}, {})
        if account not in parts:
            parts[account] = _Series({}, {})
        for series in (whole[key], parts[account]):
            _add(series.rows, day, int(count))
            if amount is not None:
                _add(series.amounts, day, amount)
    return whole, single


def _add(sums: Any, day: date, value: Any) -> None:
    sums[day] = sums[day] + value if day in sums else value


def _rhythm(table: str, series: _Series, limits: HealthLimits) -> Rhythm | None:
    if table not in CONTRACTS or not CONTRACTS[table].continuous:
        return None
    return learn(list(series.rows), limits)


def _broken(
    table: str,
    source: str | None,
    accounts: tuple[str, ...],
    series: _Series,
    limits: HealthLimits,
    as_of: date,
) -> list[Broken]:
    rhythm = _rhythm(table, series, limits)
    found: list[Broken] = []
    daily = rhythm is not None and rhythm.usual == 1
    for silence in silences(list(series.rows), rhythm, as_of, limits) if rhythm else ():
        rows, amount = series.before(silence.first)
        missing = None if amount is None or not rhythm else amount * silence.days / rhythm.usual
        found.append(Broken(table, source, accounts, silence, rows, amount, daily, missing))
    return found


def _delivery(key: Key, series: _Series, limits: HealthLimits, as_of: date) -> Delivery:
    days = list(series.rows)
    rhythm = _rhythm(key[0], series, limits)
    rows, amount = series.before(date.max)
    now = silences(days, rhythm, as_of, limits)[-1:] if rhythm else []
    return Delivery(
        *key,
        rows=sum(series.rows.values()),
        first=days[0],
        last=days[-1],
        days_behind=(as_of - days[-1]).days,
        usual_pause_days=rhythm.usual if rhythm else None,
        longest_pause_days=rhythm.longest if rhythm else None,
        rows_a_day=rows,
        amount_a_day=amount,
        is_silent=any(not one.is_over for one in now),
    )


def _within(silence: Silence, covered: Iterable[tuple[date, date]]) -> bool:
    """Whether the whole source was silent on most of these days."""
    return any(
        (min(last, silence.last) - max(first, silence.first)).days + 1
        >= (silence.last - silence.first).days / 2
        for first, last in covered
    )


def _is_of(broken: Broken, delivery: Delivery) -> bool:
    return (broken.table, broken.source) == (delivery.table, delivery.source) and (
        not broken.accounts or delivery.account in broken.accounts
    )
