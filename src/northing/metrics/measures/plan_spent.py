"""What was spent, by what it served in the plan."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="money spent",
    unit="money",
    table="plan_spend",
    column="amount",
    dimensions=("objective", "initiative", "category", "channel", "campaign"),
    monthly=True,
    ahead=True,
    absent_is_zero=False,
)
