"""Which dimensions a metric can be split and filtered by: those that all its parts carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from northing.calendar import GRAINS
from northing.errors import BadInput, NotDivisible, Unknown
from northing.metrics.measure import CHANNEL_LIKE, CREDIT_DIMENSIONS, Measure
from northing.metrics.metric import Metric, Term

Measures = Mapping[str, Measure]


def uses_credit(term: Term, dimensions: Iterable[str]) -> bool:
    """Whether a term is shared out by the attribution rule under these dimensions."""
    asked = (*dimensions, *(name for name, _ in term.where))
    split = any(dimension in CHANNEL_LIKE for dimension in asked)
    return term.credit == "always" or (term.credit == "when split" and split)


def all_dimensions(measures: Measures) -> tuple[str, ...]:
    """Every dimension that any measure carries, and the grains of time."""
    known = set(CREDIT_DIMENSIONS)
    for measure in measures.values():
        known.update(measure.dimensions)
    return (*sorted(known), *GRAINS)


def possible_dimensions(
    metric: Metric, measures: Measures, beside: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the dimensions by which a metric can be split, beside some it is already split by.

    Examples:
        >>> from northing.metrics import MEASURES, METRICS
        >>> possible_dimensions(METRICS["cac_paid"], MEASURES)
        ('country', 'day', 'week', 'month', 'quarter')
    """
    others = tuple(beside)
    return tuple(
        dimension
        for dimension in all_dimensions(measures)
        if dimension in GRAINS
        or all(not _lacks(term, measures, {*others, dimension}) for term in metric.terms)
    )


def check_dimensions(
    name: str, metric: Metric, measures: Measures, by: tuple[str, ...], filtered: tuple[str, ...]
) -> None:
    """Refuse dimensions that do not exist, or that one part of the metric does not carry.

    Raises:
        Unknown: If a dimension is none.
        NotDivisible: If a part of the metric does not carry it.
        BadInput: If one is named twice, two grains of time are, or time is filtered.
    """
    known = all_dimensions(measures)
    for dimension in (*by, *filtered):
        if dimension not in known:
            raise Unknown("dimension", str(dimension), known)
    grains = [dimension for dimension in by if dimension in GRAINS]
    if len(set(by)) != len(by) or len(grains) > 1:
        raise BadInput(f"{name} is split by {', '.join(by)}; expected each dimension once.")
    if any(dimension in GRAINS for dimension in filtered):
        raise BadInput(f"{name} cannot be filtered by time; ask for another period.")
    wanted = {dimension for dimension in (*by, *filtered) if dimension not in GRAINS}
    for term in metric.terms:
        lacking = _lacks(term, measures, wanted)
        if lacking:
            possible = ", ".join(possible_dimensions(metric, measures))
            part = _part_name(term, measures, wanted)
            raise NotDivisible(
                f"{name} cannot be split or filtered by {', '.join(lacking)}: {part} does not "
                f"carry it. It can be split by: {possible}."
            )


def _lacks(term: Term, measures: Measures, wanted: set[str]) -> list[str]:
    carried = CREDIT_DIMENSIONS if uses_credit(term, wanted) else measures[term.measure].dimensions
    return sorted(wanted.difference(carried))


def _part_name(term: Term, measures: Measures, wanted: set[str]) -> str:
    title = measures[term.measure].title
    return f"credited {title}" if uses_credit(term, wanted) else title
