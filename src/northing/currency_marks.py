"""Currency marks in cells: which currency each names, and which name several."""

from __future__ import annotations

import re
from collections.abc import Mapping

from northing.money import CURRENCIES

CLEAR: Mapping[str, str] = {
    "€": "EUR",
    "£": "GBP",
    "R$": "BRL",
    "₹": "INR",
    "Rs": "INR",
    "Rs.": "INR",
    "zł": "PLN",
    "Fr.": "CHF",
    "SFr.": "CHF",
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "MX$": "MXN",
    "NT$": "TWD",
    "Kč": "CZK",
    "Ft": "HUF",
    "lei": "RON",
    "₺": "TRY",
    "₪": "ILS",
    "₩": "KRW",
    "₫": "VND",
    "₴": "UAH",
    "₱": "PHP",
    "฿": "THB",
    "₦": "NGN",
    "лв": "BGN",
}
SHARED: Mapping[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "ARS", "CLP", "COP", "TWD"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("DKK", "NOK", "SEK", "ISK"),
    "¥": ("JPY", "CNY"),
    "Rp": ("IDR",),
}
_BY_FOLDED = {mark.casefold(): mark for mark in (*CLEAR, *SHARED)}
_ORDERED = sorted((*CLEAR, *SHARED), key=len, reverse=True)
PATTERN = (
    "(?i:"
    + "|".join(re.escape(mark) for mark in _ORDERED)
    + "|"
    + "|".join(sorted(CURRENCIES))
    + ")"
)
"""Matches one mark or ISO code (RE2 and `re`)."""


def currencies_of(mark: str) -> tuple[str, ...]:
    """Return the currencies that a mark or code can stand for, the likeliest first.

    Examples:
        >>> currencies_of("€")
        ('EUR',)
        >>> currencies_of("usd")
        ('USD',)
        >>> currencies_of("kr")
        ('SEK', 'NOK', 'DKK', 'ISK')
    """
    if mark.upper() in CURRENCIES:
        return (mark.upper(),)
    known = _BY_FOLDED.get(mark.casefold(), mark)
    if known in CLEAR:
        return (CLEAR[known],)
    return SHARED.get(known, ())
