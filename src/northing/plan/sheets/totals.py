"""Totals in a sheet: compared with what they sum, and left out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Amounts = Mapping[Any, tuple[Decimal, str]]
_CENT = Decimal("0.01")


class Totals:
    """Sums of a sheet's lines, of the section so far and of everything.

    Args:
        notes: Receives a sentence for each total that is wrong, and one for all that are right.
    """

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes
        self.all: dict[Any, Decimal] = {}
        self.section: dict[Any, Decimal] = {}
        self.right: list[int] = []

    def begin(self) -> None:
        """Begin a section."""
        self.section = {}

    def add(self, amounts: Amounts) -> None:
        """Count a line."""
        for sums in (self.all, self.section):
            for place, (amount, currency) in amounts.items():
                key = (place, currency)
                sums[key] = sums.get(key, Decimal(0)) + amount

    def explains(self, amounts: Amounts) -> bool:
        """Whether a row without a name is a total of the lines above it."""
        return bool(self.all) and (_same(amounts, self.section) or _same(amounts, self.all))

    def compare(self, row: int, title: str, amounts: Amounts) -> None:
        """Say what a total row says and whether it is right, and begin a section."""
        said = sum((amount for amount, _ in amounts.values()), Decimal(0))
        named = f"Row {row}{f', {title!r},' if title else ''}"
        if self.explains(amounts):
            self.right.append(row)
        else:
            sums, part = (
                sum((amount for _, amount in _comparable(amounts, one)), Decimal(0))
                for one in (self.all, self.section)
            )
            self.notes.append(
                f"{named} says {said:,.2f}, but the lines above it sum to {part:,.2f} in their "
                f"section and to {sums:,.2f} in all: left out."
            )
        self.begin()

    def settle(self) -> None:
        """Say which totals were right."""
        if self.right:
            rows = ", ".join(map(str, self.right))
            named = f"Row {rows} is a total" if len(self.right) == 1 else f"Rows {rows} are totals"
            self.notes.append(f"{named} of the lines above, and right: left out.")


def _comparable(amounts: Amounts, sums: Mapping[Any, Decimal]) -> list[tuple[Any, Decimal]]:
    """The sums in the currencies of a total: pounds and euros do not add up."""
    currencies = {currency for _, currency in amounts.values()}
    return [(place, amount) for (place, currency), amount in sums.items() if currency in currencies]


def _same(amounts: Amounts, sums: Mapping[Any, Decimal]) -> bool:
    found = dict(_comparable(amounts, sums))
    nothing = (Decimal(0), "")
    return all(
        abs(amounts.get(place, nothing)[0] - found.get(place, Decimal(0))) <= _CENT
        for place in {*amounts, *found}
    )
