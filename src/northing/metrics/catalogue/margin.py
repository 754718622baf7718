"""Margin: what is left of revenue after what was sold has been paid."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Margin",
    family="revenue",
    definition=(
        "Sum of the margin of the conversions of the revenue kinds: as orders state it, else "
        "their value times the setting margin_rate."
    ),
    unit="money",
    good="up",
    grain="day × kind × segment",
    numerator=(Term("margin"),),
    trap=(
        "Where orders state no margin it is a fixed share of revenue and tells nothing that "
        "revenue does not."
    ),
    source="Northing's methods, section 2: margin.",
    additive=("segment", "country", "device"),
)
