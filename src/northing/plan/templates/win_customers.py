"""Win more new customers, at a cost that still pays."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Win more new customers at a cost that pays",
    when="Growth is to come from new customers, and demand is there to be won.",
    level="marketing",
    family="growth",
    key_results=(
        KeyResultDraft(
            "Qualified leads won by the day",
            "qualified_leads",
            "count",
            leads="leading",
            unit="count",
            why="Moves weeks before revenue does.",
            size="A tenth to a fifth above the same days a year before.",
        ),
        KeyResultDraft(
            "New pipeline by the day",
            "new_pipeline",
            "count",
            leads="leading",
            unit="money",
            why="What sales can work with.",
            size="A tenth to a fifth above the same days a year before.",
        ),
        KeyResultDraft(
            "Acquisition cost stays below its limit",
            "cac",
            "hold",
            better="down",
            unit="money",
            window="last-13-weeks",
            why="More customers at any price are no success.",
            size="What a customer earns in a year, or a third of its lifetime value.",
        ),
    ),
)
