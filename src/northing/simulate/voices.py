"""What people say: surveys, reviews, tickets, and the counts of networks and mail."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from northing.simulate.clock import (
    AS_OF,
    DAY_US,
    DAYS,
    EPOCH,
    FIRST_DAY,
    HOUR_US,
    START,
    Floats,
    Ints,
    days_us,
    months,
    quarters,
    weekdays,
)
from northing.simulate.demand import Demand
from northing.simulate.files import FileSet, choose, dates, instants
from northing.simulate.surroundings import BRANDS
from northing.simulate.world import COUNTRIES, COUNTRY_SHARE, TELEVISION

_TRACKER = ("awareness_unaided", "awareness_aided", "recall", "consideration", "preference")
_TRACKER_LEVEL = np.array([0.09, 0.31, 0.14, 0.17, 0.08])
_TRACKER_GROWTH = np.array([0.05, 0.10, 0.05, 0.04, 0.02])
_OFF_SCALE_SHARE = 0.004

_PRAISE = (
    "Set up in an afternoon, and the invoices finally match.",
    "Support answered within the hour.",
    "The templates save us a day every month.",
    "Reminders go out by themselves now.",
)
_COMPLAINT = (
    "The phone app loses the draft when the network drops.",
    "Exports take too long at the end of the month.",
    "The price rise came without a word.",
    "I could not find how to change the tax rate.",
)
_NEUTRAL = (
    "Does it work with our bank?",
    "We compare three tools at the moment.",
    "Asked for a quote for twelve seats.",
    "Wants a pilot before the summer.",
)
_KINDS = ("review", "mention", "ticket", "interview", "focus group", "sales note")
_KIND_SHARE = (0.30, 0.28, 0.28, 0.03, 0.02, 0.09)


def write_voices(rng: np.random.Generator, files: FileSet, demand: Demand) -> None:
    """Write surveys, feedback and engagement."""
    _write_tracker(rng, files, demand)
    _write_scores(rng, files, demand.size)
    _write_feedback(rng, files, demand.size)
    _write_engagement(rng, files, demand)


def _write_tracker(rng: np.random.Generator, files: FileSet, demand: Demand) -> None:
    """A brand tracker, each quarter asking others, weighted to the population."""
    waves = [month for month in months(START, AS_OF) if month.month in (2, 5, 8, 11)]
    asked = max(40, round(400 * min(demand.size, 5.0)))
    for nth, wave in enumerate(waves):
        heard = _television_before(demand, wave)
        level = _TRACKER_LEVEL + _TRACKER_GROWTH * nth / len(waves) + 0.03 * heard
        yes = rng.random((asked, len(_TRACKER))) < level
        respondent = np.repeat(np.arange(asked), len(_TRACKER))
        at_us = _moments(rng, np.full(asked, (wave - EPOCH).days), 20)[respondent]
        weight = np.round(rng.gamma(8.0, 1 / 8.0, asked), 3)[respondent]
        country = rng.choice(COUNTRIES, asked, p=COUNTRY_SHARE)[respondent]
        label = f"{wave.year}-Q{(wave.month + 2) // 3}"
        files.write(
            "surveys",
            "surveys_brand_tracker.csv",
            {
                "response_id": pa.array([f"bt-{label}-{i:05d}" for i in respondent]),
                "survey": pa.array(["brand_tracker"] * len(respondent)),
                "wave": pa.array([label] * len(respondent)),
                "at": instants(at_us, seconds=True),
                "question": pa.array([*_TRACKER] * asked),
                "score": pa.array(yes.ravel().astype(float)),
                "weight": pa.array(weight),
                "attributes": pa.array([f'{{"country": "{code}"}}' for code in country]),
            },
        )


def _television_before(demand: Demand, wave: date) -> float:
    """Spend on television in the twelve weeks before a wave, over its average."""
    spend = demand.spend[:, TELEVISION]
    last = (wave - EPOCH).days - int(days_us(np.array([0]))[0] // DAY_US)
    return float(spend[last - 84 : last].mean() / spend[FIRST_DAY:].mean())


def _write_scores(rng: np.random.Generator, files: FileSet, size: float) -> None:
    """Recommendation, satisfaction and effort; a few answers lie off their scale."""
    count = max(60, round(900 * size))
    for question, low, high, best in (
        ("nps", 0, 10, 8.1),
        ("csat", 1, 5, 4.1),
        ("ces", 1, 7, 5.2),
    ):
        day = np.sort(rng.integers(FIRST_DAY, DAYS, count))
        mood = best + 0.4 * (day - FIRST_DAY) / (DAYS - FIRST_DAY)
        score = np.clip(np.rint(rng.normal(mood, (high - low) * 0.22)), low, high)
        off = rng.random(count) < _OFF_SCALE_SHARE
        score = np.where(off, high + 89.0, score)
        words = np.where(score >= best, 0, 1)
        said = rng.random(count) < 0.35
        text = words * len(_PRAISE) + rng.integers(0, len(_PRAISE), count)
        waves = _quarter_labels(day)
        files.write(
            "surveys",
            "surveys_customers.csv",
            {
                "response_id": pa.array([f"{question}-{i:06d}" for i in range(count)]),
                "survey": pa.array(["customer_pulse"] * count),
                "wave": pa.array(waves),
                "at": instants(_moments(rng, days_us(day) // DAY_US, 1), seconds=True),
                "question": pa.array([question] * count),
                "score": pa.array(score),
                "text": choose((*_PRAISE, *_COMPLAINT), np.where(said, text, -1)),
                "person_id": pa.array(
                    [f"u{token:015x}@panel.example.org" for token in rng.integers(1, 2**60, count)]
                ),
            },
        )


def _write_feedback(rng: np.random.Generator, files: FileSet, size: float) -> None:
    count = max(60, round(1_400 * size))
    kind = rng.choice(len(_KINDS), count, p=_KIND_SHARE)
    mood = rng.choice(3, count, p=(0.5, 0.28, 0.22))
    mood = np.where(kind == 2, 1 + (rng.random(count) < 0.3), mood)
    score = np.clip(np.rint(rng.normal(np.array([4.7, 2.0, 3.4])[mood], 0.6)), 1, 5)
    brand = np.where((kind <= 1) & (rng.random(count) < 0.35), rng.integers(1, 4, count), 0)
    day = np.sort(rng.integers(FIRST_DAY, DAYS, count))
    reach = np.rint(rng.lognormal(5.0, 1.2, count)).astype(np.int64)
    files.write(
        "feedback",
        "feedback.csv",
        {
            "feedback_id": pa.array([f"fb-{i:06d}" for i in range(count)]),
            "at": instants(_moments(rng, days_us(day) // DAY_US, 1), seconds=True),
            "kind": choose(_KINDS, kind),
            "text": choose(
                (*_PRAISE, *_COMPLAINT, *_NEUTRAL), mood * 4 + rng.integers(0, 4, count)
            ),
            "score": pa.array(score, mask=kind != 0),
            "reach": pa.array(reach, mask=kind != 1),
            "brand": choose(BRANDS, brand),
        },
    )


_POSTS = ("tip", "customer_story", "product_news", "video", "event_photo")


def _write_engagement(rng: np.random.Generator, files: FileSet, demand: Demand) -> None:
    """Posts of three networks on working days, and the mails of each Tuesday."""
    day = np.flatnonzero((weekdays() < 5) & (np.arange(DAYS) >= FIRST_DAY))
    for network, reach_of, followers_of, rate in (
        ("linkedin", 900, 5_200, 0.034),
        ("instagram", 650, 3_900, 0.028),
        ("video", 400, 1_600, 0.045),
    ):
        posted = day[rng.random(len(day)) < 0.6]
        grown = 1 + 0.5 * (posted - FIRST_DAY) / (DAYS - FIRST_DAY)
        reach = rng.poisson(reach_of * grown * rng.gamma(6, 1 / 6, len(posted)))
        seen = np.rint(reach * rng.uniform(1.1, 1.5, len(posted))).astype(np.int64)
        files.write(
            "engagement",
            "engagement_social.csv",
            {
                "date": dates(posted),
                "network": pa.array([network] * len(posted)),
                "content": choose(_POSTS, posted % len(_POSTS)),
                "impressions": pa.array(seen),
                "reach": pa.array(reach),
                "followers": pa.array(np.rint(followers_of * grown).astype(np.int64)),
                "engagements": pa.array(rng.binomial(seen, rate)),
                "clicks": pa.array(rng.binomial(seen, rate / 4)),
            },
        )
    sent = day[weekdays()[day] == 1]
    grown = 1 + 0.8 * (sent - FIRST_DAY) / (DAYS - FIRST_DAY)
    delivered = rng.poisson(2_400 * max(demand.size, 0.05) * grown)
    opens = rng.binomial(delivered, 0.41)
    files.write(
        "engagement",
        "engagement_mail.csv",
        {
            "date": dates(sent),
            "network": pa.array(["email"] * len(sent)),
            "content": pa.array(["newsletter_monthly", "product_updates"]).take(
                pa.array((sent // 7) % 2)
            ),
            "delivered": pa.array(delivered),
            "opens": pa.array(opens),
            "clicks": pa.array(rng.binomial(opens, 0.09)),
            "unsubscribes": pa.array(rng.binomial(delivered, 0.002)),
        },
    )


def _moments(rng: np.random.Generator, epoch_day: Ints | Floats, span_days: int) -> Ints:
    """Office-hour moments on or up to `span_days` after days since the epoch."""
    day = np.asarray(epoch_day, np.int64) + rng.integers(0, span_days, len(epoch_day))
    return day * DAY_US + rng.integers(8 * HOUR_US, 20 * HOUR_US, len(day))


def _quarter_labels(day: Ints) -> list[str]:
    codes, labels = quarters()
    return [labels[code] for code in codes[day]]
