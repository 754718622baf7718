"""What moves demand: spend over time, carry-over, saturation, and everything else.

Each channel adds units (shoppers, accounts) a day through its response curve
`effect = beta · saturation(adstock(spend))`; the baseline follows trend, season, weekday,
holidays, price and promotions. Branded search and retargeting buy much attention and cause almost
nothing: their money follows the demand that others made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from northing.simulate.clock import DAYS, FIRST_DAY, Floats, day_index, day_of, turns, weekdays
from northing.simulate.world import (
    BASELINE,
    CAUSES,
    DISPLAY_RETARGETING,
    EMAIL,
    EVENTS,
    HOLDOUT,
    OUT_OF_HOME,
    PAID_SEARCH,
    PAID_SEARCH_BRAND,
    PAID_SOCIAL,
    TELEVISION,
)

SHOPPER, ACCOUNT = 0, 1
UNITS = ("shoppers", "accounts")


@dataclass(frozen=True)
class Lever:
    """One channel's money and what it does.

    Attributes:
        daily: Average spend a day, EUR, for 40,000 people.
        retention: Share of the adstock kept from one day to the next.
        steepness: Of the logistic saturation, on spend as a multiple of `daily`.
        share: Share of all demand that the channel causes: (shoppers, accounts).
    """

    daily: float
    retention: float
    steepness: float
    share: tuple[float, float]


LEVERS = {
    PAID_SEARCH_BRAND: Lever(85, 0.10, 1.6, (0.004, 0.004)),
    PAID_SEARCH: Lever(300, 0.25, 0.9, (0.13, 0.12)),
    PAID_SOCIAL: Lever(210, 0.55, 0.8, (0.12, 0.09)),
    DISPLAY_RETARGETING: Lever(75, 0.30, 1.4, (0.005, 0.003)),
    EMAIL: Lever(30, 0.30, 1.2, (0.03, 0.02)),
    EVENTS: Lever(140, 0.90, 0.5, (0.005, 0.13)),
    TELEVISION: Lever(290, 0.93, 0.5, (0.10, 0.05)),
    OUT_OF_HOME: Lever(120, 0.88, 0.7, (0.045, 0.02)),
}


@dataclass(frozen=True)
class Demand:
    """Demand and spend by day.

    Attributes:
        spend: Shape (days, channels), EUR.
        units: Shape (2, causes, days), expected shoppers and accounts that enter.
        beta: Shape (2, channels), units a day at full saturation.
        price: Price index by day, 1 at the start.
        promotion: Depth of the promotion by day, 0 to 1.
        holiday: 1 on public holidays.
        hold_share: By day, the share of paid social's effect that falls in held-out regions.
        held_back: Expected units (shoppers, accounts) that the holdout cost.
        withheld: EUR that the holdout did not spend.
        size: Scale of the company, 1 for 40,000 people.
    """

    spend: Floats
    units: Floats
    beta: Floats
    price: Floats
    promotion: Floats
    holiday: Floats
    hold_share: Floats
    held_back: Floats
    withheld: float
    size: float


def make_demand(rng: np.random.Generator, shoppers: int, accounts: int, size: float) -> Demand:
    """Plan spend and derive the demand that it causes.

    Args:
        rng: Source of the week-to-week variation.
        shoppers: How many shoppers enter in all.
        accounts: How many business accounts enter in all.
        size: Scale of spend, 1 for 40,000 people.

    Returns:
        Expected units add up to `shoppers` and `accounts`.
    """
    price, promotion, holiday = _price(), _promotion(), _holiday()
    season = _baseline(rng, price, promotion, holiday)
    spend, full = _spend(rng, season)
    totals = np.array([shoppers, accounts], dtype=float)
    window = np.ones((2, DAYS))
    window[SHOPPER, : FIRST_DAY - 60] = 0.0  # shoppers decide within weeks, accounts need longer
    units = np.zeros((2, len(CAUSES), DAYS))
    beta = np.zeros((2, len(CAUSES) - 1))
    hold_share, held_back = np.zeros(DAYS), np.zeros(2)
    for channel, lever in LEVERS.items():
        shape, lost = _shape(full[:, channel], channel)
        effect = shape * window
        beta[:, channel] = totals * lever.share / effect.sum(axis=1)
        units[:, channel] = beta[:, channel, None] * effect
        if channel == HOLDOUT.channel:
            hold_share = _share_held(shape, lost)
            held_back = beta[:, channel] * (lost * window).sum(axis=1)
    free = season * window * np.stack([_weekend(SHOPPER), _weekend(ACCOUNT)])
    left = totals - units.sum(axis=(1, 2))
    units[:, BASELINE] = free * (left / free.sum(axis=1))[:, None]
    return Demand(
        spend=spend * size,
        units=units,
        beta=beta,
        price=price,
        promotion=promotion,
        holiday=holiday,
        hold_share=hold_share,
        held_back=held_back,
        withheld=float((full - spend)[:, HOLDOUT.channel].sum()) * size,
        size=size,
    )


def _shape(full: Floats, channel: int) -> tuple[Floats, Floats]:
    """Saturation of a channel's spend by day, and what the holdout took from it."""
    lever = LEVERS[channel]
    shape = response(full, lever)
    if channel != HOLDOUT.channel:
        return shape, np.zeros(DAYS)
    lost = HOLDOUT.share * (shape - response(_without_holdout(full), lever))
    return shape - lost, lost


def _share_held(shape: Floats, lost: Floats) -> Floats:
    """Share of the effect left that falls in the regions held out."""
    inside = HOLDOUT.share * (shape + lost) - lost
    return np.divide(inside, shape, out=np.zeros(DAYS), where=shape > 0)


def response(spend: Floats, lever: Lever) -> Floats:
    """Saturation of the carried-over spend, 0 to 1, by day.

    Examples:
        >>> float(response(np.zeros(3), LEVERS[PAID_SEARCH]).sum())
        0.0
    """
    carried = adstock(spend / lever.daily, lever.retention)
    grown = np.exp(-lever.steepness * carried)
    return np.asarray((1 - grown) / (1 + grown), dtype=np.float64)


def adstock(spend: Floats, retention: float) -> Floats:
    """Geometric carry-over with weights that sum to 1, by day.

    Examples:
        >>> adstock(np.array([1.0, 0.0]), 0.5).tolist()
        [0.5, 0.25]
    """
    carried = np.empty_like(spend)
    level = 0.0
    for day, amount in enumerate(spend):
        level = retention * level + (1 - retention) * float(amount)
        carried[day] = level
    return carried


def _spend(rng: np.random.Generator, season: Floats) -> tuple[Floats, Floats]:
    """Spend a day by channel: as it happened, and as planned without the holdout."""
    pattern = np.zeros((DAYS, len(CAUSES) - 1))
    workday = np.where(weekdays() < 5, 1.12, 0.70)
    follow = season / season.mean()
    for channel in LEVERS:
        pattern[:, channel] = _weekly_variation(rng, 0.30)
    pattern[:, PAID_SEARCH] *= workday * (1 + 0.2 * np.arange(DAYS) / DAYS)
    pattern[:, PAID_SOCIAL] *= _flights(rng, 4, 0.85) * workday**0.5
    pattern[:, PAID_SEARCH_BRAND] = follow**1.3 * _weekly_variation(rng, 0.05)
    pattern[:, DISPLAY_RETARGETING] = follow**1.1 * _weekly_variation(rng, 0.08)
    pattern[:, EMAIL] *= np.where(np.isin(weekdays(), (1, 3)), 2.4, 0.44)
    pattern[:, EVENTS] *= _between(((3, 5, 14), (6, 3, 7), (9, 16, 26), (11, 10, 14)), rest=0.06)
    pattern[:, TELEVISION] *= _between(((2, 12, 45), (9, 8, 49)), rest=0.0)
    pattern[:, OUT_OF_HOME] *= _between(((4, 8, 28), (6, 1, 21), (10, 6, 35)), rest=0.0)
    full = np.zeros_like(pattern)
    for channel, lever in LEVERS.items():
        full[:, channel] = lever.daily * pattern[:, channel] / pattern[FIRST_DAY:, channel].mean()
    spend = full.copy()
    cut = _without_holdout(full[:, HOLDOUT.channel])
    spend[:, HOLDOUT.channel] = (1 - HOLDOUT.share) * full[:, HOLDOUT.channel] + HOLDOUT.share * cut
    return spend, full


def _without_holdout(spend: Floats) -> Floats:
    cut = spend.copy()
    cut[day_index(HOLDOUT.first) : day_index(HOLDOUT.last) + 1] = 0.0
    return cut


def _weekly_variation(rng: np.random.Generator, spread: float) -> Floats:
    weeks = DAYS // 7 + 1
    return np.repeat(np.exp(rng.normal(0.0, spread, weeks)), 7)[:DAYS]


def _flights(rng: np.random.Generator, weeks: int, chance: float) -> Floats:
    """Blocks of weeks that run, or nearly pause."""
    blocks = DAYS // (7 * weeks) + 1
    return np.repeat(np.where(rng.random(blocks) < chance, 1.0, 0.15), 7 * weeks)[:DAYS]


def _between(spans: tuple[tuple[int, int, int], ...], rest: float) -> Floats:
    """1 in the spans (month, day, length in days) of each year, else `rest`."""
    level = np.full(DAYS, rest)
    for year in (2023, 2024, 2025, 2026):
        for month, day, length in spans:
            first = day_index(date(year, month, day))
            level[max(first, 0) : max(first + length, 0)] = 1.0
    return level


def _weekend(unit: int) -> Floats:
    return np.where(weekdays() < 5, 1.0, 0.9 if unit == SHOPPER else 0.4)


def _baseline(
    rng: np.random.Generator, price: Floats, promotion: Floats, holiday: Floats
) -> Floats:
    day = np.arange(DAYS)
    turn = turns()
    season = 1 + 0.10 * np.cos(turn) + 0.06 * np.sin(2 * turn)
    trend = 1 + 0.30 * day / DAYS
    noise = np.exp(rng.normal(0.0, 0.05, DAYS))
    level = season * trend * noise * price**-0.8 * (1 + 0.8 * promotion) * (1 - 0.45 * holiday)
    return np.asarray(level, dtype=np.float64)


def _price() -> Floats:
    price = np.ones(DAYS)
    price[day_index(date(2025, 1, 1)) :] = 1.06
    price[day_index(date(2025, 9, 1)) :] = 1.02
    price[day_index(date(2026, 1, 1)) :] = 1.10
    return price


def _promotion() -> Floats:
    depth = np.zeros(DAYS)
    for first, last, share in (
        (date(2024, 11, 18), date(2024, 12, 2), 0.30),
        (date(2025, 11, 17), date(2025, 12, 1), 0.30),
        (date(2024, 4, 8), date(2024, 4, 21), 0.15),
        (date(2025, 4, 1), date(2025, 4, 30), 0.15),
        (date(2026, 4, 1), date(2026, 4, 30), 0.15),
    ):
        depth[day_index(first) : day_index(last) + 1] = share
    return depth


_HOLIDAYS = ("01-01", "05-01", "10-03", "12-24", "12-25", "12-26", "12-31")
_EASTER_FRIDAYS_AND_MONDAYS = (
    "2024-03-29", "2024-04-01", "2025-04-18", "2025-04-21", "2026-04-03", "2026-04-06",
)  # fmt: skip


def _holiday() -> Floats:
    days = (day_of(index).isoformat() for index in range(DAYS))
    return np.array(
        [float(day[5:] in _HOLIDAYS or day in _EASTER_FRIDAYS_AND_MONDAYS) for day in days]
    )
