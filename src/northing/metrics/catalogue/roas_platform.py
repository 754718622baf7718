"""Return on ad spend as the platforms claim it."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Return on ad spend (claimed by platforms)",
    family="profitability",
    definition="Value that a platform claims ÷ its media spend, platform by platform.",
    unit="×",
    good="up",
    grain="day × source × campaign",
    numerator=(Term("platform_value"),),
    trap=(
        "Each platform claims whatever it touched, so two claim the same order: platforms are "
        "never summed, and no total is given."
    ),
    source="Northing's methods, section 2: roas_platform.",
    denominator=(Term("spend_with_claims"),),
    apart="source",
)
