"""Rows that add up the others: shown, never counted."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_WORDS = (
    r"(?:totals? of [\d.,]+ \w+|results from [\d.,]+ [\w ]+"
    r"|(?:grand|sub)[ -]?totals?|totals?|gesamt(?:summe|ergebnis|wert)?|(?:zwischen)?summe"
    r"|insgesamt"
    r"|total(?:e|es|i|aux|t|en)?(?: (?:général|general|generale|geral|complessivo|compte))?|totaal"
    r"|eindtotaal|suma(?: (?:całkowita|końcowa))?|razem|ogółem|łącznie|summa|totalsumma|celkem"
    r"|összesen|yhteensä|sum|итого)"
)
LABEL = rf"(?i)^\W*{_WORDS}\s*(?:[:–—-].*|\(.*\)|\d*)?\W*$"
_LABEL = re.compile(LABEL)


def is_label(cell: str | None) -> bool:
    """Whether a cell names a total.

    Examples:
        >>> [is_label(cell) for cell in ("Total: Campaigns", "Gesamt", "Total Recall")]
        [True, True, False]
    """
    return bool(cell and _LABEL.match(cell.strip()))


def label_mask(columns: list[pa.Array]) -> pa.Array | None:
    """Return which rows carry a total's label in any of these text columns."""
    found: pa.Array | None = None
    for column in columns:
        mask = pc.fill_null(pc.match_substring_regex(column, LABEL), False)
        found = mask if found is None else pc.or_(found, mask)
    return found
