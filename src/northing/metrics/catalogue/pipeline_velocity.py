"""Pipeline velocity: the revenue that the pipeline yields a day."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Pipeline velocity",
    family="revenue",
    definition=(
        "Deals open at the end of the period × win rate × average value of a deal won ÷ average "
        "days from opportunity to won; the last three of the deals closed in the period."
    ),
    unit="money",
    good="up",
    grain="day × segment",
    numerator=(
        Term("deals_in_pipeline"),
        Term("value_closed_won"),
        Term("deals_won_timed"),
    ),
    trap=(
        "Four numbers in one: it can rise because deals are dragged open. The parts must be of "
        "one segment; the cycle is a mean here, as medians do not multiply."
    ),
    source="Northing's methods, section 2: pipeline_velocity.",
    denominator=(
        Term("deals_closed"),
        Term("won_cycle_days"),
    ),
    product=True,
)
