"""Sessions of the site."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Sessions",
    family="customer experience",
    definition="Count of sessions, as web analytics counts them.",
    unit="count",
    good="up",
    grain="day × channel × device",
    numerator=(Term("sessions"),),
    trap="Bots and reloads count, visitors without consent do not; a rise is no success by itself.",
    source="Northing's methods, section 2: sessions.",
    additive=("channel", "campaign", "landing_page", "country", "device"),
)
