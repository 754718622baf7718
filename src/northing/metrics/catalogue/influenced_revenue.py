"""Influenced revenue: what was bought after marketing had been there."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Influenced revenue",
    family="revenue",
    definition=(
        "Value of the conversions of the revenue kinds with at least one qualifying touch of a "
        "marketing channel within the lookback before them. By channel or campaign each shows all "
        "that it touched; the total counts every conversion once."
    ),
    unit="money",
    good="up",
    grain="day × kind × segment",
    numerator=(Term("influenced_revenue"),),
    trap=(
        "Not additive: what two campaigns touched counts in both rows. It says that marketing was "
        "present, not that it brought anything."
    ),
    source="Northing's methods, section 2: influenced_revenue.",
    additive=("segment", "country", "device"),
)
