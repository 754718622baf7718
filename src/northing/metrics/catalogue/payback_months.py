"""Payback: months until a new subscriber has paid back what acquiring cost."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="CAC payback",
    family="profitability",
    definition=(
        "(Media spend + sales and marketing costs) ÷ (new monthly recurring revenue × the setting "
        "margin_rate): CAC and margin of the same new subscribers."
    ),
    unit="months",
    good="down",
    grain="month",
    numerator=(
        Term("spend"),
        Term("costs"),
    ),
    trap=(
        "All acquisition cost stands above, new subscriptions alone below: where part of it wins "
        "customers without a contract, payback looks longer than it is."
    ),
    source="Northing's methods, section 2: payback_months.",
    denominator=(Term("new_mrr_margin"),),
)
