"""Words by which budget sheets say what a row or a column is."""

from __future__ import annotations

import re
from typing import Any

from northing.plan.sheets.column import normal
from northing.plan.values import Money

TOTAL = re.compile(
    r"(?:(?:grand|sub|yearly|annual)[ -]?)?"
    r"(?:total|totals|subtotal|sum|summe|zwischensumme|gesamt|gesamtsumme|insgesamt|totale|totaal"
    r"|suma|somme|fy|full[ -]year|year|jahr|ytd|[qh][1-4](?: ?\d{2,4})?)\b.*|.*\b(?:total|gesamt)",
    re.IGNORECASE,
)
THOUSANDS = re.compile(
    r"\b[TK] ?(?:EUR|USD|GBP|CHF|SEK)\b|\bk ?[€$£]|[€$£] ?k\b|\b(?:in )?(?:thousands?|tsd)\b"
    r"|\b(?:EUR|USD|GBP|CHF|SEK) ?['’]?000\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")

_STATES: dict[str, Money] = {
    **dict.fromkeys(("plan", "planned", "budget", "soll", "target"), "planned"),
    **dict.fromkeys(("forecast", "fc", "outlook", "prognose"), "forecast"),
    **dict.fromkeys(("committed", "commitment", "obligo", "po"), "committed"),
    **dict.fromkeys(("actual", "actuals", "ist", "spent", "spend"), "actual"),
}
_CATEGORIES = {
    "media": "media paid ads advertising werbung search social display television tv posters radio"
    " sea sem mediabudget newsletter",
    "people": "people personal staff salaries team headcount payroll freelancers",
    "tools": "tools software licences licenses martech crm saas",
    "agency": "agency agencies agentur agenturen retainer fees",
    "events": "events event fairs messen messe trade summit forum roadshow sponsoring",
    "research": "research marktforschung survey surveys study",
    "production": "production produktion creative content video print design",
    "reserve": "reserve contingency puffer experiments",
}
_BY_WORD = {word: name for name, words in _CATEGORIES.items() for word in words.split()}


def is_total(label: Any) -> bool:
    """Whether a row or a column is a total of others.

    Examples:
        >>> [is_total(one) for one in ("Subtotal media", "Summe", "Q1", "Media total", "TV")]
        [True, True, True, True, False]
    """
    return isinstance(label, str) and TOTAL.fullmatch(label.strip()) is not None


def state_of(label: Any) -> Money | None:
    """The state of money that a heading names; None where it names none."""
    return _STATES.get(normal(label)) if isinstance(label, str) else None


def category_of(*labels: str) -> str | None:
    """The category that the first label speaks of that speaks of one.

    Examples:
        >>> category_of("Paid search DACH"), category_of("Sundry"), category_of("", "Tools")
        ('media', None, 'tools')
    """
    for label in labels:
        if normal(label) in ("other", "sonstiges"):
            return "other"
        for word in re.findall(r"[^\W\d_]+", label.casefold()):
            if word in _BY_WORD:
                return _BY_WORD[word]
    return None
