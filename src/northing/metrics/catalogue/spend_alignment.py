"""Spend alignment: what share of the money an objective got beside the share agreed for it."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Spend alignment",
    family="profitability",
    definition=(
        "Money spent on an objective ÷ all money spent, less the share agreed with finance; "
        "people and tools are run, what serves no objective is none."
    ),
    unit="fraction",
    good="none",
    grain="month × objective",
    numerator=(Term("plan_linked"),),
    trap=(
        "Zero is good, and both sides of it cost: what one objective has too much, others lack. "
        "Priority is not money: a top priority can be cheap."
    ),
    source="Northing's methods, section 2: spend_alignment.",
    denominator=(Term("plan_everything"),),
    minus=((Term("plan_target"),), (Term("plan_everything"),)),
    open_ended=True,
    apart="objective",
)
