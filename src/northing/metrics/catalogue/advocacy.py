"""Advocacy: new customers whom another customer sent."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Advocacy",
    family="customer experience",
    definition="New customers referred by another ÷ new customers.",
    unit="fraction",
    good="up",
    grain="day × segment",
    numerator=(Term("referred_customers"),),
    trap="Only referrals that were recorded: word of mouth without a code is invisible.",
    source="Northing's methods, section 2: advocacy.",
    denominator=(Term("new_customers_told"),),
)
