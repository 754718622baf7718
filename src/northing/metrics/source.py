"""What metrics are computed from: derived tables, credit by a rule, and the settings in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from northing.calendar import Calendar, Period

if TYPE_CHECKING:
    from northing.engine import Dataset, Engine
    from northing.metrics.measure import CreditColumn


@dataclass(frozen=True)
class CreditDays:
    """A rule's credit as it stands day by day in a table, where it need not be made first.

    Attributes:
        credit: Has columns date, kind, channel (null: unattributed), the dimensions, and for
            each rule `conversions_{rule}` and `value_{rule}`.
        conversions: All conversions by date and kind.
        uncredited: Kinds that `credit` leaves out: they are unattributed.
    """

    credit: Dataset
    conversions: Dataset
    uncredited: frozenset[str]


class TableSource(Protocol):
    """Where the derived tables of one published snapshot come from."""

    @property
    def engine(self) -> Engine:
        """What runs the queries."""

    def dataset(self, name: str) -> Dataset:
        """Return a derived table.

        Raises:
            Missing: If it has never been derived, or nothing has been loaded into it.
        """

    def credit_days(self, rule: str, dimensions: tuple[str, ...]) -> CreditDays | None:
        """Return the table that holds a rule's credit by these dimensions, if there is one.

        Raises:
            Missing: If there is nothing to credit.
            Unknown: If there is no such rule.
        """

    def credit(
        self,
        kinds: tuple[str, ...],
        rule: str,
        periods: tuple[Period, ...],
        dimensions: tuple[str, ...],
        lookback_days: int | None = None,
    ) -> Dataset:
        """Return the credit of one rule for conversions of these kinds dated in the periods.

        The dimensions are those that will be looked at; others may be null. Another lookback than
        the settings' folds the log again.

        Columns: date, kind, channel (null: unattributed), campaign, segment, country, device,
        conversions and value (both double, value in the reporting currency). Rules that are
        solved from a model are solved for each period and dated by its first day.

        Raises:
            Missing: If there is nothing to credit.
            Unknown: If there is no such rule.
        """

    def credit_intervals(
        self,
        kinds: tuple[str, ...],
        rule: str,
        pieces: tuple[Period, ...],
        measure: CreditColumn,
        by: tuple[str, ...],
        filters: Mapping[str, tuple[str | None, ...]],
        lookback_days: int | None = None,
    ) -> Mapping[tuple[Any, ...] | None, tuple[float, float]] | None:
        """Return the 95 % intervals of the same credit, by group.

        A group is the values of `by` in order, where "piece" stands for the place of the period;
        None is all groups together, where they may be added. Groups that are absent have none.
        None in place of the mapping says that it would take a fold of the log, which is not
        made here.
        """


@dataclass(frozen=True)
class MetricContext:
    """The settings and the snapshot that a metric is computed under; every output echoes them.

    Attributes:
        currency: The reporting currency.
        calendar: The company's calendar.
        rule: The default attribution rule.
        snapshot: The published snapshot that the tables belong to.
        as_of: The newest complete day in the data.
        lookback_days: For each kind of conversion, how far back a touch may lie.
        revenue_kinds: Kinds of conversion whose value is revenue.
        kind: The default kind of conversion; None shows each kind apart.
        unseen_channels: Channels that leave no touches, such as television.
        margin_rate: Margin as a share of revenue, where only revenue is known.
    """

    currency: str
    calendar: Calendar
    rule: str
    snapshot: str
    as_of: date
    lookback_days: Callable[[str], int]
    revenue_kinds: tuple[str, ...] = ("order", "won")
    kind: str | None = None
    unseen_channels: frozenset[str] = frozenset()
    margin_rate: float = 0.7
