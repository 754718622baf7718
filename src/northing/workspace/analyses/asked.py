"""What every analysis is asked of: one snapshot, one period, the tables in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from northing.calendar import Period, parse_period
from northing.engine import Dataset, quote_name, quote_text
from northing.errors import Missing, Unknown
from northing.workspace.estimating import estimate_credit
from northing.workspace.measuring import Amount, calendar_of, unseen_channels
from northing.workspace.settings import Settings
from northing.workspace.source import SnapshotTables
from northing.workspace.stored import empty_table

if TYPE_CHECKING:
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace

Made = TypeVar("Made")
Key = str | None
"""A value of the dimension; None is what names none, such as direct visits by campaign."""


@dataclass(frozen=True)
class Asked:
    """A snapshot and the period that an analysis covers; all of the data by default."""

    workspace: Workspace
    snapshot: Snapshot
    period: Period

    @classmethod
    def of(
        cls, workspace: Workspace, period: str | Period | None, snapshot: Snapshot | None
    ) -> Asked:
        """Settle the snapshot (the newest otherwise) and the period (everything otherwise)."""
        snapshot = snapshot or workspace.snapshot()
        if isinstance(period, str):
            period = parse_period(period, calendar_of(workspace, snapshot), snapshot.as_of)
        if period is not None:
            return cls(workspace, snapshot, period)
        last_day = Period("all", snapshot.as_of, snapshot.as_of + timedelta(days=1))
        return cls(workspace, snapshot, cls(workspace, snapshot, last_day)._everything())

    @cached_property
    def tables(self) -> SnapshotTables:
        return SnapshotTables(self.workspace, self.snapshot)

    @cached_property
    def settings(self) -> Settings:
        return self.tables.settings

    @cached_property
    def unseen(self) -> frozenset[str]:
        """Channels that leave no touches."""
        return unseen_channels(self.workspace, self.snapshot)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of conversion that the snapshot holds."""
        rows = self.rows("SELECT DISTINCT kind FROM conversions_daily ORDER BY kind")
        return tuple(row["kind"] for row in rows)

    def kind(self, kind: str | None) -> str:
        """The kind asked for, or the settings'.

        Raises:
            Missing: If there are no conversions at all.
            Unknown: If there are none of that kind.
        """
        chosen = kind or self.settings.kind
        if not self.kinds:
            raise Missing(
                "There is no conversion to credit: load conversions, deals or orders, and touches."
            )
        if chosen not in self.kinds:
            raise Unknown("kind of conversion", chosen, self.kinds)
        return chosen

    def dataset(self, name: str) -> Dataset:
        """A table of the snapshot; empty where nothing has been loaded into it."""
        if not self.snapshot.rows.get(name):
            return empty_table(name)
        return self.workspace.dataset(name, self.snapshot)

    def rows(self, sql: str, **more: Dataset) -> list[dict[str, Any]]:
        """Rows of a query over tables of the snapshot, which it names, and over more."""
        found: list[dict[str, Any]] = self.table(sql, **more).to_pylist()
        return found

    def table(self, sql: str, **more: Dataset) -> pa.Table:
        """The same as a table."""
        words = set(sql.replace("(", " ").replace(")", " ").split())
        named = {name: self.dataset(name) for name in self._known if name in words}
        return self.workspace.engine.query(sql, **named, **more)

    @cached_property
    def _known(self) -> frozenset[str]:
        from northing.tables import CONTRACTS, DERIVED

        return frozenset((*CONTRACTS, *DERIVED))

    def remember(self, _key: Hashable, make: Callable[[], Made]) -> Made:
        """What is made of the snapshot; `Remembered` keeps it under the key."""
        return make()

    def dated(self, column: str = "date") -> str:
        """SQL: the day lies in the period."""
        return (
            f"{quote_name(column)} >= DATE {quote_text(self.period.start.isoformat())} AND "
            f"{quote_name(column)} < DATE {quote_text(self.period.end.isoformat())}"
        )

    def credit(
        self, kinds: Iterable[str], rule: str, by: str, *, whole: bool = False
    ) -> dict[Key, Amount]:
        """Credit by key; what is unattributed stands under `UNATTRIBUTED`, unless `whole`."""
        kinds = tuple(kinds)
        rows = self.tables.credit(kinds, rule, (self.period,), {by})
        found = credit_by(rows, by, whole=whole)
        return found if whole else found | self._sure(found, kinds, rule, by)

    def _sure(
        self, found: Mapping[Key, Amount], kinds: tuple[str, ...], rule: str, by: str
    ) -> dict[Key, Amount]:
        """The amounts of the keys with their intervals."""
        from northing.attribution.attribution import amounts_of

        estimated = estimate_credit(self.tables, kinds, rule, (self.period,), {by})
        if estimated is None:
            return {}
        rows = estimated.only(pc.is_valid(estimated.keys["channel"])).summed([by])
        amounts = zip(rows.keys[by].to_pylist(), amounts_of(rows), strict=True)
        return {key: Amount(**amount) for key, amount in amounts if key in found}

    def spend(self, by: str) -> dict[Key, float]:
        """Media spend by channel, campaign, content, country or device."""
        key = quote_name(by)
        sql = f"""
            SELECT {key} AS key, CAST(sum(amount) AS DOUBLE) AS amount FROM spend_daily
            WHERE {self.dated()} GROUP BY {key} ORDER BY {key}"""
        return {row["key"]: row["amount"] for row in self.rows(sql)}

    def hidden_spend(self, by: str) -> dict[Key, float]:
        """Spend of keys that leave no touches: they bring nothing that a rule could see."""
        if not self.unseen:
            return {}
        key = quote_name(by)
        listed = ", ".join(quote_text(name) for name in sorted(self.unseen))
        sql = f"""
            SELECT {key} AS key, CAST(sum(amount) AS DOUBLE) AS amount FROM spend_daily
            WHERE {self.dated()} AND {key} IS NOT NULL GROUP BY {key}
            HAVING count(*) = count(CASE WHEN channel IN ({listed}) THEN 1 END) ORDER BY key"""
        return {row["key"]: row["amount"] for row in self.rows(sql)}

    def header(self) -> dict[str, Any]:
        """What every answer echoes."""
        return {
            "currency": self.settings.currency,
            "as_of": self.snapshot.as_of.isoformat(),
            "period": period_json(self.period),
            "snapshot": self.snapshot.id,
        }

    def _everything(self) -> Period:
        """Whole months that hold every conversion, all journeys and all spend."""
        sql = """
            SELECT min(date) AS first, max(date) AS last FROM (
                SELECT date FROM conversions_daily UNION ALL SELECT date FROM spend_daily
                UNION ALL SELECT month AS date FROM credit_transitions
            ) AS days"""
        (found,) = self.rows(sql)
        return whole_months(found["first"] or self.period.start, found["last"] or self.period.start)


UNATTRIBUTED = "\0unattributed"
"""Stands for no channel at all among keys; no name holds such a letter."""


def credit_by(rows: pa.Table, by: str, *, whole: bool = False) -> dict[Key, Amount]:
    """Sum rows of credit by one dimension, in the order in which they come."""
    names = list(dict.fromkeys(("channel", by)))
    sums = [("conversions", "sum"), ("value", "sum")]
    grouped = rows.group_by(names, use_threads=False).aggregate(sums)
    found: dict[Key, Amount] = {}
    for row in grouped.to_pylist():
        key = UNATTRIBUTED if row["channel"] is None and not whole else row[by]
        held = found.get(key, Amount(0.0, 0.0))
        found[key] = Amount(
            held.conversions + row["conversions_sum"], held.value + row["value_sum"]
        )
    return found


def whole_months(first: Any, last: Any) -> Period:
    """The period of whole months that holds both days."""
    year, month = divmod(last.year * 12 + last.month, 12)
    return Period("all", first.replace(day=1), last.replace(year=year, month=month + 1, day=1))


def period_json(period: Period) -> dict[str, str]:
    """A period for programs; the end is its last day."""
    return {
        "label": period.label,
        "start": period.start.isoformat(),
        "end": period.last_day.isoformat(),
    }


def check_by(by: str, known: Iterable[str]) -> str:
    """Refuse a dimension that the analysis cannot be split by.

    Raises:
        Unknown: Naming those that it can.
    """
    known = tuple(known)
    if by not in known:
        raise Unknown("dimension", by, known)
    return by


def amounts_json(amounts: Mapping[str, Amount]) -> dict[str, dict[str, float | None]]:
    """Amounts by name for programs."""
    return {name: amount.as_dict() for name, amount in amounts.items()}
