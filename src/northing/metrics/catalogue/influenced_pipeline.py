"""Influenced pipeline: opportunities that marketing touched before they were opened."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Influenced pipeline",
    family="revenue",
    definition=(
        "Value of new opportunities with at least one qualifying touch of a marketing channel "
        "within the lookback before the stage. By channel or campaign each shows all that it "
        "touched; the total counts every deal once."
    ),
    unit="money",
    good="up",
    grain="day × segment",
    numerator=(Term("influenced_pipeline"),),
    trap=(
        "Not additive over campaigns, and never added to sourced pipeline: most of what is "
        "sourced is influenced too."
    ),
    source="Northing's methods, section 2: influenced_pipeline.",
    additive=("segment", "country", "device"),
)
