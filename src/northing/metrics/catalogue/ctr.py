"""Click-through rate."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Click-through rate",
    family="customer experience",
    definition="Clicks ÷ impressions, over the rows that report both.",
    unit="fraction",
    good="up",
    grain="day × campaign",
    numerator=(Term("clicks_with_impressions"),),
    denominator=(Term("impressions_with_clicks"),),
    trap="Platforms define a click differently; compare a platform with itself.",
    source="Northing's methods, section 2: ctr.",
)
