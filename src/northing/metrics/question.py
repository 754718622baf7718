"""What is asked of the tables for a metric, and what one term of it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from northing.errors import NotDivisible
from northing.metrics.dimensions import Measures
from northing.metrics.extent import values_of
from northing.metrics.measure import Measure
from northing.metrics.source import MetricContext, TableSource
from northing.metrics.sums import Cut, Facts, Key


@dataclass(frozen=True)
class Sum:
    """One term over a period.

    Attributes:
        measure: What was summed.
        credited: Whether the attribution rule shared it out.
        kinds: The kinds of conversion in it; empty where it counts all, or none.
        groups: The sum of each group that has rows; None where no row states an amount.
        total: The sum of all groups; None where nobody knows it.
        outside: What is unattributed, where credited.
        missing: Why nobody knows any of it, if so.
        since: The first day of the data, where some of the cut may lie before it.
        notes: What to know about it.
        intervals: The 95 % interval of each group, and under None of them all, where credited.
        medians: The median of each group, where one was asked for.
        median: The median of all of them.
        unseen: The groups without any of it in a channel that leaves touches; None where that
            was not asked, or where it is not by channel.
    """

    measure: Measure
    credited: bool
    kinds: tuple[str, ...] = ()
    groups: dict[Key, Decimal | None] = field(default_factory=dict)
    total: Decimal | None = None
    outside: Decimal | None = None
    missing: str | None = None
    since: date | None = None
    notes: tuple[str, ...] = ()
    intervals: Mapping[Key | None, tuple[float, float]] = field(default_factory=dict)
    medians: dict[Key, float] = field(default_factory=dict)
    median: float | None = None
    unseen: frozenset[Key] | None = None


@dataclass(frozen=True)
class Question:
    """What is asked of the tables, the same for every term of a metric.

    Attributes:
        source: Where the tables are.
        context: The settings and the snapshot in force.
        measures: What terms are summed from.
        rule: Of the credit in it.
        kind: The kind of conversion, where one is chosen.
        lookback_days: As asked for; None as the settings say.
        unseen: Channels that leave no touches, where credit is in play, which only lacks there.
    """

    source: TableSource
    context: MetricContext
    measures: Measures
    rule: str
    kind: str | None
    lookback_days: int | None = None
    unseen: frozenset[str | None] = frozenset()

    def lookback(self, kind: str) -> int:
        """Days before a conversion in which touches count: as asked for, or as the settings say."""
        return self.lookback_days or self.context.lookback_days(kind)

    def kinds_of(self, measure: Measure) -> tuple[str, ...] | None:
        """The kinds of conversion a measure counts; None is all of them, or no kinds at all."""
        if measure.kinds == "kind":
            return None if self.kind is None else (self.kind,)
        if measure.kinds == "revenue_kinds":
            return self.context.revenue_kinds
        return measure.kinds

    def credited_kinds(self, measure: Measure) -> tuple[str, ...]:
        """The kinds to ask credit for: where all are meant, those that there are."""
        kinds = self.kinds_of(measure)
        if kinds is not None:
            return kinds
        return values_of(self.source.engine, self.source.dataset(measure.table), "kind")


def facts_of(question: Question, measure: Measure, cut: Cut) -> Facts:
    """The table that a measure is summed from, and which of its rows count."""
    return Facts(
        question.source.dataset(measure.table),
        measure.column,
        date_column=measure.date_column,
        kinds=question.kinds_of(measure),
        only_where=measure.only_where,
        span=measure.span,
        ages=measure.ages,
        counted_by=_counted_by(measure, cut) if measure.once else None,
    )


def _counted_by(measure: Measure, cut: Cut) -> str:
    """Which of the ways of counting a thing once answers: over all, by channel, by campaign."""
    used = [name for name in ("channel", "campaign") if name in (*cut.by, *cut.filters)]
    if picks_several(cut) and not set(used) <= set(cut.by):
        raise NotDivisible(counted_once(measure))
    return " × ".join(used) or "all"


def picks_several(cut: Cut) -> bool:
    """Whether several channels or several campaigns are asked for at once."""
    return any(len(cut.filters.get(name, ())) > 1 for name in ("channel", "campaign"))


def counted_once(measure: Measure) -> str:
    """Why a measure that counts a thing once has no sum over several."""
    return (
        f"{measure.title} counts each conversion once, however many channels and campaigns touched "
        "it: for a total ask for one of them, or for all."
    )
