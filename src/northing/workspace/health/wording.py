"""Numbers and lists as the sentences of data health say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from northing.engine import quote_name, quote_text

_SHOWN = 5
_LARGE = 100


def counted(number: int, thing: str) -> str:
    """A number and what it counts.

    Examples:
        >>> counted(1, "row"), counted(12_400, "row"), counted(2, "currency")
        ('1 row', '12,400 rows', '2 currencies')
    """
    if number == 1:
        return f"1 {thing}"
    plural = f"{thing[:-1]}ies" if thing.endswith("y") and thing[-2] not in "ae" else f"{thing}s"
    return f"{number:,} {plural}"


def share(part: float, whole: float) -> str:
    """A part of a whole in percent.

    Examples:
        >>> share(1, 40), share(1, 100_000)
        ('2.5 %', 'under 0.1 %')
    """
    percent = 100 * float(part) / float(whole) if whole else 0.0
    return "under 0.1 %" if 0 < abs(percent) < 0.1 else f"{percent:.1f} %"


def money(amount: Decimal | float, currency: str) -> str:
    """An amount, without cents where it is large.

    Examples:
        >>> money(Decimal("1234.5"), "EUR"), money(9.5, "EUR")
        ('1,235 EUR', '9.50 EUR')
    """
    # a half is rounded as people do, not to the even number
    whole = Decimal(amount).quantize(Decimal(1), rounding="ROUND_HALF_UP")
    return f"{whole:,} {currency}" if abs(whole) >= _LARGE else f"{amount:,.2f} {currency}"


def listed(names: Sequence[str], shown: int = _SHOWN) -> str:
    """Names in words; of many, the first and how many more there are.

    Examples:
        >>> listed(["a", "b", "c"], 2)
        'a, b and 1 more'
    """
    if len(names) > shown:
        return f"{', '.join(names[:shown])} and {len(names) - shown:,} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def among(column: str, values: Iterable[str]) -> str:
    """SQL: a column holds one of some texts."""
    return f"{quote_name(column)} IN ({', '.join(quote_text(value) for value in values)})"


def equals(column: str, value: str | None) -> str:
    """SQL: a column holds this text, or nothing."""
    if value is None:
        return f"{quote_name(column)} IS NULL"
    return f"{quote_name(column)} = {quote_text(value)}"
