"""Value of all new opportunities."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new pipeline",
    unit="money",
    table="pipeline_sources_daily",
    column="value",
    dimensions=("segment", "country"),
)
