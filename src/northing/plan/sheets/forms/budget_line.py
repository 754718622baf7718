"""Budget lines: one row for each line, state of money and currency, months as columns."""

from northing.plan.sheets.column import choice, number, text
from northing.plan.sheets.form import Form

ENTRY = Form(
    "Budget",
    (
        text("key"),
        text("title", synonyms=("line", "budget_line", "name", "position")),
        text("owner", synonyms=("responsible",)),
        choice("category", synonyms=("kind", "type")),
        text("initiative"),
        text("channel"),
        text("country"),
        text("cost_centre", synonyms=("cost_center",)),
        text("account", synonyms=("gl_account",)),
        choice("bet"),
        text("promise_metric", "promise", "metric"),
        number("promise_low", "promise", "low"),
        number("promise_high", "promise", "high"),
        text("note", synonyms=("comment", "notes")),
    ),
    by_month=True,
)
