"""Keep the customers that were won, and sell them more."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Keep customers and grow with them",
    when="Most of the revenue is with customers already, or too many leave.",
    level="company",
    family="retention",
    horizon="long",
    key_results=(
        KeyResultDraft(
            "Revenue kept and grown with customers",
            "nrr",
            "from_to",
            unit="points",
            window="last-12-months",
            why="Above 100 % the company grows without a new customer.",
            size="Two to five points a year; 100 % is the first mark to pass.",
        ),
        KeyResultDraft(
            "Customers that leave stay below the limit",
            "churn",
            "hold",
            better="down",
            unit="points",
            window="last-3-months",
            leads="leading",
            why="The first sign.",
            size="A tenth less than in the last year.",
        ),
        KeyResultDraft(
            "Every customer has been spoken to by the day",
            "",
            "milestone",
            leads="leading",
            why="Customer success reports it.",
            size="All of the largest fifth within a quarter.",
        ),
    ),
)
