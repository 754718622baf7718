"""Engaged session rate."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Engaged session rate",
    family="customer experience",
    definition="Engaged sessions ÷ sessions, over the sources that tell both.",
    unit="fraction",
    good="up",
    grain="day × channel × device",
    numerator=(Term("engaged_sessions"),),
    trap=(
        "The rule of engaged is the source's own (GA4: 10 seconds, two pages or a conversion) and "
        "changes with it."
    ),
    source="Northing's methods, section 2: engaged_session_rate.",
    denominator=(Term("sessions_with_engagement"),),
)
