"""Budget lines within sight of what was spent: planned, forecast, committed and actual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from northing.money import as_money
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.initiative import Initiative
from northing.plan.values import Amount, Promise
from northing.simulate.clock import AS_OF, months
from northing.simulate.strategy import cast
from northing.simulate.strategy.days import at
from northing.simulate.strategy.goals import YEAR

_BOOKED_AHEAD = {"television": 1.0, "out_of_home": 0.6, "events": 0.4}
"""Share of next month's plan that is ordered already; half as much of each month after it."""
_EXPLORING = frozenset(
    {"northern-light", "press-nordics", "mobile-launch", "price-test", "partner-resellers"}
)
_GROWING = frozenset({"video-2026", "social-founders", "finance-leaders", "webinars", "winback"})

# key, title, category, initiative, EUR a month for 40,000 people, months from the last one
_MORE: tuple[tuple[str, str, Any, str | None, float, tuple[int, ...]], ...] = (
    ("mobile-launch-production", "Launch of the app: film and pages", "production",
     "mobile-launch", 4_800, (-2, -1, 0, 1, 2, 3)),
    ("price-test-research", "Price study: panel and analysis", "research", "price-test", 2_600,
     (-1, 0, 1, 2)),
    ("press-nordics-agency", "Press office in Stockholm", "agency", "press-nordics", 1_500,
     (-3, -2, -1, 0, 1, 2, 3, 4, 5, 6)),
    ("partner-resellers-other", "Starting help for resellers", "other", "partner-resellers",
     2_200, (2, 3, 4, 5, 6)),
    ("experiments", "Reserve for experiments", "reserve", None, 3_300, tuple(range(-5, 7))),
    ("chamber", "Sponsoring of the chamber of commerce in London", "other", None, 650,
     (-4, -1, 2, 5)),
)  # fmt: skip


@dataclass(frozen=True)
class Paid:
    """What was paid in a month, as the tables have it.

    Attributes:
        month: Its first day.
        amount: In `currency`.
        currency: As billed.
        initiative: Key of the initiative; None where nobody knows one.
        channel: For media.
        category: media, people, tools, agency …
    """

    month: date
    amount: Decimal
    currency: str
    initiative: str | None
    channel: str = ""
    category: str = "media"


def budget_lines(
    paid: Iterable[Paid], initiatives: Mapping[str, Initiative], *, size: float, seed: int
) -> tuple[BudgetLine, ...]:
    """One line for each initiative, channel and currency, and some that no data know of.

    Media that no initiative claims get no line: that is the money that serves no goal.

    Args:
        paid: Of this year and the one before.
        initiatives: By key.
        size: Of the company, 1 for 40,000 people.
        seed: Of the plan's distance from what was spent.
    """
    rng = np.random.default_rng((seed, 25))
    grouped: dict[tuple[str, str | None, str, str], dict[date, float]] = {}
    for one in paid:
        place = (one.category, one.initiative, one.channel, one.currency)
        sums = grouped.setdefault(place, {})
        sums[one.month] = sums.get(one.month, 0.0) + float(one.amount)
    ended: dict[tuple[str, str], dict[date, float]] = {}
    for (_, key, channel, currency), sums in grouped.items():
        if key and key in initiatives and initiatives[key].ends < YEAR[0]:
            for month, amount in sums.items():
                left = ended.setdefault((channel, currency), {})
                left[month] = left.get(month, 0.0) + amount
    begun = {(category, initiative) for _, _, category, initiative, *_ in _MORE}
    lines = [
        _line(rng, initiatives, place, sums, ended.get((place[2], place[3]), {}))
        for place, sums in sorted(grouped.items(), key=lambda pair: tuple(map(str, pair[0])))
        if (place[1] in initiatives or (place[0] in ("people", "tools") and place[1] is None))
        and (place[0], place[1]) not in begun
    ]
    return (*(line for line in lines if line.amounts), *_more(rng, size, grouped))


def _line(
    rng: np.random.Generator,
    initiatives: Mapping[str, Initiative],
    place: tuple[str, str | None, str, str],
    sums: Mapping[date, float],
    ended: Mapping[date, float],
) -> BudgetLine:
    category, key, channel, currency = place
    named: Any = category
    initiative = initiatives.get(key or "")
    what = channel.replace("_", " ") if channel else category
    title = f"{initiative.title}: {what}" if initiative else f"Marketing {what}"
    ends = initiative.ends if initiative else YEAR[1]
    foreign = currency != "EUR"
    return BudgetLine(
        "-".join(filter(None, (key, (channel or f"{category}-costs").replace("_", "-"),
                               currency.lower() if foreign else ""))),
        f"{title} in {currency}" if foreign else title,
        initiative.owner if initiative else cast.CMO,
        named,
        tuple(_amounts(rng, _with_heritage(sums, ended), channel or category, currency, ends)),
        initiative=key,
        channel=channel,
        country="GB" if currency == "GBP" else "",
        cost_centre="marketing",
        account="media" if category == "media" else "people_and_tools",
        bet=_bet(key),
        promise=_promise(key, sums) if not foreign else None,
    )  # fmt: skip


def _with_heritage(sums: Mapping[date, float], ended: Mapping[date, float]) -> dict[date, float]:
    """What is new this year takes over what was spent a year before on what has ended."""
    if any(amount for month, amount in sums.items() if month < YEAR[0]):
        return dict(sums)
    return {**ended, **sums}


def _amounts(
    rng: np.random.Generator, sums: Mapping[date, float], what: str, currency: str, ends: date
) -> Iterable[Amount]:
    """What was planned lies around what was spent; what is to come, around the year before."""
    leaning = float(np.exp(rng.normal(0.0, 0.07)))
    drift = 1 / leaning
    for nth, month in enumerate(months(*YEAR)):
        spread = float(np.exp(rng.normal(0.0, 0.10)))
        before = sums.get(month.replace(year=month.year - 1), 0.0)
        spent = sums.get(month, 0.0)
        past = month <= AS_OF
        planned = _round((spent * leaning if past else before * 1.05) * spread)
        if month > ends or not (planned or spent):
            continue
        ahead = nth - (AS_OF.month - 1)
        yield Amount(month, "planned", planned, currency)
        if past:
            yield Amount(month, "actual", as_money(f"{spent:.2f}"), currency)
            yield Amount(month, "committed", as_money(f"{spent:.2f}"), currency)
            continue
        yield Amount(month, "forecast", _round(float(planned) * drift), currency)
        ordered = _BOOKED_AHEAD.get(what, 0.0) / 2 ** (ahead - 1)
        if ordered > 0.1:
            yield Amount(month, "committed", _round(float(planned) * ordered), currency)


def _more(
    rng: np.random.Generator,
    size: float,
    paid: Mapping[tuple[str, str | None, str, str], Mapping[date, float]],
) -> Iterable[BudgetLine]:
    """Lines that began this year: so much a month was agreed, and costs say what was paid."""
    owners = {"reserve": cast.CMO, "other": cast.SALES, "research": cast.PLANNER}
    for key, title, category, initiative, euros, places in _MORE:
        currency = "GBP" if key == "chamber" else "EUR"
        known = paid.get((category, initiative, "", "EUR"), {})
        planned = _round(euros * size)
        amounts: list[Amount] = []
        for place in places:
            month = at(place)
            amounts.append(Amount(month, "planned", planned, currency))
            if category == "reserve":
                continue
            if place > 0:
                amounts.append(Amount(month, "forecast", planned, currency))
                continue
            drawn = float(planned) * float(np.exp(rng.normal(-0.03, 0.08)))
            spent = as_money(f"{known.get(month, drawn):.2f}")
            amounts.append(Amount(month, "actual", spent, currency))
            amounts.append(Amount(month, "committed", spent, currency))
        yield BudgetLine(
            key,
            title,
            owners.get(category, cast.CAMPAIGNER),
            category,
            tuple(amounts),
            initiative=initiative,
            cost_centre="marketing",
            account="media" if category in ("reserve", "other") else "people_and_tools",
            bet="exploring" if key != "chamber" else "proven",
        )


def _bet(key: str | None) -> Any:
    return "exploring" if key in _EXPLORING else "growing" if key in _GROWING else "proven"


def _promise(key: str | None, sums: Mapping[date, float]) -> Promise | None:
    """What money like that brought before, as a range: leads for search, orders for social."""
    year = sum(amount for month, amount in sums.items() if month >= YEAR[0])
    metric, low, high = {
        "search-teams": ("qualified_leads", 900.0, 420.0),
        "finance-leaders": ("qualified_leads", 1_500.0, 600.0),
        "search-jobs": ("orders", 160.0, 70.0),
        "social-founders": ("orders", 240.0, 90.0),
    }.get(key or "", ("", 0.0, 0.0))
    if not metric:
        return None
    ends = (Decimal(max(int(year / euros_each), 1)) for euros_each in (low, high))
    return Promise(metric, *ends)


def _round(amount: float) -> Decimal:
    """Two digits, as people plan.

    Examples:
        >>> _round(1234.5), _round(87.2), _round(0.0)
        (Decimal('1200'), Decimal('87'), Decimal('0'))
    """
    digits = max(len(str(int(amount))) - 2, 0)
    return Decimal(int(round(amount, -digits)))
