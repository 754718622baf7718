"""Launch a product so that customers take it up."""

from northing.plan.template import KeyResultDraft, Template

ENTRY = Template(
    title="Launch a product that customers take up",
    when="A product or a large new part of one comes out within the year.",
    level="marketing",
    family="growth",
    key_results=(
        KeyResultDraft(
            "It is on sale by the day",
            "",
            "milestone",
            leads="leading",
            why="The product's lead reports it, with the release note.",
            size="A day that product and sales have agreed to.",
        ),
        KeyResultDraft(
            "Orders by the day",
            "orders",
            "count",
            unit="count",
            why="Scope it to the product's segment.",
            size="A tenth of the customers it suits, in the first two quarters.",
        ),
        KeyResultDraft(
            "Customers content after the first contact",
            "csat",
            "hold",
            unit="points",
            window="last-13-weeks",
            leads="leading",
            why="A launch that disappoints costs more than one that waits.",
            size="No more than three points below what customers say of the rest.",
        ),
    ),
)
