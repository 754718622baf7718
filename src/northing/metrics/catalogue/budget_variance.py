"""Budget variance: how far what was booked is from the plan."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Budget variance",
    family="profitability",
    definition="(Booked cost − plan) ÷ plan, of the months that are booked.",
    unit="fraction",
    good="none",
    grain="month × account × cost centre",
    numerator=(
        Term("ledger_actual", where=(("side", ("cost",)),)),
        Term("ledger_plan_booked", sign=-1, where=(("side", ("cost",)),)),
    ),
    trap=(
        "Planned, forecast, committed and actual are four different things; underspending is no "
        "saving if the work was not done."
    ),
    source="Northing's methods, section 2: budget_variance.",
    denominator=(Term("ledger_plan_booked", where=(("side", ("cost",)),)),),
    open_ended=True,
    variant="ledger",
    variants={
        "budget_lines": Variant(
            definition=(
                "(Money spent − planned money of budget lines to date) ÷ planned money to date."
            ),
            numerator=(
                Term("plan_spent"),
                Term("plan_budgeted", sign=-1, where=(("state", ("planned",)),)),
            ),
            denominator=(Term("plan_budgeted", where=(("state", ("planned",)),)),),
            trap=(
                "Spent is what platforms report and the table costs holds, not what finance has "
                "booked; spending that no budget line plans counts as well."
            ),
        ),
    },
)
