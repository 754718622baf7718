"""What data health finds: findings with a level each, and the sources that deliver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Level = Literal["green", "amber", "red"]
LEVELS: tuple[Level, ...] = ("green", "amber", "red")


@dataclass(frozen=True)
class Selection:
    """The rows behind a finding: a table of the snapshot, and SQL that chooses among its rows."""

    table: str
    where: str = "TRUE"


@dataclass(frozen=True)
class Finding:
    """One thing that a check has to say.

    Attributes:
        key: What it is about, stable from one snapshot to the next: "spend/meta_ads/2026-03-03".
        level: green (nothing to do), amber (look at it), red (figures cannot be trusted).
        sentence: What, where, since when, how much.
        to_do: What to do about it; empty where there is nothing to do.
        count: Rows, days or names that it is about.
        money: Money at stake in the reporting currency, where it is known.
        about: Table, source, days, names: what the sentence says, for programs.
        rows: Where its rows are, if it is about rows.
        check: Name of the check, filled in from the catalogue.
    """

    key: str
    level: Level
    sentence: str
    to_do: str = ""
    count: int | None = None
    money: Decimal | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    rows: Selection | None = None
    check: str = ""

    @property
    def id(self) -> str:
        """Its name, by which its rows can be asked for and pages can link to it."""
        return f"{self.check}/{self.key}" if self.key else self.check

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "id": self.id,
            "check": self.check,
            "level": self.level,
            "sentence": self.sentence,
            "to_do": self.to_do,
            "count": self.count,
            "money": None if self.money is None else float(self.money),
            "about": plain(self.about),
            "has_rows": self.rows is not None,
        }


@dataclass(frozen=True)
class Delivery:
    """What one source delivers to one table.

    Attributes:
        table, source, account: Which; null where files name none.
        rows: In all, to the snapshot's as-of.
        first, last: Days of the first and the last row.
        days_behind: Days from the last row to as-of.
        usual_pause_days: The pause in which it ordinarily delivers again; None if it has too
            little history to tell.
        longest_pause_days: A pause beyond which it counts as silent; None likewise.
        rows_a_day: On a day with rows, over its last weeks.
        amount_a_day: The same for money, in the reporting currency.
        is_silent: Whether it has fallen silent and should not have.
    """

    table: str
    source: str | None
    account: str | None
    rows: int
    first: date
    last: date
    days_behind: int
    usual_pause_days: int | None
    longest_pause_days: int | None
    rows_a_day: float
    amount_a_day: Decimal | None
    is_silent: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Health:
    """How far the data of a snapshot can be trusted.

    Attributes:
        level: The worst of the findings'.
        findings: The worst first.
        deliveries: What each source delivers, by table.
        not_checked: Checks that had nothing to look at, with what they lack.
        snapshot: Id of the snapshot; None where nothing has been published.
        as_of: Its data instant.
        currency: Of `money`.
    """

    level: Level
    findings: tuple[Finding, ...]
    deliveries: tuple[Delivery, ...]
    not_checked: Mapping[str, str]
    snapshot: str | None
    as_of: date | None
    currency: str

    def of(self, check: str) -> tuple[Finding, ...]:
        """The findings of one check."""
        return tuple(finding for finding in self.findings if finding.check == check)

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "level": self.level,
            "snapshot": self.snapshot,
            "as_of": plain(self.as_of),
            "currency": self.currency,
            "findings": [finding.as_dict() for finding in self.findings],
            "deliveries": [delivery.as_dict() for delivery in self.deliveries],
            "not_checked": dict(self.not_checked),
        }


def worst(levels: tuple[Level, ...]) -> Level:
    """The worst of some levels; green where there are none.

    Examples:
        >>> worst(("green", "red", "amber")), worst(())
        ('red', 'green')
    """
    return max(levels, key=LEVELS.index, default="green")


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
