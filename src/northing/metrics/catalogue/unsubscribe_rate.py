"""Unsubscribe rate."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Unsubscribe rate",
    family="customer experience",
    definition="Unsubscribes ÷ mails delivered.",
    unit="fraction",
    good="down",
    grain="day × content",
    numerator=(Term("unsubscribes"),),
    trap=(
        "Who is annoyed marks as spam or stops reading; few unsubscribes do not mean content "
        "readers."
    ),
    source="Northing's methods, section 2: unsubscribe_rate.",
    denominator=(Term("mails_delivered"),),
)
