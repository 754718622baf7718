"""Return on investment: what credited margin leaves over its cost."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Campaign return on investment",
    family="profitability",
    definition=(
        "(Revenue credited by the rule × the setting margin_rate − media spend) ÷ media spend."
    ),
    unit="fraction",
    good="up",
    grain="day × channel × campaign",
    numerator=(
        Term("revenue", credit="always", at_margin=True),
        Term("spend", sign=-1),
    ),
    trap=(
        "Credit is not effect, and cost is media only. One margin rate serves all campaigns, so "
        "that they stand on one basis."
    ),
    source="Northing's methods, section 2: campaign_roi.",
    denominator=(Term("spend"),),
    open_ended=True,
)
