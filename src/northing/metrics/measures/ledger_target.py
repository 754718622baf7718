"""The income that finance plans for the whole period."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="planned income",
    unit="money",
    table="finance_monthly",
    column="plan",
    dimensions=("account", "cost_centre", "side"),
    monthly=True,
    ahead=True,
    absent_is_zero=False,
    only_where="plan",
)
