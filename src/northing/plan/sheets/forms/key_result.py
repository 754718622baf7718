"""Key results: the numbers, their dates and who answers for them."""

from northing.plan.sheets.column import choice, day, number, text
from northing.plan.sheets.form import Form

ENTRY = Form(
    "Key results",
    (
        text("key"),
        text("objective"),
        text("title", synonyms=("key_result", "name")),
        text("owner", synonyms=("responsible",)),
        choice("kind", synonyms=("type",)),
        text("metric"),
        choice("unit"),
        number("baseline", synonyms=("from",)),
        number("target", synonyms=("to",)),
        choice("better"),
        day("starts", synonyms=("start", "start_date")),
        day("due", synonyms=("due_date", "end", "ends")),
        text("window"),
        choice("commitment"),
        choice("leads"),
        text("vanity_reason"),
    ),
)
