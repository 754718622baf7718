"""What metrics are computed from: derived tables, credit by a rule, and the settings in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from northing.calendar import Calendar, Period

if TYPE_CHECKING:
    from northing.engine import Dataset, Engine


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
