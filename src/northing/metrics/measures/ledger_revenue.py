"""The income that the ledger has booked."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="booked income",
    unit="money",
    table="finance_monthly",
    column="revenue",
    dimensions=("account", "cost_centre", "side"),
    monthly=True,
    ahead=True,
    only_where="revenue",
)
