"""What was spent on an objective."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="money spent on an objective",
    unit="money",
    table="plan_shares",
    column="linked",
    dimensions=("objective",),
    monthly=True,
    ahead=True,
    absent_is_zero=False,
)
