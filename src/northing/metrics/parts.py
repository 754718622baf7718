"""The parts of a metric: each term summed from its table or from credit, or known to be missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from northing.calendar import Period
from northing.errors import Missing
from northing.metrics.dimensions import Measures, uses_credit
from northing.metrics.measure import Measure
from northing.metrics.metric import Term
from northing.metrics.source import MetricContext, TableSource
from northing.metrics.sums import Cut, Facts, Key, months_of, sum_groups, text_table
from northing.money import as_money
from northing.tables import DERIVED


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


@dataclass(frozen=True)
class Question:
    """What is asked of the tables, the same for every term of a metric."""

    source: TableSource
    context: MetricContext
    measures: Measures
    rule: str
    kind: str | None

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
        found = self.source.engine.query(
            "SELECT DISTINCT kind FROM facts ORDER BY kind",
            facts=self.source.dataset(measure.table),
        )
        return tuple(found["kind"].to_pylist())


def sum_term(question: Question, term: Term, cut: Cut) -> Sum:
    """Sum one term by the cut's groups; a table that is missing becomes a note that names it."""
    measure = question.measures[term.measure]
    credited = uses_credit(term, (*cut.by, *cut.filters))
    try:
        if measure.monthly and not credited:
            return _sum_months(question, measure, cut)
        sum_ = (_sum_credit if credited else _sum_days)(question, measure, cut)
        return replace(_known(question, sum_), since=_since(question, sum_, cut))
    except Missing as missing:
        table = "credit" if credited else measure.table
        return Sum(measure, credited, missing=_what_to_load(measure, table, missing))


def unseen_groups(question: Question, term: Term, cut: Cut) -> tuple[set[Key], bool]:
    """Return the groups all of whose spend is in channels that leave no touches, and if all are."""
    measure = question.measures[term.measure]
    channels: dict[Key, set[str | None]] = defaultdict(set)
    facts = Facts(question.source.dataset(measure.table), measure.column)
    for key, channel in sum_groups(question.source.engine, facts, cut, beside="channel"):
        channels[key].add(channel)
    unseen = question.context.unseen_channels
    keys = {key for key, found in channels.items() if found <= unseen}
    return keys, bool(keys) and len(keys) == len(channels)


def _sum_days(question: Question, measure: Measure, cut: Cut) -> Sum:
    kinds = question.kinds_of(measure)
    dataset = question.source.dataset(measure.table)
    facts = Facts(dataset, measure.column, kinds=kinds, only_where=measure.only_where)
    found = sum_groups(question.source.engine, facts, cut)
    groups = {key: amount for (key, _), amount in found.items()}
    return Sum(measure, False, kinds or (), groups, _total(groups, measure))


def _known(question: Question, sum_: Sum) -> Sum:
    """Tell none in this period, a measured 0, from a kind that was never loaded, an unknown."""
    if sum_.groups or sum_.outside or not sum_.kinds:
        return sum_
    found = question.source.engine.query(
        "SELECT count(*) AS row_count FROM facts WHERE kind IN (SELECT value FROM wanted)",
        facts=question.source.dataset(sum_.measure.table),
        wanted=text_table(sum_.kinds),
    )
    if found["row_count"][0].as_py():
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
    found = question.source.engine.query(
        "SELECT min(date) AS first_day FROM facts",
        facts=question.source.dataset(sum_.measure.table),
    )
    first: date | None = found["first_day"][0].as_py()
    return first


def _sum_credit(question: Question, measure: Measure, cut: Cut) -> Sum:
    kinds = question.credited_kinds(measure)
    groups, total, outside = _credit_of(question, measure, cut, kinds, cut.pieces or (cut.period,))
    notes: tuple[str, ...] = ()
    if cut.pieces:
        # A rule solved from a model is solved anew for the whole: pieces do not add up to it.
        added = total + outside
        _, total, outside = _credit_of(question, measure, cut.whole(), kinds, (cut.period,))
        if abs(added - total - outside) > Decimal("0.01"):
            notes = (
                f"The rule {question.rule} is solved for each period: the rows' credit does not "
                "add up to the total's.",
            )
    return Sum(measure, True, kinds, groups, total, outside, notes=notes)


def _credit_of(
    question: Question,
    measure: Measure,
    cut: Cut,
    kinds: tuple[str, ...],
    periods: tuple[Period, ...],
) -> tuple[dict[Key, Decimal | None], Decimal, Decimal]:
    dimensions = (*cut.plain, *cut.filters)
    dataset = question.source.credit(kinds, question.rule, periods, dimensions)
    facts = Facts(dataset, measure.credit_column or measure.column, kinds=kinds)
    found = sum_groups(question.source.engine, facts, cut, beside="channel")
    groups: dict[Key, Decimal | None] = {}
    outside = Decimal(0)
    for (key, channel), amount in found.items():
        if channel is None:
            outside += amount or 0
        else:
            groups[key] = (groups.get(key) or Decimal(0)) + (amount or 0)
    return groups, sum(filter(None, groups.values()), Decimal(0)), outside


def _sum_months(question: Question, measure: Measure, cut: Cut) -> Sum:
    """Give each piece its share of the days of the months it overlaps."""
    facts = Facts(question.source.dataset(measure.table), measure.column, date_column="month")
    wide = Cut(months_of(cut.period), cut.plain, filters=cut.filters)
    found = sum_groups(question.source.engine, facts, wide, beside="month")
    pieces = cut.pieces or (cut.period,)
    groups: dict[Key, Decimal | None] = {}
    for (plain_key, month), amount in found.items():
        for number, piece in enumerate(pieces):
            share = _share_of_month(piece, month, question.context.as_of)
            if share and amount is not None:
                values = [None if value is None else str(value) for value in plain_key]
                key = cut.key(values, number)
                groups[key] = (groups.get(key) or Decimal(0)) + amount * share[0] / share[1]
    groups = {key: None if sum_ is None else as_money(sum_) for key, sum_ in groups.items()}
    whole = sum(
        (
            amount * share[0] / share[1]
            for (_, month), amount in found.items()
            if amount is not None
            and (share := _share_of_month(cut.period, month, question.context.as_of))
        ),
        Decimal(0),
    )
    total = as_money(whole) if groups else None
    months = {month for _, month in found}
    return Sum(measure, False, (), groups, total, notes=_month_notes(measure, cut, months))


def _share_of_month(piece: Period, month: date, as_of: date) -> tuple[int, int] | None:
    """The days of a month that a piece holds, as far as the rest of the data reaches.

    A running month's costs are booked whole; beside five days of spend, five days of them count.
    """
    whole = months_of(Period("month", month, month + timedelta(days=1)))
    end = min(piece.end, whole.end, as_of + timedelta(days=1))
    days = (end - max(piece.start, whole.start)).days
    return (days, whole.days) if days > 0 else None


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
