"""What comes of people: sign-ups and orders of shoppers, leads and deals of accounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from northing.simulate.clock import DAY_US, HOUR_US, MINUTE_US, Flags, Floats, Ints
from northing.simulate.journeys import Touches, last_of_episodes
from northing.simulate.people import NEVER_US, People
from northing.simulate.world import COUNTRY_CURRENCY, CURRENCIES

SIGNUP_RATE, ORDER_RATE = 0.28, 0.50
LEAD_RATE, MEMBER_LEAD_RATE, MEMBER_KNOWN_RATE = 0.55, 0.12, 0.45
STAGE_RATES = {"mql": 0.62, "sql": 0.64, "opportunity": 0.76, "negotiation": 0.78, "won": 0.50}
STAGE_DAYS = {"mql": 6.0, "sql": 18.0, "opportunity": 16.0, "negotiation": 42.0, "won": 45.0}
RETURN_RATE = 0.06
LOCAL_PRICE = np.array([1.0, 0.87, 11.0])
"""What one EUR of price costs in each currency of CURRENCIES, in round terms."""
assert CURRENCIES == ("EUR", "GBP", "SEK")  # noqa: S101 - the places of LOCAL_PRICE


@dataclass(frozen=True)
class Shopping:
    """Conversions of shoppers. `signed` and `bought` are indices of people."""

    signed: Ints
    signed_us: Ints
    bought: Ints
    bought_us: Ints


@dataclass(frozen=True)
class Orders:
    """Orders and returns, by array. `returned` is the place of the order that came back, or -1."""

    person: Ints
    at_us: Ints
    cents: Ints
    margin_cents: Ints
    currency: Ints
    returned: Ints


@dataclass(frozen=True)
class Pipeline:
    """How far accounts came; moments by account of the block, NEVER_US where they did not.

    Attributes:
        lead_person: Index of the champion.
        reached: Moment of each stage of STAGE_RATES, and of the lead.
        lost_us: When the deal was lost.
        amount_cents: Yearly contract value at the start, in the account's currency.
        currency: Place in CURRENCIES.
    """

    lead_person: Ints
    reached: dict[str, Ints]
    lost_us: Ints
    amount_cents: Ints
    currency: Ints


def shop(
    rng: np.random.Generator, people: People, touches: Touches, turned_away: Flags
) -> Shopping:
    """Sign-ups and first orders at the end of shoppers' first episodes.

    Args:
        rng: Source of chance.
        people: The block.
        touches: Of the first episodes, one episode a person.
        turned_away: Touches that the planted fault prevented; who ends on one does not convert.
    """
    last = last_of_episodes(touches, people.count)
    able = (people.account < 0) & ~turned_away[last]
    signs = able & (rng.random(people.count) < SIGNUP_RATE)
    buys = signs & (rng.random(people.count) < ORDER_RATE)
    pause = rng.uniform(2, 25, people.count) * MINUTE_US
    signed_us = touches.at_us[last] + pause.astype(np.int64)
    bought_us = signed_us + (rng.uniform(3, 50, people.count) * MINUTE_US).astype(np.int64)
    signed, bought = np.flatnonzero(signs), np.flatnonzero(buys)
    return Shopping(signed, signed_us[signed], bought, bought_us[bought])


def repeat_starts(rng: np.random.Generator, shopping: Shopping) -> tuple[Ints, Ints]:
    """People and moments from which the touches before a repeat order begin."""
    times = np.minimum(rng.poisson(1.1, len(shopping.bought)), 5)
    person = np.repeat(shopping.bought, times)
    begins = np.cumsum(times) - times
    nth = np.arange(len(person)) - np.repeat(begins, times)
    wait = rng.uniform(25, 120, len(person)) + 130.0 * nth
    start = np.repeat(shopping.bought_us, times) + (wait * DAY_US).astype(np.int64)
    return person, start


def make_orders(
    rng: np.random.Generator, people: People, person: Ints, at_us: Ints, price: Floats
) -> Orders:
    """Amounts of orders, and the returns that follow some of them as rows of their own.

    Args:
        rng: Source of chance.
        people: The block.
        person: Who orders.
        at_us: When.
        price: Price index of that day.
    """
    currency = COUNTRY_CURRENCY[people.country[person]]
    euros = np.exp(rng.normal(np.log(150.0), 0.55, len(person))) * price
    cents = np.maximum(np.rint(euros * LOCAL_PRICE[currency] * 100), 100).astype(np.int64)
    margin = np.rint(cents * rng.uniform(0.60, 0.76, len(person))).astype(np.int64)
    back = np.flatnonzero(rng.random(len(person)) < RETURN_RATE)
    part = np.where(rng.random(len(back)) < 0.7, 1.0, 0.5)
    back_us = office_hours(rng, at_us[back] + rng.integers(3, 25, len(back)) * DAY_US)
    return Orders(
        person=np.concatenate([person, person[back]]),
        at_us=np.concatenate([at_us, back_us]),
        cents=np.concatenate([cents, -np.rint(cents[back] * part).astype(np.int64)]),
        margin_cents=np.concatenate([margin, -np.rint(margin[back] * part).astype(np.int64)]),
        currency=np.concatenate([currency, currency[back]]),
        returned=np.concatenate([np.full(len(person), -1), back]),
    )


def make_pipeline(rng: np.random.Generator, people: People, touches: Touches) -> Pipeline:
    """Take accounts from lead to won or lost; about six months where they go all the way."""
    accounts = people.block.accounts
    champions = np.flatnonzero(people.champion)
    last = last_of_episodes(touches, people.count)[champions]
    pause = (rng.uniform(2, 40, accounts) * MINUTE_US).astype(np.int64)
    alive = rng.random(accounts) < LEAD_RATE
    now = touches.at_us[last] + pause
    reached = {"lead": np.where(alive, now, NEVER_US)}
    in_pipeline = np.zeros(accounts, dtype=bool)
    fell_us = np.full(accounts, NEVER_US)
    for stage, rate in STAGE_RATES.items():
        onward = alive & (rng.random(accounts) < rate)
        days = STAGE_DAYS[stage] * np.exp(rng.normal(0.0, 0.45, accounts))
        then = office_hours(rng, now + (days * DAY_US).astype(np.int64))
        stopped = alive & ~onward & in_pipeline
        fell_us = np.where(stopped, then, fell_us)
        reached[stage] = np.where(onward, then, NEVER_US)
        alive, now = onward, then
        in_pipeline |= onward & (stage == "sql")
    country = people.country[champions]
    currency = COUNTRY_CURRENCY[country]
    segment = people.segment[people.unit[champions]]
    typical = np.where(segment == 2, 22_000.0, 7_000.0)
    euros = typical * np.exp(rng.normal(0.0, 0.35, accounts))
    cents = np.rint(euros * LOCAL_PRICE[currency] / 50) * 50 * 100
    return Pipeline(champions, reached, fell_us, cents.astype(np.int64), currency)


def member_leads(
    rng: np.random.Generator, people: People, touches: Touches
) -> tuple[Ints, Ints, Ints]:
    """Others of a committee who become leads or known.

    Returns:
        People who are leads, when, and for everybody the moment when they were known by name.
    """
    last = last_of_episodes(touches, people.count)
    end_us = touches.at_us[last] + MINUTE_US * rng.integers(2, 30, people.count)
    other = (people.account >= 0) & ~people.champion
    chance = rng.random(people.count)
    leads = np.flatnonzero(other & (chance < MEMBER_LEAD_RATE))
    known = np.where(other & (chance < MEMBER_KNOWN_RATE), end_us, NEVER_US)
    return leads, end_us[leads], known


def office_hours(rng: np.random.Generator, local_us: Ints) -> Ints:
    """Moments between 8 and 18 o'clock of the days after the given ones."""
    clock = rng.uniform(8.5, 18.0, len(local_us)) * HOUR_US
    return np.asarray(local_us // DAY_US * DAY_US + clock.astype(np.int64) + DAY_US)
