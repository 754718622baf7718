"""Value of new opportunities whose first touch is marketing."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new pipeline whose first touch is marketing",
    unit="money",
    table="pipeline_sources_daily",
    column="first_touch",
    dimensions=("segment", "country"),
)
