"""Enter a market where nobody knows the company yet."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Enter a new market",
    when="A country or a segment is to carry growth that the old ones no longer can.",
    level="marketing",
    family="growth",
    horizon="long",
    key_results=(
        KeyResultDraft(
            "First customers won by the day",
            "conversions?kind=won",
            "count",
            unit="count",
            why="Scope it to the market: it shows that strangers buy.",
            size="Ten to thirty references within the first year.",
        ),
        KeyResultDraft(
            "New pipeline in the market by the day",
            "new_pipeline",
            "count",
            unit="money",
            leads="leading",
            why="Scope it to the market; it moves a sales cycle before revenue.",
            size="Five times the first year's revenue: a new market closes less often.",
        ),
        KeyResultDraft(
            "Known when asked with help",
            "awareness_aided",
            "from_to",
            unit="points",
            window="last-4-quarters",
            why="Scope the survey to the market.",
            size="From nothing to five or ten points in a year.",
        ),
    ),
)
