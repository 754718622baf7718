"""A metric: sums above, sums below, and everything a reader must know to believe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from northing.errors import BadInput

Family = Literal["revenue", "profitability", "market share", "brand equity", "customer experience"]
Unit = Literal["money", "×", "fraction", "count", "days"]
Good = Literal["up", "down", "none"]
UseOfCredit = Literal["never", "when split", "always"]


@dataclass(frozen=True)
class Term:
    """One measure in a metric's numerator or denominator.

    Attributes:
        measure: Its name in the catalogue of measures.
        credit: Whether it is shared out by the attribution rule: never, only when split or
            filtered by channel or campaign, or always.
    """

    measure: str
    credit: UseOfCredit = "never"


@dataclass(frozen=True)
class Metric:
    """How one metric is made. Numerator and denominator are summed apart; the ratio is last.

    Attributes:
        title: As it stands over a column.
        family: Which of the five families it belongs to.
        definition: The formula in words.
        unit: Money in the reporting currency, a multiple, a fraction from 0 to 1, a count, days.
        good: The direction that is good; none where neither is.
        grain: What one row behind it is.
        numerator: Terms that are added.
        denominator: Terms that are added; none for a plain sum.
        trap: The mistake it is known for.
        source: Where the definition comes from.
        additive: Dimensions over which its values may be added up; none for ratios.
        owner: Who answers for the definition.
        version: Rises with every change that alters a number.
        unfinished: A measure of what may still change the numerator: shown beside each value
            as a share of the denominator.
    """

    title: str
    family: Family
    definition: str
    unit: Unit
    good: Good
    grain: str
    numerator: tuple[Term, ...]
    trap: str
    source: str
    denominator: tuple[Term, ...] = ()
    additive: tuple[str, ...] = ()
    owner: str = "marketing operations"
    version: int = 1
    unfinished: str | None = None

    def __post_init__(self) -> None:
        if not self.numerator:
            raise BadInput(f"The metric {self.title!r} has no numerator.")
        if self.denominator and self.additive:
            raise BadInput(f"The metric {self.title!r} is a ratio; ratios are never added up.")

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term, numerator first."""
        return self.numerator + self.denominator
