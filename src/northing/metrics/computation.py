"""Compute one metric over a period, split, filtered and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from northing.calendar import GRAINS, Period, split_period
from northing.errors import BadInput, OutOfRange, Unknown
from northing.metrics.description import MEASURES, METRICS, parameters_of
from northing.metrics.dimensions import check_dimensions, uses_credit
from northing.metrics.maturity import at_equal_age, maturity_of
from northing.metrics.metric import Metric, Term
from northing.metrics.notes import notes_of
from northing.metrics.parts import sum_term
from northing.metrics.question import Question, Sum
from northing.metrics.ref import MetricRef
from northing.metrics.rows import Measured, beside, make_rows
from northing.metrics.source import MetricContext, TableSource
from northing.metrics.sums import Cut
from northing.metrics.table import Maturity, MetricTable

LONGEST_LOOKBACK = 3650

_REASONS = {
    "rule": "no part of it is credit that a rule shares out",
    "kind": "it does not count one chosen kind of conversion",
    "lookback_days": "no part of it is credit that looks back over touches",
}


def compute(
    ref: MetricRef,
    source: TableSource,
    *,
    by: tuple[str, ...] | str = (),
    period: Period,
    compare: Period | None = None,
    equal_age: bool = False,
    context: MetricContext,
    metrics: Mapping[str, Metric] | None = None,
) -> MetricTable:
    """Compute a metric.

    Args:
        ref: Which metric, with which rule, kind, lookback and variant, over which values of its
            dimensions.
        source: Where the derived tables of a snapshot, and the credit of a rule, come from.
        by: Dimensions to split by: channel, campaign, content, segment, country, device …, and
            at most one of day, week, month, quarter.
        period: The local days that count.
        compare: A period to set each value beside.
        equal_age: Whether the period of comparison is taken as it stood at the same age.
        context: The settings and the snapshot in force.
        metrics: The metrics that there are; the catalogue by default.

    Returns:
        The rows, the total, what is unattributed, and everything they were made under. A value
        that cannot be known is None and says why: a zero below, a table that is missing, a
        channel that leaves no touches.

    Raises:
        Unknown: If there is no such metric, version, variant, parameter, dimension or rule.
        NotDivisible: If a part of the metric does not carry a dimension.
        BadInput: If a dimension is named twice, or a parameter contradicts the settings.
    """
    known = METRICS if metrics is None else metrics
    if ref.name not in known:
        raise Unknown("metric", ref.name, known)
    given = dict(ref.parameters)
    metric = known[ref.name].as_variant(given.get("variant"))
    _check_version(ref, metric)
    by = (by,) if isinstance(by, str) else tuple(by)
    by = _apart(ref, metric, by, context)
    check_dimensions(ref.name, metric, MEASURES, by, tuple(name for name, _ in ref.filters))
    question = _ask(ref, metric, source, by, context)
    cut = _cut(period, by, ref, context)
    now, before = _measure(metric, question, cut), None
    if equal_age and compare is None:
        raise BadInput("equal_age compares two periods; name the other one with compare.")
    if compare is not None:
        earlier = _cut(compare, by, ref, context)
        if equal_age:
            earlier = at_equal_age(period, earlier, context.as_of)
        before = _measure(metric, question, replace(earlier, intervals=False))
    parameters = _parameters(metric, question, now)
    _check_parameters(ref, metric, parameters)
    if equal_age:
        parameters["equal_age"] = True
    total, outside = now.total(), now.unattributed()
    if before is not None and outside is not None:
        outside = beside(outside, before.unattributed() or replace(outside, value=None))
    maturity, matured = _maturities(question, now, before)
    return MetricTable(
        metric=ref.name,
        title=metric.title,
        unit=metric.unit,
        good=metric.good,
        definition=metric.definition,
        trap=metric.trap,
        version=metric.version,
        parameters=parameters,
        filters=dict(ref.filters),
        period=period,
        compare=compare,
        snapshot=context.snapshot,
        by=by,
        rows=make_rows(now, before, context.calendar),
        total=total if before is None else beside(total, before.total()),
        unattributed=outside,
        notes=tuple(notes_of(question, now, before, (maturity, matured))),
        maturity=maturity,
        compare_maturity=matured,
        is_ratio=bool(metric.denominator),
    )


def _maturities(
    question: Question, now: Measured, before: Measured | None
) -> tuple[Maturity | None, Maturity | None]:
    """How complete each period is; at equal age the earlier one counts as it stood then."""
    as_of = question.context.as_of
    maturity = maturity_of(question, _maturing(now), now.cut, as_of)
    if before is None or maturity is None:
        return maturity, None
    return maturity, maturity_of(question, _maturing(before), before.cut, before.cut.until or as_of)


def _maturing(measured: Measured) -> list[Sum]:
    """The sums that go on growing: credit counts only where money waits for it."""
    return [sum_ for sum_ in measured.sums if not sum_.credited or measured.denominator]


def _check_version(ref: MetricRef, metric: Metric) -> None:
    if ref.version not in (None, metric.version):
        raise Unknown(f"version of {ref.name}", str(ref.version), [str(metric.version)])


def _apart(
    ref: MetricRef, metric: Metric, by: tuple[str, ...], context: MetricContext
) -> tuple[str, ...]:
    """Split by what is never added up, where no one value of it is meant.

    Kinds of conversion are steps of one path; platforms claim the same conversions.
    """
    filters = dict(ref.filters)
    if "kind" in parameters_of(metric) and "kind" not in dict(ref.parameters):
        is_one = len(filters["kind"]) == 1 if "kind" in filters else context.kind is not None
        by = by if is_one or "kind" in by else (*by, "kind")
    if metric.apart and metric.apart not in by and len(filters.get(metric.apart, ())) != 1:
        by = (*by, metric.apart)
    return by


def _ask(
    ref: MetricRef,
    metric: Metric,
    source: TableSource,
    by: tuple[str, ...],
    context: MetricContext,
) -> Question:
    given = dict(ref.parameters)
    splits_kinds = "kind" in by or "kind" in dict(ref.filters)
    kind = given.get("kind", None if splits_kinds else context.kind)
    if not context.revenue_kinds and "revenue" in {term.measure for term in metric.terms}:
        raise OutOfRange("revenue_kinds", (), "at least one kind of conversion, such as order")
    rule = given.get("rule", context.rule)
    lookback = _lookback(given["lookback_days"]) if "lookback_days" in given else None
    if lookback is not None and "lookback_days" not in parameters_of(metric):
        lookback = None  # refused later, with the parameters that it takes
    cut = (*by, *dict(ref.filters))
    credited = any(uses_credit(term, cut) for term in metric.terms)
    unseen = frozenset[str | None](context.unseen_channels if credited else ())
    return Question(source, context, MEASURES, rule, kind, lookback, unseen)


def _lookback(text: str) -> int:
    days = int(text) if text.isdecimal() and len(text) < 6 else 0
    if not 1 <= days <= LONGEST_LOOKBACK:
        raise OutOfRange("lookback_days", text, f"a whole number of days, 1 to {LONGEST_LOOKBACK}")
    return days


def _cut(period: Period, by: tuple[str, ...], ref: MetricRef, context: MetricContext) -> Cut:
    grain = next((grain for grain in GRAINS if grain in by), None)
    pieces = split_period(period, grain, context.calendar) if grain else ()
    return Cut(period, by, pieces, dict(ref.filters))


def _measure(metric: Metric, question: Question, cut: Cut) -> Measured:
    numerator = tuple(sum_term(question, term, cut, metric.median_of) for term in metric.numerator)
    denominator = tuple(sum_term(question, term, cut) for term in metric.denominator)
    unfinished = None
    if metric.unfinished:
        unfinished = sum_term(question, Term(metric.unfinished), cut)
    answers, interval_sums = None, tuple[Sum, ...]()
    if metric.interval:
        answers = sum_term(question, metric.interval.count, cut)
        interval_sums = tuple(sum_term(question, term, cut) for term in metric.interval.terms)
    minus = _second_ratio(metric, question, cut)
    return Measured(
        metric,
        cut,
        numerator,
        denominator,
        unfinished,
        as_of=question.context.as_of,
        unseen_channels=frozenset(question.context.unseen_channels),
        answers=answers,
        interval_sums=interval_sums,
        minus=minus,
    )


def _second_ratio(
    metric: Metric, question: Question, cut: Cut
) -> tuple[tuple[Sum, ...], tuple[Sum, ...]] | None:
    if metric.minus is None:
        return None
    above, below = metric.minus
    return (
        tuple(sum_term(question, term, cut) for term in above),
        tuple(sum_term(question, term, cut) for term in below),
    )


def _parameters(metric: Metric, question: Question, now: Measured) -> dict[str, Any]:
    """Everything the values depend on, defaults included."""
    context = question.context
    parameters: dict[str, Any] = {"variant": metric.variant} if metric.variants else {}
    if now.credited:
        parameters["rule"] = question.rule
        kinds = now.credited_kinds
        lookbacks = {kind: question.lookback(kind) for kind in kinds}
        same = len(set(lookbacks.values())) == 1
        parameters["lookback_days"] = next(iter(lookbacks.values())) if same else lookbacks
    if any(sum_.measure.kinds == "kind" for sum_ in now.sums):
        parameters["kind"] = question.kind
    if any(sum_.measure.kinds == "revenue_kinds" for sum_ in now.sums):
        parameters["revenue_kinds"] = list(context.revenue_kinds)
    if any(sum_.measure.unit == "money" for sum_ in now.sums):
        parameters["currency"] = context.currency
    if any(term.at_margin for term in metric.terms):
        parameters["margin_rate"] = context.margin_rate
    parameters["time_zone"] = context.calendar.time_zone
    return parameters


def _check_parameters(ref: MetricRef, metric: Metric, echoed: Mapping[str, Any]) -> None:
    taken = parameters_of(metric)
    for name, value in ref.parameters:
        if name in taken:
            continue
        if name in _REASONS:
            takes = f" It takes {', '.join(taken)}." if taken else ""
            raise BadInput(f"{ref.name} takes no {name}: {_REASONS[name]}.{takes}")
        if name not in echoed:
            raise Unknown(f"parameter of {ref.name}", name, taken)
        if value != str(echoed[name]):
            raise BadInput(
                f"{ref.name} is asked for with {name} {value}, but the settings say "
                f"{echoed[name]}; change the setting {name} and refresh."
            )
