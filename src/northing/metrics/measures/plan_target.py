"""What the agreed share of everything spent would be."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="agreed money of an objective",
    unit="money",
    table="plan_shares",
    column="target",
    dimensions=("objective",),
    monthly=True,
    ahead=True,
    absent_is_zero=False,
)
