"""Value of new opportunities that marketing touched before sales."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new pipeline that marketing touched before sales",
    unit="money",
    table="pipeline_sources_daily",
    column="before_sales",
    dimensions=("segment", "country"),
)
