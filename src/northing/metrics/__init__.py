"""Metrics: numerators and denominators kept apart, one metric a file in `catalogue/`."""

from northing.metrics.benchmark import Benchmark, Benchmarks, benchmarks_of
from northing.metrics.computation import compute
from northing.metrics.description import (
    MEASURES,
    METRICS,
    describe_metric,
    parameters_of,
    tables_needed,
)
from northing.metrics.digest import definition_digest
from northing.metrics.dimensions import all_dimensions, possible_dimensions
from northing.metrics.measure import Measure
from northing.metrics.metric import Interval, Metric, Term, Variant
from northing.metrics.own import parse_metric
from northing.metrics.ref import MetricRef
from northing.metrics.source import MetricContext, TableSource
from northing.metrics.table import Maturity, MetricRow, MetricTable, Number

__all__ = [
    "MEASURES",
    "METRICS",
    "Benchmark",
    "Benchmarks",
    "Interval",
    "Maturity",
    "Measure",
    "Metric",
    "MetricContext",
    "MetricRef",
    "MetricRow",
    "MetricTable",
    "Number",
    "TableSource",
    "Term",
    "Variant",
    "all_dimensions",
    "benchmarks_of",
    "compute",
    "definition_digest",
    "describe_metric",
    "parameters_of",
    "parse_metric",
    "possible_dimensions",
    "tables_needed",
]
