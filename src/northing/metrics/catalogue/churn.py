"""Churn: subscribers of the start who are gone at the end."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Churn",
    family="customer experience",
    definition=(
        "Subscribers at the start of the period who no longer pay at its end ÷ subscribers at the "
        "start."
    ),
    unit="fraction",
    good="down",
    grain="month × segment",
    numerator=(Term("subscribers_lost"),),
    trap=(
        "Who came and left within the period is in neither part; who left and came back within it "
        "is not lost."
    ),
    source="Northing's methods, section 2: churn.",
    denominator=(Term("subscribers_at_start"),),
)
