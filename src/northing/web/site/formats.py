"""How values are written for people: money short or in full, percent, dates; never a bare None."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from northing.web.site.blocks import Kind

ABSENT = "–"
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF ", "BRL": "R$ "}
_THIN = "\u202f"


def show(value: Any, kind: Kind = "text", currency: str = "EUR") -> str:
    """Write a value as its kind asks.

    Examples:
        >>> show(1234567.891, "money", "EUR")
        '€1,234,568'
        >>> show(12.3, "money", "USD"), show(0.1234, "percent"), show(3.14159, "ratio")
        ('$12.30', '12.3\u202f%', '3.14×')
        >>> show(None, "money"), show(-5, "count"), show(0.02, "points")
        ('–', '−5', '+2.0 pp')
    """
    if value is None or (isinstance(value, float) and value != value):
        return ABSENT
    if kind == "date" or isinstance(value, date):
        return show_date(value)
    if isinstance(value, bool) or kind == "flag":
        return "yes" if value else "no"
    if kind == "name":
        return named(value)
    if kind == "text" or isinstance(value, str):
        return str(value)
    return _SHOWN[kind](float(value), currency).replace("-", "−")


def show_short(value: Any, kind: Kind, currency: str = "EUR") -> str:
    """Write a large figure short, for tiles and axes.

    Examples:
        >>> show_short(48_210_000, "money", "USD"), show_short(1_284, "money", "EUR")
        ('$48.2M', '€1,284')
    """
    if value is None or kind not in ("money", "count", "number") or isinstance(value, str):
        return show(value, kind, currency)
    size = abs(float(value))
    for limit, unit in ((1e9, "B"), (1e6, "M"), (1e5, "k")):
        if size >= limit:
            divisor = 1e3 if unit == "k" else limit
            sign = _SIGNS.get(currency, f"{currency} ") if kind == "money" else ""
            digits = 1 if size / divisor < 100 else 0
            minus = "−" if float(value) < 0 else ""
            return f"{minus}{sign}{size / divisor:,.{digits}f}{unit}"
    return show(value, kind, currency)


def show_date(value: date | datetime | str) -> str:
    """Write a day or an instant (in UTC), unmistakably.

    Examples:
        >>> show_date(date(2026, 6, 30)), show_date(datetime(2026, 6, 30, 9, 5))
        ('30 Jun 2026', '30 Jun 2026, 09:05')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %Y, %H:%M}"
    return f"{value.day} {value:%b %Y}"


def _money(value: float, currency: str) -> str:
    digits = 0 if abs(value) >= 1000 else 2
    minus = "-" if value < 0 else ""
    return f"{minus}{_SIGNS.get(currency, f'{currency} ')}{abs(value):,.{digits}f}"


def _number(value: float, _currency: str) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"


_SHOWN: dict[str, Callable[[float, str], str]] = {
    "money": _money,
    "count": lambda value, _: f"{value:,.0f}",
    "number": _number,
    "percent": lambda value, _: f"{100 * value:,.1f}{_THIN}%",
    "change": lambda value, _: f"{100 * value:+,.1f}{_THIN}%",
    "points": lambda value, _: f"{100 * value:+,.1f} pp",
    "ratio": lambda value, _: f"{value:,.2f}×",
    "days": lambda value, _: f"{value:,.0f} days" if value >= 10 else f"{value:,.1f} days",
    "months": lambda value, _: f"{value:,.1f} months",
    "score": lambda value, _: f"{value:+,.1f}",
}


def named(key: Any) -> str:
    """A channel's or kind's key as people write it; names of campaigns are left as they are.

    Examples:
        >>> named("paid_search_brand"), named(None)
        ('Paid search brand', 'Not stated')
    """
    if key is None or key == "":
        return "Not stated"
    text = str(key).replace("_", " ")
    return text[:1].upper() + text[1:]


UNIT_KINDS: dict[str, Kind] = {
    "money": "money",
    "×": "ratio",
    "fraction": "percent",
    "count": "number",
    "days": "days",
    "months": "months",
    "points": "score",
}
"""How a metric's unit is shown."""


def plain(value: Any) -> Any:
    """A value for JSON: money as a number, a date as ISO text."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
