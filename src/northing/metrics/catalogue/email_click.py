"""E-mail click rate."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="E-mail click rate",
    family="customer experience",
    definition="Mails clicked in ÷ mails delivered.",
    unit="fraction",
    good="up",
    grain="day × content",
    numerator=(Term("mails_clicked"),),
    trap="Security scanners click too; some tools divide by opens and not by mails delivered.",
    source="Northing's methods, section 2: email_click.",
    denominator=(Term("mails_delivered"),),
)
