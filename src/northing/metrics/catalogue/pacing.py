"""Pacing: what was booked beside the plan to date."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Pacing",
    family="profitability",
    definition="Booked cost ÷ plan up to the newest complete day, with the plan's own seasons.",
    unit="×",
    good="none",
    grain="month × account × cost centre",
    numerator=(Term("ledger_actual", where=(("side", ("cost",)),)),),
    trap="Invoices arrive late: a month looks underspent until its books are closed.",
    source="Northing's methods, section 2: pacing.",
    denominator=(Term("ledger_plan", where=(("side", ("cost",)),)),),
    variant="ledger",
    variants={
        "budget_lines": Variant(
            definition=(
                "Money spent ÷ planned money of budget lines up to the newest complete day, with "
                "the plan's own seasons."
            ),
            numerator=(Term("plan_spent"),),
            denominator=(Term("plan_budgeted", where=(("state", ("planned",)),)),),
            trap=(
                "Within a month a day is a day: a plan that is spent on the first of the month "
                "looks fast until its end."
            ),
        ),
    },
)
