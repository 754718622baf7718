"""What the catalogue knows of a metric: its parameters, its tables, its dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from northing.catalog import Catalog
from northing.errors import Unknown
from northing.metrics.dimensions import possible_dimensions
from northing.metrics.measure import Measure
from northing.metrics.metric import Metric

METRICS: Catalog[Metric] = Catalog("northing.metrics.catalogue", "metric", Metric)
MEASURES: Catalog[Measure] = Catalog("northing.metrics.measures", "measure", Measure)


def parameters_of(metric: Metric) -> tuple[str, ...]:
    """Return the parameters that a metric takes.

    Examples:
        >>> parameters_of(METRICS["conversions"]), parameters_of(METRICS["spend"])
        (('kind', 'lookback_days', 'rule'), ())
    """
    taken = {"rule" for term in metric.terms if term.credit != "never"}
    taken |= {"lookback_days"} if taken else set()
    taken |= {"kind" for term in metric.terms if MEASURES[term.measure].kinds == "kind"}
    taken |= {"variant"} if metric.variants else set()
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


def describe_metric(name: str, metrics: Mapping[str, Metric] | None = None) -> dict[str, Any]:
    """Return everything the catalogue knows of a metric, as plain values for JSON and pages.

    Raises:
        Unknown: If there is no such metric.

    Examples:
        >>> describe_metric("cac_paid")["dimensions"]
        ['country', 'day', 'week', 'month', 'quarter']
    """
    known = METRICS if metrics is None else metrics
    if name not in known:
        raise Unknown("metric", name, known)
    metric = known[name]
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
        "variants": {
            variant: metric.as_variant(variant).definition for variant in metric.variant_names
        },
        "trap": metric.trap,
        "source": metric.source,
        "owner": metric.owner,
        "version": metric.version,
    }
