"""Make marketing able to show what it does: tracking, data, skills."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Be able to show what marketing does",
    when="Numbers are doubted, or nobody can say what the money brought.",
    level="team",
    family="capability",
    key_results=(
        KeyResultDraft(
            "Visits that stay, as a share of visits",
            "engaged_session_rate",
            "hold",
            unit="points",
            window="last-13-weeks",
            leads="leading",
            why="It falls at once where tracking or landing pages break.",
            size="Within two points of the last year.",
        ),
        KeyResultDraft(
            "One definition of each number in the board's pack, locked, by the day",
            "",
            "milestone",
            why="Finance and marketing sign it together.",
            size="One quarter.",
        ),
    ),
)
