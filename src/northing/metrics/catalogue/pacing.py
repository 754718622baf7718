"""Pacing: what was booked beside the plan to date."""

from northing.metrics.metric import Metric, Term

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
)
