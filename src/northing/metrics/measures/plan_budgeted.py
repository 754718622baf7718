"""What budget lines hold, up to the newest complete day."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="budgeted money to date",
    unit="money",
    table="plan_budget",
    column="amount",
    dimensions=(
        "state",
        "objective",
        "initiative",
        "category",
        "channel",
        "country",
        "bet",
        "budget_line",
        "account",
        "cost_centre",
    ),
    monthly=True,
    only_where="amount",
    absent_is_zero=False,
)
