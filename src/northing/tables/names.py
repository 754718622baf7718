"""Spellings: which channel or campaign a file means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote_plus

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


def fold_name(text: str) -> str:
    """Fold a spelling: case, accents, %-escapes and punctuation do not count.

    Examples:
        >>> fold_name("Spring%20Sale-2025 "), fold_name("Außenwerbung"), fold_name("Google / CPC")
        ('spring_sale_2025', 'aussenwerbung', 'google_cpc')
    """
    plain = unicodedata.normalize("NFKD", unquote_plus(text).casefold())
    ascii_only = "".join(letter for letter in plain if not unicodedata.combining(letter))
    folded = _NOT_ALPHANUMERIC.sub("_", ascii_only).strip("_")
    # A name in another script has no letters left: it is kept as it is rather than lost.
    return folded or text.strip()


def channel_spellings(channels: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Every known spelling, folded, and the channel that it means.

    Args:
        channels: Rows of the `channels` table, with `channel` and `synonyms` (separated by `|`).
    """
    spellings: dict[str, str] = {}
    for row in channels:
        channel = str(row["channel"])
        for spelling in (channel, *str(row.get("synonyms") or "").split("|")):
            if spelling.strip():
                spellings.setdefault(fold_name(spelling), channel)
    return spellings


def resolve_channel(given: str, spellings: Mapping[str, str]) -> str:
    """The channel that a spelling means; an unknown one becomes a channel of its own.

    `source / medium` is looked up as a pair first, then by its medium, then by its source.

    Examples:
        >>> known = channel_spellings([{"channel": "paid_search", "synonyms": "cpc|google / cpc"}])
        >>> resolve_channel("Bing / CPC", known), resolve_channel("Podcast Ads", known)
        ('paid_search', 'podcast_ads')
    """
    whole = fold_name(given)
    if whole in spellings:
        return spellings[whole]
    if " / " in given:
        source, medium = given.split(" / ", 1)
        for part in (medium, source):
            if fold_name(part) in spellings:
                return spellings[fold_name(part)]
    return whole


def resolve_campaign(given: str, spellings: Mapping[str, str]) -> str:
    """The campaign that a spelling means; an unknown one is kept as it was written.

    Examples:
        >>> resolve_campaign("SPRING%20sale", {"spring_sale": "Spring sale"})
        'Spring sale'
    """
    return spellings.get(fold_name(given), given.strip())
