"""Grow the revenue that marketing helps to win."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Grow revenue",
    when="The company's growth target is known and marketing carries a part of it.",
    level="company",
    family="growth",
    key_results=(
        KeyResultDraft(
            "Revenue by the day",
            "revenue",
            "count",
            unit="money",
            why="What the company is paid.",
            size="A tenth to a quarter above the year before.",
        ),
        KeyResultDraft(
            "New pipeline by the day",
            "new_pipeline",
            "count",
            unit="money",
            leads="leading",
            why="The revenue of the quarters after.",
            size="Three to four times the revenue still lacking, at a win rate of a quarter.",
        ),
        KeyResultDraft(
            "Win rate of deals that close",
            "win_rate_closed",
            "from_to",
            unit="points",
            window="last-2-quarters",
            why="Whether the pipeline is worth its name.",
            size="Two to four points in two quarters.",
        ),
    ),
)
