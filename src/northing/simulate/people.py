"""Who enters: shoppers and the committees of business accounts, a block of people at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from northing.simulate.clock import DAYS, HOUR_US, Flags, Floats, Ints, days_us
from northing.simulate.demand import ACCOUNT, SHOPPER, Demand
from northing.simulate.world import (
    COUNTRY_SHARE,
    HOLDOUT,
    REFUSED_SHARE,
)

BLOCK = 20_000
"""People made at once: what bounds memory, and part of what the seed means."""

SHOPPER_SHARE = 0.55
COMMITTEE = 4.5
"""Average people of an account who take part."""


@dataclass(frozen=True)
class Block:
    """How many of whom one block makes, and where its account numbers start."""

    number: int
    shoppers: int
    members: int
    accounts: int
    first_account: int


@dataclass(frozen=True)
class People:
    """One block of people. Arrays are by person but where said; shoppers come first.

    Attributes:
        block: Their block.
        unit: Index of the shopper or account that the person belongs to.
        account: Account within the block, -1 for shoppers.
        champion: The first of an account to take an interest.
        cause: By unit: what brought it (index into CAUSES).
        entry_day: By unit: day index.
        entry_us: By unit: local moment.
        region: By unit: region of the geographic experiment.
        country: By person.
        mobile: Leaning to the phone, 0 to 1.
        token: Random identifier.
        refused: Refused consent: visits leave no trace.
        granted_later_us: Moment from which a refuser granted it after all, else the far future.
        segment: By unit: index into SEGMENTS.
    """

    block: Block
    unit: Ints
    account: Ints
    champion: Flags
    cause: Ints
    entry_day: Ints
    entry_us: Ints
    region: Ints
    country: Ints
    mobile: Floats
    token: Ints
    refused: Flags
    granted_later_us: Ints
    segment: Ints

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.unit)


NEVER_US = np.iinfo(np.int64).max


def blocks(people: int) -> tuple[Block, ...]:
    """Divide people into blocks.

    Examples:
        >>> [(b.shoppers, b.members, b.accounts) for b in blocks(1000)]
        [(550, 450, 100)]
    """
    made = []
    first_account = 1
    for number, start in enumerate(range(0, people, BLOCK)):
        size = min(BLOCK, people - start)
        shoppers = round(size * SHOPPER_SHARE)
        members = size - shoppers
        accounts = max(1, round(members / COMMITTEE)) if members else 0
        made.append(Block(number, shoppers, members, accounts, first_account))
        first_account += accounts
    return tuple(made)


def make_people(rng: np.random.Generator, block: Block, demand: Demand) -> People:
    """Draw the people of a block: when they enter, what brought them, where they are."""
    shop_cause, shop_day = _draw_entries(rng, demand.units[SHOPPER], block.shoppers)
    firm_cause, firm_day = _draw_entries(rng, demand.units[ACCOUNT], block.accounts)
    cause = np.concatenate([shop_cause, firm_cause])
    entry_day = np.concatenate([shop_day, firm_day])
    committee = _committee_sizes(rng, block)
    account = np.concatenate(
        [np.full(block.shoppers, -1), np.repeat(np.arange(block.accounts), committee)]
    ).astype(np.int64)
    unit = np.where(account < 0, np.arange(len(account)), account + block.shoppers)
    champion = account >= 0
    champion[1:] &= account[1:] != account[:-1]
    unit_country = rng.choice(len(COUNTRY_SHARE), size=len(cause), p=COUNTRY_SHARE)
    people = len(unit)
    refused = rng.random(people) < REFUSED_SHARE * 1.02  # 2 % of them change their mind
    mind = refused & (rng.random(people) < 0.04)
    entry_us = days_us(entry_day) + np.asarray(
        rng.uniform(8 * HOUR_US, 20 * HOUR_US, len(cause)), dtype=np.int64
    )
    later = entry_us[unit] + rng.integers(5, 60, people) * 24 * HOUR_US
    return People(
        block=block,
        unit=unit,
        account=account,
        champion=champion,
        cause=cause,
        entry_day=entry_day,
        entry_us=entry_us,
        region=_regions(rng, cause, entry_day, demand),
        country=unit_country[unit],
        mobile=rng.beta(3.0, 2.2, people) * np.where(account < 0, 1.0, 0.55),
        token=rng.integers(1, 2**62, people),
        refused=refused,
        granted_later_us=np.where(mind, later, NEVER_US),
        segment=np.concatenate(
            [np.zeros(block.shoppers), 1 + (rng.random(block.accounts) < 0.28)]
        ).astype(np.int64),
    )


def _draw_entries(rng: np.random.Generator, units: Floats, count: int) -> tuple[Ints, Ints]:
    """Cause and day of `count` units, in proportion to the expected units."""
    bounds = np.cumsum(units.ravel())
    cells = np.searchsorted(bounds, rng.random(count) * bounds[-1], side="right")
    cells = np.minimum(cells, units.size - 1)
    return np.asarray(cells // DAYS, np.int64), np.asarray(cells % DAYS, np.int64)


def _committee_sizes(rng: np.random.Generator, block: Block) -> Ints:
    if not block.accounts:
        return np.zeros(0, dtype=np.int64)
    chances = rng.gamma(4.0, size=block.accounts)
    spare = rng.multinomial(block.members - block.accounts, chances / chances.sum())
    return np.asarray(1 + spare, np.int64)


def _regions(rng: np.random.Generator, cause: Ints, entry_day: Ints, demand: Demand) -> Ints:
    """Regions, so that the effect of the channel held out falls where it was not held out."""
    held_share = np.where(cause == HOLDOUT.channel, demand.hold_share[entry_day], HOLDOUT.share)
    held = rng.random(len(cause)) < held_share
    inside = rng.integers(0, HOLDOUT.held_out, len(cause))
    outside = rng.integers(HOLDOUT.held_out, HOLDOUT.regions, len(cause))
    return np.where(held, inside, outside)
