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
        notes: Receives a sentence for each total.
    """

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes
        self.all: dict[Any, Decimal] = {}
        self.section: dict[Any, Decimal] = {}

    def begin(self) -> None:
        """Begin a section."""
        self.section = {}

    def add(self, amounts: Amounts) -> None:
        """Count a line."""
        for sums in (self.all, self.section):
            for place, (amount, _) in amounts.items():
                sums[place] = sums.get(place, Decimal(0)) + amount

    def explains(self, amounts: Amounts) -> bool:
        """Whether a row without a name is a total of the lines above it."""
        return bool(self.all) and (_same(amounts, self.section) or _same(amounts, self.all))

    def compare(self, row: int, title: str, amounts: Amounts) -> None:
        """Say what a total row says and whether it is right, and begin a section."""
        said = sum((amount for amount, _ in amounts.values()), Decimal(0))
        named = f"Row {row}{f', {title!r},' if title else ''}"
        if self.explains(amounts):
            self.notes.append(f"{named} is a total of the lines above it ({said:,.2f}): left out.")
        else:
            sums = sum(self.all.values(), Decimal(0))
            part = sum(self.section.values(), Decimal(0))
            self.notes.append(
                f"{named} says {said:,.2f}, but the lines above it sum to {part:,.2f} in their "
                f"section and to {sums:,.2f} in all: left out."
            )
        self.begin()


def _same(amounts: Amounts, sums: Mapping[Any, Decimal]) -> bool:
    places = {*amounts, *sums}
    nothing = (Decimal(0), "")
    return all(
        abs(amounts.get(place, nothing)[0] - sums.get(place, Decimal(0))) <= _CENT
        for place in places
    )
