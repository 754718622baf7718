"""All money spent, beside each objective."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="all money spent",
    unit="money",
    table="plan_shares",
    column="everything",
    dimensions=("objective",),
    monthly=True,
    ahead=True,
    absent_is_zero=False,
)
