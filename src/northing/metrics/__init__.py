"""Metrics: numerators and denominators kept apart, one metric a file in `catalogue/`."""

from northing.metrics.computation import (
    MEASURES,
    METRICS,
    compute,
    describe_metric,
    parameters_of,
    tables_needed,
)
from northing.metrics.dimensions import all_dimensions, possible_dimensions
from northing.metrics.measure import Measure
from northing.metrics.metric import Metric, Term
from northing.metrics.ref import MetricRef
from northing.metrics.source import MetricContext, TableSource
from northing.metrics.table import MetricRow, MetricTable, Number

__all__ = [
    "MEASURES",
    "METRICS",
    "Measure",
    "Metric",
    "MetricContext",
    "MetricRef",
    "MetricRow",
    "MetricTable",
    "Number",
    "TableSource",
    "Term",
    "all_dimensions",
    "compute",
    "describe_metric",
    "parameters_of",
    "possible_dimensions",
    "tables_needed",
]
