"""Compute one metric over a period, split, filtered and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from northing.calendar import GRAINS, Period, split_period
from northing.catalog import Catalog
from northing.errors import BadInput, OutOfRange, Unknown
from northing.metrics.absences import absence_notes
from northing.metrics.dimensions import check_dimensions, possible_dimensions
from northing.metrics.measure import Measure
from northing.metrics.metric import Metric, Term
from northing.metrics.parts import Question, sum_term, unseen_groups
from northing.metrics.ref import MetricRef
from northing.metrics.rows import Measured, beside, make_rows
from northing.metrics.source import MetricContext, TableSource
from northing.metrics.sums import Cut
from northing.metrics.table import MetricTable

METRICS: Catalog[Metric] = Catalog("northing.metrics.catalogue", "metric", Metric)
MEASURES: Catalog[Measure] = Catalog("northing.metrics.measures", "measure", Measure)

_REASONS = {
    "rule": "no part of it is credit that a rule shares out",
    "kind": "it does not count one chosen kind of conversion",
}


def compute(
    ref: MetricRef,
    source: TableSource,
    *,
    by: tuple[str, ...] | str = (),
    period: Period,
    compare: Period | None = None,
    context: MetricContext,
) -> MetricTable:
    """Compute a metric.

    Args:
        ref: Which metric, with which rule and kind, over which values of its dimensions.
        source: Where the derived tables of a snapshot, and the credit of a rule, come from.
        by: Dimensions to split by: channel, campaign, content, segment, country, device …, and
            at most one of day, week, month, quarter.
        period: The local days that count.
        compare: A period to set each value beside.
        context: The settings and the snapshot in force.

    Returns:
        The rows, the total, what is unattributed, and everything they were made under. A value
        that cannot be known is None and says why: a zero below, a table that is missing, a
        channel that leaves no touches.

    Raises:
        Unknown: If there is no such metric, version, parameter, dimension or rule.
        NotDivisible: If a part of the metric does not carry a dimension.
        BadInput: If a dimension is named twice, or a parameter contradicts the settings.
    """
    metric = METRICS[ref.name]
    _check_version(ref, metric)
    by = (by,) if isinstance(by, str) else tuple(by)
    by = _apart_by_kind(ref, metric, by, context)
    check_dimensions(ref.name, metric, MEASURES, by, tuple(name for name, _ in ref.filters))
    question = _ask(ref, metric, source, by, context)
    now = _measure(metric, question, _cut(period, by, ref, context))
    before = None
    if compare is not None:
        before = _measure(metric, question, _cut(compare, by, ref, context))
    parameters = _parameters(question, now)
    _check_parameters(ref, metric, parameters)
    total, outside = now.total(), now.unattributed()
    if before is not None and outside is not None:
        outside = beside(outside, before.unattributed() or replace(outside, value=None))
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
        notes=tuple(_notes(question, now, before)),
    )


def parameters_of(metric: Metric) -> tuple[str, ...]:
    """Return the parameters that a metric takes.

    Examples:
        >>> parameters_of(METRICS["conversions"]), parameters_of(METRICS["spend"])
        (('kind', 'rule'), ())
    """
    taken = {"rule" for term in metric.terms if term.credit != "never"}
    taken |= {"kind" for term in metric.terms if MEASURES[term.measure].kinds == "kind"}
    return tuple(sorted(taken))


def tables_needed(metric: Metric) -> tuple[str, ...]:
    """Return the derived tables that a metric reads; `credit` where the rule may share it out.

    Examples:
        >>> tables_needed(METRICS["cac"])
        ('costs_monthly', 'new_customers_daily', 'spend_daily')
    """
    tables = {MEASURES[term.measure].table for term in metric.terms if term.credit != "always"}
    tables |= {"credit" for term in metric.terms if term.credit != "never"}
    return tuple(sorted(tables))


def describe_metric(name: str) -> dict[str, Any]:
    """Return everything the catalogue knows of a metric, as plain values for JSON and pages.

    Raises:
        Unknown: If there is no such metric.

    Examples:
        >>> describe_metric("cac_paid")["dimensions"]
        ['country', 'day', 'week', 'month', 'quarter']
    """
    metric = METRICS[name]
    return {
        "metric": name,
        "title": metric.title,
        "family": metric.family,
        "definition": metric.definition,
        "unit": metric.unit,
        "good": metric.good,
        "grain": metric.grain,
        "tables": list(tables_needed(metric)),
        "dimensions": list(possible_dimensions(metric, MEASURES)),
        "additive": list(metric.additive),
        "parameters": list(parameters_of(metric)),
        "trap": metric.trap,
        "source": metric.source,
        "owner": metric.owner,
        "version": metric.version,
    }


def _check_version(ref: MetricRef, metric: Metric) -> None:
    if ref.version not in (None, metric.version):
        raise Unknown(f"version of {ref.name}", str(ref.version), [str(metric.version)])


def _apart_by_kind(
    ref: MetricRef, metric: Metric, by: tuple[str, ...], context: MetricContext
) -> tuple[str, ...]:
    """Split by kind where no one kind is meant: steps of one path must not be added up."""
    if "kind" in by or "kind" in dict(ref.parameters) or "kind" not in parameters_of(metric):
        return by
    wanted = dict(ref.filters).get("kind")
    is_one = len(wanted) == 1 if wanted is not None else context.kind is not None
    return by if is_one else (*by, "kind")


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
    return Question(source, context, MEASURES, given.get("rule", context.rule), kind)


def _cut(period: Period, by: tuple[str, ...], ref: MetricRef, context: MetricContext) -> Cut:
    grain = next((grain for grain in GRAINS if grain in by), None)
    pieces = split_period(period, grain, context.calendar) if grain else ()
    return Cut(period, by, pieces, dict(ref.filters))


def _measure(metric: Metric, question: Question, cut: Cut) -> Measured:
    numerator = tuple(sum_term(question, term, cut) for term in metric.numerator)
    denominator = tuple(sum_term(question, term, cut) for term in metric.denominator)
    unfinished = None
    if metric.unfinished:
        unfinished = sum_term(question, Term(metric.unfinished), cut)
    unseen = question.context.unseen_channels
    spent = [
        term
        for term, sum_ in zip(metric.terms, numerator + denominator, strict=True)
        if not sum_.credited and not sum_.missing and "channel" in sum_.measure.dimensions
    ]
    keys, alone = unseen_groups(question, spent[0], cut) if unseen and spent else (set(), False)
    return Measured(
        metric,
        cut,
        numerator,
        denominator,
        unfinished,
        as_of=question.context.as_of,
        unseen_channels=frozenset(unseen),
        unseen_keys=frozenset(keys),
        unseen_alone=alone,
    )


def _parameters(question: Question, now: Measured) -> dict[str, Any]:
    """Everything the values depend on, defaults included."""
    context = question.context
    parameters: dict[str, Any] = {}
    if now.credited:
        parameters["rule"] = question.rule
        kinds = _credited_kinds(now)
        lookbacks = {kind: context.lookback_days(kind) for kind in kinds}
        same = len(set(lookbacks.values())) == 1
        parameters["lookback_days"] = next(iter(lookbacks.values())) if same else lookbacks
    if any(sum_.measure.kinds == "kind" for sum_ in now.sums):
        parameters["kind"] = question.kind
    if any(sum_.measure.kinds == "revenue_kinds" for sum_ in now.sums):
        parameters["revenue_kinds"] = list(context.revenue_kinds)
    if any(sum_.measure.unit == "money" for sum_ in now.sums):
        parameters["currency"] = context.currency
    parameters["time_zone"] = context.calendar.time_zone
    return parameters


def _credited_kinds(now: Measured) -> list[str]:
    return sorted({kind for sum_ in now.sums if sum_.credited for kind in sum_.kinds})


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


def _notes(question: Question, now: Measured, before: Measured | None) -> list[str]:
    context, notes = question.context, []
    sums = [*now.sums, *(before.sums if before else ())]
    notes += [note for sum_ in sums for note in ((sum_.missing,) if sum_.missing else sum_.notes)]
    if now.credited:
        notes += _credit_notes(question, now)
    if now.mixes_kinds:
        notes.append(
            "Kinds of conversion are steps of one path and are not added up; ask for one kind to "
            "see its total and what is unattributed."
        )
    notes += absence_notes(question, now.sums, now.cut)
    if now.cut.period.last_day > context.as_of:
        notes.append(f"The period runs past {context.as_of}, the newest complete day.")
    if before and before.cut.period.days != now.cut.period.days:
        lengths = f"{now.cut.period.days} and {before.cut.period.days} days"
        notes.append(f"The periods compared have {lengths}.")
    return list(dict.fromkeys(notes))


def _credit_notes(question: Question, now: Measured) -> list[str]:
    notes = []
    unseen = sorted(question.context.unseen_channels)
    if unseen:
        notes.append(
            f"Channels that leave no touches ({', '.join(unseen)}) cannot earn credit; what "
            "they cost counts in the total."
        )
    if now.denominator:
        notes.append("Unattributed conversions are outside the total and shown apart.")
    return notes + _maturity_notes(question, now)


def _maturity_notes(question: Question, now: Measured) -> list[str]:
    """Say from when on money spent has not yet had its lookback to be credited in."""
    kinds = _credited_kinds(now)
    if not now.denominator or not kinds:
        return []
    context = question.context
    lookback = max(context.lookback_days(kind) for kind in kinds)
    since = max(context.as_of - timedelta(days=lookback - 1), now.cut.period.start)
    if since > now.cut.period.last_day:
        return []
    return [f"Spend since {since} can still earn credit: the lookback is {lookback} days."]
