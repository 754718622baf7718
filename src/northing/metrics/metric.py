"""A metric: sums above, sums below, and everything a reader must know to believe it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from northing.errors import BadInput, Unknown

Family = Literal["revenue", "profitability", "market share", "brand equity", "customer experience"]
Unit = Literal["money", "×", "fraction", "points", "count", "days", "months"]
Good = Literal["up", "down", "none"]
UseOfCredit = Literal["never", "when split", "always"]
Bounds = Callable[..., tuple[float, float]]


@dataclass(frozen=True)
class Term:
    """One measure in a metric's numerator or denominator.

    Attributes:
        measure: Its name in the catalogue of measures.
        credit: Whether it is shared out by the attribution rule: never, only when split or
            filtered by channel or campaign, or always.
        sign: −1 where it is taken away.
        at_margin: Whether it is multiplied by the setting `margin_rate`.
        before: Whether it is of the period before, as long as the one asked for.
        where: Values wanted of its dimensions, whatever is asked; None is "not stated".
    """

    measure: str
    credit: UseOfCredit = "never"
    sign: Literal[1, -1] = 1
    at_margin: bool = False
    before: bool = False
    where: tuple[tuple[str, tuple[str | None, ...]], ...] = ()


@dataclass(frozen=True)
class Variant:
    """Another way of measuring the same thing, asked for by its name.

    Attributes:
        definition: The formula in words.
        numerator: Terms above.
        denominator: Terms below; None keeps the metric's own.
        unit: None keeps the metric's own.
        trap: None keeps the metric's own.
    """

    definition: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] | None = None
    unit: Unit | None = None
    trap: str | None = None


@dataclass(frozen=True)
class Interval:
    """How sure a value is, as far as chance in who was asked goes: 95 %.

    Attributes:
        bounds: From numerator, denominator and the sums of `terms` to the lower and the upper
            bound, before the metric's scale.
        count: Counts the answers.
        terms: Further sums that the bounds are made of.
        fewest: With fewer answers the value is suppressed.
    """

    bounds: Bounds
    count: Term
    terms: tuple[Term, ...] = ()
    fewest: int = 10


@dataclass(frozen=True)
class Metric:
    """How one metric is made. Numerator and denominator are summed apart; the ratio is last.

    Attributes:
        title: As it stands over a column.
        family: Which of the five families it belongs to.
        definition: The formula in words.
        unit: Money in the reporting currency, a multiple, a fraction from 0 to 1, points from
            −100 to 100, a count, days, months.
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
        scale: What the ratio is multiplied by: 1000 for a cost per thousand.
        product: Whether the terms of each part are multiplied and not added.
        median_of: A column of the numerator's table: the value is its median, each row counted as
            often as the numerator says.
        minus: Numerator and denominator of a second ratio, which is taken away from the first.
        open_ended: Whether a fraction may lie outside of 0 to 1: a growth, a difference.
        apart: A dimension over which nothing is ever added up: what two platforms claim.
        variant: The name of this way of measuring, where there are several.
        variants: The other ways, by name.
        interval: How sure a value is, for what was asked of a sample.
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
    scale: int = 1
    product: bool = False
    median_of: str | None = None
    minus: tuple[tuple[Term, ...], tuple[Term, ...]] | None = None
    open_ended: bool = False
    apart: str | None = None
    variant: str | None = None
    variants: Mapping[str, Variant] = field(default_factory=dict)
    interval: Interval | None = None

    def __post_init__(self) -> None:
        if not self.numerator:
            raise BadInput(f"The metric {self.title!r} has no numerator.")
        if self.denominator and self.additive:
            raise BadInput(f"The metric {self.title!r} is a ratio; ratios are never added up.")
        if self.median_of and (self.denominator or self.additive or len(self.numerator) > 1):
            raise BadInput(f"The metric {self.title!r} is a median of one measure, not a ratio.")
        if bool(self.variants) != bool(self.variant):
            raise BadInput(f"The metric {self.title!r} has variants but does not name its own.")

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term, numerator first, those of a second ratio last."""
        above, below = self.minus or ((), ())
        return self.numerator + self.denominator + above + below

    @property
    def variant_names(self) -> tuple[str, ...]:
        """The names of its variants, its own first; none where there is one way only."""
        return (self.variant, *self.variants) if self.variant else ()

    def as_variant(self, name: str | None) -> Metric:
        """Return the metric as one of its variants defines it; None is its own.

        Raises:
            BadInput: If it has no variants.
            Unknown: If it has no such variant.
        """
        if name is None or name == self.variant:
            return self
        if not self.variants:
            raise BadInput(f"{self.title} has no variants: it is measured in one way only.")
        if name not in self.variants:
            raise Unknown("variant", name, self.variant_names)
        other = self.variants[name]
        return replace(
            self,
            definition=other.definition,
            numerator=other.numerator,
            denominator=self.denominator if other.denominator is None else other.denominator,
            unit=other.unit or self.unit,
            trap=other.trap or self.trap,
            variant=name,
            variants={self.variant or "": self._own(), **self.variants},
        )

    def _own(self) -> Variant:
        return Variant(self.definition, self.numerator, self.denominator, self.unit, self.trap)
