"""A term that the attribution rule shares out: its groups, what is unattributed, how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from northing.calendar import GRAINS, Period
from northing.metrics.measure import Measure
from northing.metrics.question import Question, Sum
from northing.metrics.source import CreditDays
from northing.metrics.sums import Cut, Facts, Key, sum_groups

_NO_CHANNEL = frozenset[str | None]({None})


def sum_credit(question: Question, measure: Measure, cut: Cut) -> Sum:
    """Sum what the rule gives each group, and what it gives nobody."""
    kinds = question.credited_kinds(measure)
    groups, total, outside = _credit_of(question, measure, cut, kinds, cut.pieces or (cut.period,))
    notes: tuple[str, ...] = ()
    if cut.pieces and _days_of(question, cut) is None:
        # A rule solved from a model is solved anew for the whole: pieces do not add up to it.
        added = total + outside
        _, total, outside = _credit_of(question, measure, cut.whole(), kinds, (cut.period,))
        if abs(added - total - outside) > Decimal("0.01"):
            notes = (
                f"The rule {question.rule} is solved for each period: the rows' credit does not "
                "add up to the total's.",
            )
    intervals = _intervals_of(question, measure, cut, kinds) if cut.intervals else {}
    if intervals is None:
        intervals, notes = {}, (*notes, UNFOLDED)
    return Sum(measure, True, kinds, groups, total, outside, notes=notes, intervals=intervals)


UNFOLDED = (
    "No interval: the spread of credit is at hand by channel and campaign, for whole weeks and "
    "months; `northing metric` works it out for any other cut."
)


def _intervals_of(
    question: Question, measure: Measure, cut: Cut, kinds: tuple[str, ...]
) -> Mapping[Key | None, tuple[float, float]] | None:
    return question.source.credit_intervals(
        kinds,
        question.rule,
        cut.pieces or (cut.period,),
        measure.credit_column or "value",
        tuple("piece" if name in GRAINS else name for name in cut.by),
        cut.filters,
        question.lookback_days,
    )


def _credit_of(
    question: Question,
    measure: Measure,
    cut: Cut,
    kinds: tuple[str, ...],
    periods: tuple[Period, ...],
) -> tuple[dict[Key, Decimal | None], Decimal, Decimal]:
    days = _days_of(question, cut)
    if days is not None:
        return _credit_in(question, measure, cut, kinds, days)
    dimensions = (*cut.plain, *cut.filters)
    more = {} if question.lookback_days is None else {"lookback_days": question.lookback_days}
    dataset = question.source.credit(kinds, question.rule, periods, dimensions, **more)
    column = measure.credit_column or measure.column
    facts = Facts(dataset, column, kinds=kinds, others=_NO_CHANNEL)
    found = sum_groups(question.source.engine, facts, cut, beside="channel")
    return _inside_and_outside(found)


def _days_of(question: Question, cut: Cut) -> CreditDays | None:
    """Credit by day, which adds up over any pieces; None where it must be worked out."""
    if question.lookback_days is not None:
        return None
    return question.source.credit_days(question.rule, (*cut.plain, *cut.filters))


def _credit_in(
    question: Question, measure: Measure, cut: Cut, kinds: tuple[str, ...], days: CreditDays
) -> tuple[dict[Key, Decimal | None], Decimal, Decimal]:
    """Credit summed where it stands, and the conversions that nobody gets credit for."""
    engine, column = question.source.engine, measure.credit_column or measure.column
    earned = tuple(f"{name}_{question.rule}" for name in ("conversions", "value"))
    credited = tuple(kind for kind in kinds if kind not in days.uncredited)
    facts = Facts(
        days.credit,
        f"{column}_{question.rule}",
        kinds=credited,
        earned=earned,
        others=_NO_CHANNEL,
    )
    groups, total, outside = _inside_and_outside(sum_groups(engine, facts, cut, beside="channel"))
    others = tuple(kind for kind in kinds if kind in days.uncredited)
    # Such a conversion states none of the dimensions, so most filters leave it out.
    stated = (values for name, values in cut.filters.items() if name != "kind")
    if others and all(None in values for values in stated):
        grains = tuple(name for name in cut.by if name in GRAINS)
        wanted = {name: cut.filters[name] for name in cut.filters if name == "kind"}
        rest = replace(cut, by=grains, filters=wanted)
        found = sum_groups(engine, Facts(days.conversions, column, kinds=others), rest)
        outside += sum(filter(None, found.values()), Decimal(0))
    return groups, total, outside


def _inside_and_outside(
    found: dict[tuple[Key, bool | None], Decimal | None],
) -> tuple[dict[Key, Decimal | None], Decimal, Decimal]:
    """Sums by group and whether a channel has them, as (of groups, their total, what none has)."""
    groups: dict[Key, Decimal | None] = {}
    outside = Decimal(0)
    for (key, inside), amount in found.items():
        if inside is None:
            outside += amount or 0
        else:
            groups[key] = (groups.get(key) or Decimal(0)) + (amount or 0)
    return groups, sum(filter(None, groups.values()), Decimal(0)), outside
