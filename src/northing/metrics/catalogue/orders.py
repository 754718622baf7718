"""Orders: how often somebody bought in the shop."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Orders",
    family="revenue",
    definition="Count of orders; returns are not orders and are not taken away.",
    unit="count",
    good="up",
    grain="day × segment",
    numerator=(Term("orders"),),
    trap="An order that is returned later still counts; revenue and margin are net of returns.",
    source="Northing's methods, section 2: orders.",
    additive=("segment", "country"),
)
