"""What finance plans, up to the newest complete day."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="plan to date",
    unit="money",
    table="finance_monthly",
    column="plan",
    dimensions=("account", "cost_centre", "side"),
    monthly=True,
    absent_is_zero=False,
    only_where="plan",
)
