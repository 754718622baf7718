"""Keys made of titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l"}
)
_LONGEST = 70


def key_of(title: str, taken: Collection[str] = ()) -> str:
    """A key that says what the title says, and that nothing else has.

    Examples:
        >>> key_of("Bekannt in Österreich!"), key_of("Grow", taken={"grow"})
        ('bekannt-in-oesterreich', 'grow-2')
    """
    small = unicodedata.normalize("NFC", title).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", small).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].rstrip("-") or "entry"
    if key not in taken:
        return key
    return next(other for nth in count(2) if (other := f"{key}-{nth}") not in taken)
