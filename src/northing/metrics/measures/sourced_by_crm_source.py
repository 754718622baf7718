"""Value of new opportunities whose CRM source is marketing."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new pipeline whose CRM source is marketing",
    unit="money",
    table="pipeline_sources_daily",
    column="crm_source",
    dimensions=("segment", "country"),
)
