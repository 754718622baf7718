"""Repeat purchase rate: first-time buyers who buy again within a fixed window."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Repeat purchase rate",
    family="customer experience",
    definition=(
        "Of the customers whose first order falls in the period, the share with a second purchase "
        "within 90 days."
    ),
    unit="fraction",
    good="up",
    grain="day of first order × segment",
    numerator=(Term("repeaters_90"),),
    trap=(
        "The window is fixed and counts from each first order: cohorts younger than it are not "
        "finished, and rates of other windows do not compare."
    ),
    source="Northing's methods, section 2: repeat_purchase_rate.",
    denominator=(Term("first_orderers"),),
    variant="90_days",
    variants={
        "30_days": Variant(
            definition=(
                "Of the customers whose first order falls in the period, the share with a second "
                "purchase within 30 days."
            ),
            numerator=(Term("repeaters_30"),),
        ),
        "365_days": Variant(
            definition=(
                "Of the customers whose first order falls in the period, the share with a second "
                "purchase within 365 days."
            ),
            numerator=(Term("repeaters_365"),),
        ),
    },
)
