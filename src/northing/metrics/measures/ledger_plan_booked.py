"""What finance plans for the months that are booked."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="plan of the months booked",
    unit="money",
    table="finance_monthly",
    column="plan",
    dimensions=("account", "cost_centre", "side"),
    monthly=True,
    ahead=True,
    absent_is_zero=False,
    only_where="actual",
)
