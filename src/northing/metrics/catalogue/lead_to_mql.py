"""Lead to qualified lead: by the day of entry, not same-period counts."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Lead to qualified lead rate",
    family="revenue",
    definition=(
        "Of the people who became leads in the period for the first time, the share that became "
        "mqls since."
    ),
    unit="fraction",
    good="up",
    grain="day of entry × segment",
    numerator=(Term("leads_moved_on"),),
    trap=(
        "Young cohorts are not finished. A lead that skips the stage counts as not converted, and "
        "a person counts once however many forms were filled in."
    ),
    source="Northing's methods, section 2: lead_to_mql.",
    denominator=(Term("leads_entered"),),
)
