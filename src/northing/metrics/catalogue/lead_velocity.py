"""Lead velocity: growth of qualified leads over the period before."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Lead velocity",
    family="revenue",
    definition=(
        "(Qualified leads − those of the period before, as long) ÷ those of the period before."
    ),
    unit="fraction",
    good="up",
    grain="day × segment",
    numerator=(
        Term("qualified_leads", credit="when split"),
        Term("qualified_leads", credit="when split", before=True, sign=-1),
    ),
    trap="Seasons count as growth; and a period that is not over is set beside a whole one.",
    source="Northing's methods, section 2: lead_velocity.",
    denominator=(Term("qualified_leads", credit="when split", before=True),),
    open_ended=True,
)
