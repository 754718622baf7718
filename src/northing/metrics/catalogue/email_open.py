"""E-mail open rate."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="E-mail open rate",
    family="customer experience",
    definition="Mails opened ÷ mails delivered.",
    unit="fraction",
    good="up",
    grain="day × content",
    numerator=(Term("mails_opened"),),
    trap=(
        "Inflated by privacy proxies that open every mail: use it for nothing but a mail's own "
        "history."
    ),
    source="Northing's methods, section 2: email_open.",
    denominator=(Term("mails_delivered"),),
)
