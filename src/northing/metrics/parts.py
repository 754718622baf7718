"""The parts of a metric: each term summed from its table or from credit, or known to be missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from northing.errors import Missing
from northing.metrics.credited import sum_credit
from northing.metrics.dimensions import uses_credit
from northing.metrics.extent import days_of, values_of
from northing.metrics.measure import Measure
from northing.metrics.metric import Term
from northing.metrics.monthly import sum_months
from northing.metrics.question import Question, Sum, counted_once, facts_of, picks_several
from northing.metrics.sums import Cut, Key, sum_groups
from northing.tables import DERIVED


def sum_term(question: Question, term: Term, cut: Cut, median_of: str | None = None) -> Sum:
    """Sum one term by the cut's groups; a table that is missing becomes a note that names it."""
    measure = question.measures[term.measure]
    credited = uses_credit(term, (*cut.by, *cut.filters))
    asked = cut.only(dict(term.where)) if term.where else cut
    try:
        if term.before:
            sum_ = _sum_before(question, measure, asked, credited)
        else:
            sum_ = _sum(question, measure, asked, credited, median_of)
    except Missing as missing:
        table = "credit" if credited else measure.table
        return Sum(measure, credited, missing=_what_to_load(measure, table, missing))
    factor = Decimal(str(question.context.margin_rate)) if term.at_margin else Decimal(1)
    return _times(sum_, factor * term.sign)


def _sum(
    question: Question, measure: Measure, cut: Cut, credited: bool, median_of: str | None
) -> Sum:
    if median_of:
        sum_ = _sum_median(question, measure, cut, median_of)
    elif credited:
        sum_ = sum_credit(question, measure, cut)
    elif measure.monthly:
        return sum_months(question, measure, cut)
    else:
        sum_ = _sum_days(question, measure, cut)
    return replace(_known(question, sum_), since=_since(question, sum_, cut))


def _sum_before(question: Question, measure: Measure, cut: Cut, credited: bool) -> Sum:
    """The period before: each piece's own for the rows, the whole period's for the total."""
    sum_ = _sum(question, measure, cut.before(question.context.calendar), credited, None)
    if not cut.pieces:
        return sum_
    whole = cut.whole().before(question.context.calendar)
    all_of_it = _sum(question, measure, whole, credited, None)
    return replace(sum_, total=all_of_it.total, outside=all_of_it.outside)


def _times(sum_: Sum, factor: Decimal) -> Sum:
    if factor == 1:
        return sum_

    def times(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else amount * factor

    groups = {key: times(amount) for key, amount in sum_.groups.items()}
    total, outside = times(sum_.total), times(sum_.outside)
    ends = {
        key: (min(pair), max(pair))
        for key, (low, high) in sum_.intervals.items()
        for pair in [(low * float(factor), high * float(factor))]
    }
    return replace(sum_, groups=groups, total=total, outside=outside, intervals=ends)


def _sum_days(question: Question, measure: Measure, cut: Cut) -> Sum:
    kinds = question.kinds_of(measure)
    told = question.unseen if "channel" in measure.dimensions else frozenset()
    facts = replace(facts_of(question, measure, cut), others=told)
    found = sum_groups(question.source.engine, facts, cut, beside="channel" if told else None)
    groups: dict[Key, Decimal | None] = {}
    for (key, _), amount in found.items():
        before = groups.get(key)
        groups[key] = amount if before is None else before + (amount or 0)
    unseen = groups.keys() - {key for key, is_seen in found if is_seen}
    sum_ = Sum(
        measure,
        False,
        kinds or (),
        groups,
        _total(groups, measure),
        unseen=frozenset(unseen) if told else None,
    )
    if measure.span == "days" and not measure.once:
        return sum_
    # Stocks, windows and what is counted once are not the sum of their parts.
    whole = cut.whole()
    if measure.once and picks_several(cut):
        return replace(sum_, total=None, notes=(counted_once(measure),))
    all_of_it = sum_groups(question.source.engine, facts_of(question, measure, whole), whole)
    total = _total({key: amount for (key, _), amount in all_of_it.items()}, measure)
    return replace(sum_, total=total, notes=_window_notes(measure, cut))


def _sum_median(question: Question, measure: Measure, cut: Cut, column: str) -> Sum:
    """The median of a column, each row of the table counted as often as the measure says."""
    facts = facts_of(question, measure, cut)
    found = sum_groups(question.source.engine, facts, cut, beside=column)
    counts: dict[Key, dict[float, int]] = defaultdict(dict)
    everything: dict[float, int] = defaultdict(int)
    for (key, value), amount in found.items():
        if value is not None and amount:
            counts[key][float(value)] = counts[key].get(float(value), 0) + int(amount)
            everything[float(value)] += int(amount)
    groups: dict[Key, Decimal | None] = {
        key: Decimal(sum(of_key.values())) for key, of_key in counts.items()
    }
    return Sum(
        measure,
        False,
        groups=groups,
        total=Decimal(sum(everything.values())),
        medians={key: median(of_key) for key, of_key in counts.items()},
        median=median(everything) if everything else None,
    )


def median(counts: Mapping[float, int]) -> float:
    """The median of values that occur so many times each.

    Examples:
        >>> median({10.0: 1, 20.0: 2, 90.0: 1}), median({1.0: 1, 4.0: 1})
        (20.0, 2.5)
    """
    places = ((sum(counts.values()) + 1) // 2, (sum(counts.values()) + 2) // 2)
    passed, middle = 0, []
    for value in sorted(counts):
        middle += [value for place in places if passed < place <= passed + counts[value]]
        passed += counts[value]
    return sum(middle) / len(middle)


def _window_notes(measure: Measure, cut: Cut) -> tuple[str, ...]:
    pieces = (*cut.pieces, cut.period)
    if measure.span != "window" or all(piece.month_aligned for piece in pieces):
        return ()
    return (f"{measure.title} are known by month: the months that begin in the period count.",)


def _known(question: Question, sum_: Sum) -> Sum:
    """Tell none in this period, a measured 0, from a kind that was never loaded, an unknown."""
    if sum_.groups or sum_.outside or not sum_.kinds:
        return sum_
    source = question.source
    loaded = values_of(source.engine, source.dataset(sum_.measure.table), "kind")
    if not set(loaded).isdisjoint(sum_.kinds):
        return sum_
    kinds = " or ".join(sum_.kinds)
    return replace(
        sum_,
        total=None,
        missing=f"{sum_.measure.title} cannot be known: conversions of kind {kinds} were never "
        "loaded.",
    )


def _since(question: Question, sum_: Sum, cut: Cut) -> date | None:
    """The first day of the data, asked for only where a group may lie before it."""
    if sum_.groups and not cut.pieces:
        return None
    facts = question.source.dataset(sum_.measure.table)
    return days_of(question.source.engine, facts, sum_.measure.date_column)[0]


def _total(groups: dict[Key, Decimal | None], measure: Measure) -> Decimal | None:
    stated = [amount for amount in groups.values() if amount is not None]
    if not stated:
        return Decimal(0) if measure.absent_is_zero and not groups else None
    return sum(stated, Decimal(0))


def _what_to_load(measure: Measure, table: str, missing: Missing) -> str:
    behind: tuple[str, ...] = ("touches", "conversions")
    if table in DERIVED:
        behind = DERIVED[table].made_from
    return (
        f"{measure.title} cannot be known: the table {table} is missing; load "
        f"{' or '.join(behind)} and refresh. ({missing})"
    )
