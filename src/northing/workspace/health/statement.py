"""What a system states about a period, beside what Northing has; and why they may differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from northing.catalog import Catalog

if TYPE_CHECKING:
    from northing.calendar import Period
    from northing.workspace.health.check import Look


@dataclass(frozen=True)
class Cause:
    """A reason for a difference that the data bear out.

    Attributes:
        kind: quarantine, silence, tax, returns, loaded, margin_rate, over_claim …
        sentence: What, and how much of the difference it is.
        amount: The part of the difference that it accounts for, stated minus Northing's.
    """

    kind: str
    sentence: str
    amount: float


@dataclass(frozen=True)
class Statement:
    """One total, as a system states it and as Northing has it.

    Attributes:
        key: What it is, stable: "cost/meta_ads".
        measure: In words: "media spend".
        unit: A currency, or what is counted.
        stated: The system's.
        northing: Northing's for the same period; None where it has none.
        tolerance: Share of the stated that may differ; None where the two need not agree.
        causes: Reasons that the data bear out.
        note: How to read it.
        system, period: Filled in from the catalogue and the question.
    """

    key: str
    measure: str
    unit: str
    stated: float
    northing: float | None
    tolerance: float | None
    causes: tuple[Cause, ...] = ()
    note: str = ""
    system: str = ""
    period: str = ""

    @property
    def id(self) -> str:
        """Its name, for pages to link to."""
        return f"{self.system}/{self.key}"

    @property
    def difference(self) -> float | None:
        """Stated minus Northing's."""
        return None if self.northing is None else self.stated - self.northing

    @property
    def difference_rate(self) -> float | None:
        """The difference as a share of the stated; None where nothing is stated."""
        if self.difference is None or not self.stated:
            return None
        return self.difference / self.stated

    @property
    def agrees(self) -> bool | None:
        """Whether the two agree within the tolerance; None where they need not."""
        if self.tolerance is None or self.difference is None:
            return None
        return abs(self.difference) <= self.tolerance * abs(self.stated)

    @property
    def unexplained(self) -> float | None:
        """What of the difference no cause accounts for."""
        if self.difference is None:
            return None
        return self.difference - sum(cause.amount for cause in self.causes)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "id": self.id,
            "system": self.system,
            "measure": self.measure,
            "unit": self.unit,
            "period": self.period,
            "stated": self.stated,
            "northing": self.northing,
            "difference": self.difference,
            "difference_rate": self.difference_rate,
            "tolerance": self.tolerance,
            "agrees": self.agrees,
            "causes": [
                {"kind": one.kind, "sentence": one.sentence, "amount": one.amount}
                for one in self.causes
            ],
            "unexplained": self.unexplained,
            "note": self.note,
        }


@dataclass(frozen=True)
class System:
    """One system that states totals, in a file of its own in `systems/`.

    Attributes:
        title: What people call it.
        states: Gives its statements for a period.
        needs: Tables without rows of which it states nothing.
    """

    title: str
    states: Callable[[Look, Period], Iterable[Statement]]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """What every system says of a period.

    Attributes:
        statements: By system.
        not_stated: Systems of which nothing was loaded, with the tables that are empty.
        period, first, last, snapshot, currency: Of what.
    """

    statements: tuple[Statement, ...]
    not_stated: Mapping[str, str]
    period: str
    first: str
    last: str
    snapshot: str
    currency: str

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "period": {"label": self.period, "start": self.first, "end": self.last},
            "snapshot": self.snapshot,
            "currency": self.currency,
            "statements": [one.as_dict() for one in self.statements],
            "not_stated": dict(self.not_stated),
        }


SYSTEMS: Catalog[System] = Catalog("northing.workspace.health.systems", "system", System)
