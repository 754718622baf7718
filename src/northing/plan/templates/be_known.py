"""Be known and preferred by those who will buy later."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Be known and preferred",
    when="Those who will buy in a year do not think of the company yet.",
    level="marketing",
    family="brand",
    horizon="long",
    key_results=(
        KeyResultDraft(
            "Known when asked without help",
            "awareness_unaided",
            "from_to",
            unit="points",
            window="last-4-quarters",
            why="From a survey of the market, with its interval.",
            size="Two to four points a year; less lies within a survey's error.",
        ),
        KeyResultDraft(
            "Share of searches",
            "share_of_search",
            "from_to",
            unit="points",
            leads="leading",
            window="last-13-weeks",
            why="Moves before surveys do.",
            size="One or two points a year, where others advertise too.",
        ),
    ),
)
