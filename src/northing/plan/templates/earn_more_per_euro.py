"""Get more out of every euro spent."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Earn more with every euro of marketing",
    when="Money is tight, or its return has fallen.",
    level="marketing",
    family="profitability",
    key_results=(
        KeyResultDraft(
            "Revenue for each euro of media",
            "mer",
            "from_to",
            unit="ratio",
            window="last-13-weeks",
            why="All revenue over all media: no rule of attribution can flatter it.",
            size="5 to 15 % more in a year; more needs another mix of media.",
        ),
        KeyResultDraft(
            "Acquisition cost falls",
            "cac",
            "lift",
            better="down",
            unit="money",
            window="last-13-weeks",
            why="The target is a change in percent, below 0.",
            size="−5 to −15 % in a year.",
        ),
        KeyResultDraft(
            "Leads become qualified",
            "lead_to_mql",
            "from_to",
            unit="points",
            leads="leading",
            window="last-13-weeks",
            why="Money on leads that nobody can sell to is wasted first.",
            size="Three to five points in half a year.",
        ),
    ),
)
