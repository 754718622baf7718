"""Let customers say that they are served better."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Serve customers better",
    when="Customers say that something is missing, and leave for it.",
    level="company",
    family="experience",
    key_results=(
        KeyResultDraft(
            "Would be recommended",
            "nps",
            "from_to",
            unit="score",
            window="last-4-quarters",
            why="Promoters less detractors.",
            size="Five to ten points a year.",
        ),
        KeyResultDraft(
            "Content with the last contact",
            "csat",
            "from_to",
            unit="points",
            leads="leading",
            window="last-13-weeks",
            why="Weekly, where a survey takes a quarter.",
            size="Two to five points in a quarter.",
        ),
    ),
)
