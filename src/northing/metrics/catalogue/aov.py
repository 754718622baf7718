"""Average order value."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Average order value",
    family="revenue",
    definition="Revenue of orders, net of returns, ÷ orders placed.",
    unit="money",
    good="up",
    grain="day × segment",
    numerator=(Term("order_revenue"),),
    denominator=(Term("orders"),),
    trap=(
        "Returns fall on the day they are made, not on the day of their order; a "
        "return is not an order."
    ),
    source="Northing's methods, section 2: aov.",
)
