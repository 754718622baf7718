"""Engagement rate of the company's posts."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Social engagement rate",
    family="customer experience",
    definition="Engagements ÷ impressions, over the posts that report both.",
    unit="fraction",
    good="up",
    grain="day × network × content",
    numerator=(Term("engagements"),),
    trap=(
        "Networks define an engagement differently, and outrage engages too; some tools divide by "
        "reach or by followers."
    ),
    source="Northing's methods, section 2: social_engagement_rate.",
    denominator=(Term("posts_seen"),),
)
