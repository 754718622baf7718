"""The parts of a metric: each term summed from its table or from credit, or known to be missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from northing.calendar import GRAINS, Period
from northing.errors import Missing, NotDivisible
from northing.metrics.dimensions import Measures, uses_credit
from northing.metrics.extent import days_of, values_of
from northing.metrics.measure import Measure
from northing.metrics.metric import Term
from northing.metrics.source import CreditDays, MetricContext, TableSource
from northing.metrics.sums import Cut, Facts, Key, months_of, sum_groups
from northing.money import as_money
from northing.tables import DERIVED

_NO_CHANNEL = frozenset[str | None]({None})


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
        sum_ = _sum_credit(question, measure, cut)
    elif measure.monthly:
        return _sum_months(question, measure, cut)
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
    facts = replace(_facts(question, measure, cut), others=told)
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
    if measure.once and _picks_several(cut):
        return replace(sum_, total=None, notes=(_counted_once(measure),))
    all_of_it = sum_groups(question.source.engine, _facts(question, measure, whole), whole)
    total = _total({key: amount for (key, _), amount in all_of_it.items()}, measure)
    return replace(sum_, total=total, notes=_window_notes(measure, cut))


def _sum_median(question: Question, measure: Measure, cut: Cut, column: str) -> Sum:
    """The median of a column, each row of the table counted as often as the measure says."""
    facts = _facts(question, measure, cut)
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


def _facts(question: Question, measure: Measure, cut: Cut) -> Facts:
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
    if _picks_several(cut) and not set(used) <= set(cut.by):
        raise NotDivisible(_counted_once(measure))
    return " × ".join(used) or "all"


def _picks_several(cut: Cut) -> bool:
    return any(len(cut.filters.get(name, ())) > 1 for name in ("channel", "campaign"))


def _counted_once(measure: Measure) -> str:
    return (
        f"{measure.title} counts each conversion once, however many channels and campaigns touched "
        "it: for a total ask for one of them, or for all."
    )


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


def _sum_credit(question: Question, measure: Measure, cut: Cut) -> Sum:
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


def _sum_months(question: Question, measure: Measure, cut: Cut) -> Sum:
    """Give each piece its share of the days of the months it overlaps."""
    facts = _facts(question, measure, cut)
    wide = Cut(months_of(cut.period), cut.plain, filters=cut.filters)
    found = sum_groups(question.source.engine, facts, wide, beside="month")
    pieces = cut.pieces or (cut.period,)
    until = date.max if measure.ahead else question.context.as_of
    groups: dict[Key, Decimal | None] = {}
    for (plain_key, month), amount in found.items():
        for number, piece in enumerate(pieces):
            share = _share_of_month(piece, month, until)
            if share and amount is not None:
                values = [None if value is None else str(value) for value in plain_key]
                key = cut.key(values, number)
                groups[key] = (groups.get(key) or Decimal(0)) + amount * share[0] / share[1]
    groups = {key: None if sum_ is None else as_money(sum_) for key, sum_ in groups.items()}
    whole = sum(
        (
            amount * share[0] / share[1]
            for (_, month), amount in found.items()
            if amount is not None and (share := _share_of_month(cut.period, month, until))
        ),
        Decimal(0),
    )
    total = as_money(whole) if groups else Decimal(0) if measure.absent_is_zero else None
    months = {month for _, month in found}
    return Sum(measure, False, (), groups, total, notes=_month_notes(measure, cut, months))


def _share_of_month(piece: Period, month: date, until: date) -> tuple[int, int] | None:
    """The days of a month that a piece holds, as far as the rest of the data reaches.

    A running month's costs are booked whole; beside five days of spend, five days of them count.
    """
    whole = _month(month)
    end = min(piece.end, whole.end, until if until == date.max else until + timedelta(days=1))
    days = (end - max(piece.start, whole.start)).days
    return (days, whole.days) if days > 0 else None


@lru_cache(maxsize=2_000)  # each piece of a period asks for each month
def _month(day: date) -> Period:
    return months_of(Period("month", day, day + timedelta(days=1)))


def _month_notes(measure: Measure, cut: Cut, found: set[date]) -> tuple[str, ...]:
    notes = []
    if any(not piece.month_aligned for piece in (*cut.pieces, cut.period)):
        notes.append(f"{measure.title} are monthly: parts of a month take their share of its days.")
    month, absent = months_of(cut.period).start, []
    while month < cut.period.end:
        if month not in found:
            absent.append(f"{month:%Y-%m}")
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    if absent and found:
        notes.append(f"No {measure.title} are recorded for {', '.join(absent)}.")
    return tuple(notes)


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
