"""Everything that happens to a block of people, before any system records it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from northing.simulate.clock import DAY_US, DAYS, MINUTE_US, Flags, Floats, Ints, day_indices
from northing.simulate.demand import Demand
from northing.simulate.identity import Names, name_people
from northing.simulate.journeys import (
    Touches,
    dip_hits,
    first_episodes,
    last_of_episodes,
    last_touch_before,
    mails_and_calls,
    make_touches,
    nurture_episodes,
)
from northing.simulate.outcomes import (
    Orders,
    Pipeline,
    Shopping,
    make_orders,
    make_pipeline,
    member_leads,
    repeat_starts,
    shop,
)
from northing.simulate.people import NEVER_US, Block, People, make_people
from northing.simulate.showing import NURTURE_ACCOUNT, NURTURE_SHOPPER


@dataclass(frozen=True)
class Plan:
    """What every block needs of the world.

    Attributes:
        demand: Spend and demand by day.
        shares: Campaigns' shares of their channel, shape (days, campaigns).
        rates: EUR for one unit, shape (days, currencies).
    """

    demand: Demand
    shares: Floats
    rates: Floats


@dataclass(frozen=True)
class Lives:
    """Everything that happened to one block of people."""

    people: People
    names: Names
    touches: Touches
    happened: Flags
    shopping: Shopping
    orders: Orders
    pipeline: Pipeline
    leads: Ints
    leads_us: Ints
    known_us: Ints


def live(rng: np.random.Generator, block: Block, plan: Plan) -> Lives:
    """Draw the journeys and outcomes of a block."""
    people = make_people(rng, block, plan.demand)
    first = make_touches(rng, people, first_episodes(rng, people), plan.shares)
    prevented = dip_hits(rng, people, first)
    shopping = shop(rng, people, first, prevented)
    pipeline = make_pipeline(rng, people, first)
    leads, leads_us, known_us = member_leads(rng, people, first)
    known_us[shopping.signed] = shopping.signed_us
    known_us[pipeline.lead_person] = pipeline.reached["lead"]

    again, again_us = repeat_starts(rng, shopping)
    repeat = nurture_episodes(rng, again, again_us, 1.4, 3.0, NURTURE_SHOPPER)
    repeat_touches = make_touches(rng, people, repeat, plan.shares)
    ends = repeat_touches.at_us[last_of_episodes(repeat_touches, repeat.count)]
    at_us = np.concatenate([shopping.bought_us, ends + 15 * MINUTE_US])
    buyers = np.concatenate([shopping.bought, again])
    day = np.clip(day_indices(at_us), 0, DAYS - 1)
    orders = make_orders(rng, people, buyers, at_us, plan.demand.price[day])

    courted = np.flatnonzero(pipeline.reached["lead"] < NEVER_US)
    since = pipeline.reached["lead"][courted] + DAY_US
    nurture = nurture_episodes(
        rng, pipeline.lead_person[courted], since, 6.5, 15.0, NURTURE_ACCOUNT
    )
    touches = _joined(first, repeat_touches, make_touches(rng, people, nurture, plan.shares))
    touches = mails_and_calls(rng, touches, known_us)
    happened = np.ones(touches.count, dtype=bool)
    happened[: first.count] = ~prevented
    happened[first.count :] = ~dip_hits(rng, people, touches)[first.count :]
    names = name_people(people)
    return Lives(
        people, names, touches, happened, shopping, orders, pipeline, leads, leads_us, known_us
    )


def _joined(*parts: Touches) -> Touches:
    """Touches one after the other; episodes are numbered through."""
    episode, offset = [], 0
    for part in parts:
        episode.append(part.episode + offset)
        offset += int(part.episode[-1]) + 1 if part.count else 0
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Touches)
    }
    return Touches(**{**columns, "episode": np.concatenate(episode)})


class LastTouch:
    """Finds the last true touch before a moment, of a person or of a whole unit."""

    def __init__(self, lives: Lives) -> None:
        self.touches = lives.touches.only(lives.happened)
        self.unit = lives.people.unit[self.touches.person]

    def of_person(self, person: Ints, at_us: Ints) -> Ints:
        """Places in `touches`, -1 where none."""
        found, real = last_touch_before(self.touches.person, self.touches.at_us, person, at_us)
        return np.where(real, found, -1)

    def of_unit(self, unit: Ints, at_us: Ints) -> Ints:
        """Places in `touches`, -1 where none."""
        found, real = last_touch_before(self.unit, self.touches.at_us, unit, at_us)
        return np.where(real, found, -1)

    def channel(self, found: Ints) -> Ints:
        """Channel codes of found touches, -1 where none."""
        return np.where(found >= 0, self.touches.channel[found], -1)

    def episode_channels(self, found: Ints) -> Flags:
        """Which channels the episode of each found touch has, shape (found, 10)."""
        count = int(self.touches.episode.max(initial=-1)) + 1
        has = np.zeros((count, 10), dtype=bool)
        has[self.touches.episode, self.touches.channel] = True
        return np.asarray(has[self.touches.episode[found]])
