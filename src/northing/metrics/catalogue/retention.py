"""Retention: subscribers of the start who are still there at the end."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Retention",
    family="customer experience",
    definition=(
        "Subscribers at the start of the period who still pay at its end ÷ subscribers at the "
        "start; new ones are left out."
    ),
    unit="fraction",
    good="up",
    grain="month × segment",
    numerator=(Term("subscribers_kept"),),
    trap=(
        "Depends on the length of the period: never set a month beside a quarter. It follows "
        "contracts; customers without one need a rule of inactivity."
    ),
    source="Northing's methods, section 2: retention.",
    denominator=(Term("subscribers_at_start"),),
)
