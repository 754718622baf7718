"""The touches of people: when, through which channel, seen by whom.

An *episode* is a run of touches of one person that may end in a conversion. Its first touch shows
what brought the person; its last ones are where branded search, retargeting and direct visits
gather, whoever made the demand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from northing.simulate.clock import (
    DAY_US,
    HOUR_US,
    MINUTE_US,
    Flags,
    Floats,
    Ints,
    day_index,
    day_indices,
    in_log,
)
from northing.simulate.people import People
from northing.simulate.showing import FIRST, LAST, MIDDLE, pick_campaigns, pick_channels
from northing.simulate.world import (
    BASELINE,
    DIP,
    DIRECT,
    DISPLAY_RETARGETING,
    EMAIL,
    EVENTS,
)

KINDS = ("visit", "click", "impression", "event", "call", "mail")
VISIT, CLICK, IMPRESSION, EVENT, CALL, MAIL = range(6)
SOURCES = ("web", "display_ads", "crm", "mail_tool")
WEB, DISPLAY_ADS, CRM, MAIL_TOOL = range(4)
CONTENTS = ("text_a", "text_b", "video_15s", "carousel", "static_blue", "static_photo")

_MOST_TOUCHES = 40


@dataclass(frozen=True)
class Episodes:
    """Runs of touches, each of one person; arrays by episode.

    Attributes:
        person: Index in the block.
        start_us: Not before this moment.
        touches: How many, at least 1.
        gap_days: Average days between touches.
        cause: What the touches show as their origin; -1 with a `table`.
        table: Row of the channel table for all touches, -1 where `cause` decides.
    """

    person: Ints
    start_us: Ints
    touches: Ints
    gap_days: Floats
    cause: Ints
    table: Ints

    @property
    def count(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Touches:
    """Touches by array, sorted by episode and time. `campaign` and `content` may be -1."""

    episode: Ints
    person: Ints
    at_us: Ints
    channel: Ints
    device: Ints
    campaign: Ints
    content: Ints
    kind: Ints
    source: Ints

    @property
    def count(self) -> int:
        return len(self.person)

    def only(self, kept: Flags | Ints) -> Touches:
        """The touches at these places."""
        return Touches(**{name: values[kept] for name, values in vars(self).items()})


def first_episodes(rng: np.random.Generator, people: People) -> Episodes:
    """One episode for everybody: a shopper's or champion's from the cause, others' at random."""
    member = (people.account >= 0) & ~people.champion
    joins = np.where(member, rng.uniform(4, 110, people.count), 0.0)
    start = people.entry_us[people.unit] + (joins * DAY_US).astype(np.int64)
    shown = people.cause[people.unit]
    other = member & (rng.random(people.count) < 0.7)
    average = np.where(people.account < 0, 6.1, np.where(people.champion, 5.2, 5.7))
    extra = rng.negative_binomial(2.0, 2.0 / (2.0 + average))
    gap = np.where(people.account < 0, 4.0, 9.0)
    return Episodes(
        person=np.arange(people.count),
        start_us=start,
        touches=np.minimum(1 + extra, _MOST_TOUCHES),
        gap_days=gap,
        cause=np.where(other, BASELINE, shown),
        table=np.full(people.count, -1),
    )


def nurture_episodes(
    rng: np.random.Generator, person: Ints, start_us: Ints, average: float, gap: float, table: int
) -> Episodes:
    """Later episodes: before a repeat order, or while a deal is open."""
    return Episodes(
        person=person,
        start_us=start_us,
        touches=np.minimum(1 + rng.poisson(average, len(person)), _MOST_TOUCHES),
        gap_days=np.full(len(person), gap),
        cause=np.full(len(person), -1),
        table=np.full(len(person), table),
    )


def make_touches(
    rng: np.random.Generator, people: People, episodes: Episodes, shares: Floats
) -> Touches:
    """Draw the touches of episodes; `shares` (days, campaigns) says which campaigns run when."""
    at_us, episode, position = _times(rng, episodes)
    person = episodes.person[episode]
    table = episodes.table[episode]
    last = position == episodes.touches[episode] - 1
    stage = np.where(position == 0, FIRST, np.where(last, LAST, MIDDLE))
    row = np.where(table >= 0, table, stage + episodes.cause[episode])
    channel = pick_channels(rng, row)
    mobile = rng.random(len(person)) < people.mobile[person]
    device = np.where(mobile, 1, np.where(rng.random(len(person)) < 0.06, 2, 0))
    campaign = pick_campaigns(rng, channel, people.country[person], at_us, shares)
    content = np.where(
        campaign >= 0, (campaign * 7 + rng.integers(0, 3, len(person))) % len(CONTENTS), -1
    )
    clicked = (channel >= 2) & (channel != EVENTS)
    kind = np.where(channel == EVENTS, EVENT, np.where(clicked, CLICK, VISIT))
    seen = (channel == DISPLAY_RETARGETING) & (rng.random(len(person)) < 0.3)
    kind = np.where(seen, IMPRESSION, kind)
    return Touches(
        episode=episode,
        person=person,
        at_us=at_us,
        channel=channel,
        device=device,
        campaign=campaign,
        content=content,
        kind=kind,
        source=np.where(kind == EVENT, CRM, np.where(seen, DISPLAY_ADS, WEB)),
    )


def mails_and_calls(rng: np.random.Generator, touches: Touches, known_us: Ints) -> Touches:
    """Turn some touches of people already known into mails read and calls made."""
    known = touches.at_us >= known_us[touches.person]
    chance = rng.random(touches.count)
    mail = known & (touches.channel == EMAIL) & (chance < 0.5)
    call = known & (touches.channel == DIRECT) & (chance < 0.06)
    kind = np.where(mail, MAIL, np.where(call, CALL, touches.kind))
    source = np.where(mail, MAIL_TOOL, np.where(call, CRM, touches.source))
    return replace(touches, kind=kind, source=source)


def last_of_episodes(touches: Touches, count: int) -> Ints:
    """Index of the last touch of each of `count` episodes (each has one at least)."""
    return np.searchsorted(touches.episode, np.arange(count), side="right") - 1


def last_touch_before(
    owner: Ints, at_us: Ints, asked_owner: Ints, asked_us: Ints
) -> tuple[Ints, Flags]:
    """For each (owner, moment) the index of the owner's last touch up to then.

    Returns:
        Indices, and which of them are real; the others are 0.
    """
    if not len(owner):
        return np.zeros(len(asked_owner), np.int64), np.zeros(len(asked_owner), bool)
    order = np.lexsort((at_us, owner))
    base = int(at_us.min())
    span = int(max(at_us.max(), asked_us.max(initial=base))) - base + 2
    keys = owner[order] * span + (at_us[order] - base)
    asked = asked_owner * span + np.maximum(asked_us - base, -1)
    place = np.searchsorted(keys, asked, side="right") - 1
    found = order[np.maximum(place, 0)]
    real = (place >= 0) & (owner[found] == asked_owner)
    return np.where(real, found, 0), real


def dip_hits(rng: np.random.Generator, people: People, touches: Touches) -> Flags:
    """Which visits the planted fault prevents."""
    day = day_indices(touches.at_us)
    cell = (
        (touches.channel == DIP.channel)
        & (touches.device == DIP.device)
        & (people.country[touches.person] == DIP.country)
        & (day >= day_index(DIP.first))
        & (day <= day_index(DIP.last))
        & is_visit(touches)
    )
    return np.asarray(cell & (rng.random(touches.count) >= DIP.factor))


def is_visit(touches: Touches) -> Flags:
    """Visits and clicks: what a website can count."""
    return np.asarray((touches.kind == VISIT) | (touches.kind == CLICK))


def unseen(people: People, touches: Touches) -> Flags:
    """What refused consent hides: visits, clicks and impressions before it is granted."""
    tracked = (touches.kind == VISIT) | (touches.kind == CLICK) | (touches.kind == IMPRESSION)
    refused = people.refused[touches.person]
    return np.asarray(tracked & refused & (touches.at_us < people.granted_later_us[touches.person]))


def logged(touches: Touches) -> Flags:
    """Touches within the days that the files cover."""
    return in_log(touches.at_us)


def _times(rng: np.random.Generator, episodes: Episodes) -> tuple[Ints, Ints, Ints]:
    """Moments of the touches (sorted in each episode), their episodes and positions."""
    episode = np.repeat(np.arange(episodes.count), episodes.touches)
    begins = np.cumsum(episodes.touches) - episodes.touches
    position = np.arange(len(episode)) - begins[episode]
    gaps = rng.exponential(episodes.gap_days[episode])
    gaps[position == 0] = 0.0
    run = np.cumsum(gaps)
    elapsed = run - run[begins[episode]]
    raw = episodes.start_us[episode] + (elapsed * DAY_US).astype(np.int64)
    clock = np.clip(rng.normal(13.5, 3.6, len(episode)), 6.5, 22.4) * HOUR_US
    at_us = raw // DAY_US * DAY_US + clock.astype(np.int64) + rng.integers(0, MINUTE_US, len(raw))
    at_us = np.where(position == 0, np.minimum(raw, at_us), at_us)
    at_us = np.maximum(at_us, episodes.start_us[episode])
    at_us = at_us[np.lexsort((at_us, episode))]
    # two touches of one person never share a moment, so that only planted rows are duplicates
    at_us += position
    return at_us, episode, position
