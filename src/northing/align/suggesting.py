"""Suggestions for campaigns without an initiative, learned from those that have one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from northing.align.matching import Campaign, Match
from northing.plan import Plan
from northing.tables.names import fold_name

NAME_WEIGHT, CHANNEL_WEIGHT, TIME_WEIGHT = 0.7, 0.15, 0.15
"""Names say most; channel and time only tell apart what names leave open."""
LEAST_SCORE = 0.3
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Suggestion:
    """An initiative that a campaign may belong to.

    Attributes:
        campaign: The campaign without one.
        initiative: Key of the initiative.
        score: 0 to 1; it orders suggestions and is no probability.
        reasons: Why, in a few words each.
    """

    campaign: Campaign
    initiative: str
    score: float
    reasons: tuple[str, ...]


def suggest(plan: Plan, matches: Iterable[Match]) -> dict[tuple[str, str], tuple[Suggestion, ...]]:
    """Suggest initiatives for the campaigns that have none.

    A campaign is compared with every matched one: the words of their names, weighted by how rare
    they are (cosine of tf-idf), the channel, and how much their times overlap. An initiative
    scores what its most similar campaign does, or its own title.

    Returns:
        By name and channel of the campaign at most three, the best first; nothing where nothing
        is similar enough.
    """
    matches = tuple(matches)
    known = [one for one in matches if one.initiative is not None]
    titles = [
        (key, Campaign(f"{one.title} {key}", "", "", one.starts, one.ends))
        for key, one in plan.initiatives.items()
        if one.state not in ("done", "stopped")
    ]
    rarity = _rarity(
        [one.campaign.name for one in matches] + [campaign.name for _, campaign in titles]
    )
    examples = [(one.initiative or "", one.campaign) for one in known] + titles
    return {
        (one.campaign.name, one.campaign.channel): _best(one.campaign, examples, rarity)
        for one in matches
        if one.initiative is None
    }


def _best(
    campaign: Campaign, examples: Iterable[tuple[str, Campaign]], rarity: Mapping[str, float]
) -> tuple[Suggestion, ...]:
    best: dict[str, Suggestion] = {}
    for initiative, example in examples:
        # Without a word in common nothing is suggested: half the campaigns share channel and year.
        if _words(campaign.name).isdisjoint(_words(example.name)):
            continue
        found = _compare(campaign, initiative, example, rarity)
        held = best.get(initiative)
        if found.score >= LEAST_SCORE and (held is None or found.score > held.score):
            best[initiative] = found
    ordered = sorted(best.values(), key=lambda one: (-one.score, one.initiative))
    return tuple(ordered[:MOST_SUGGESTIONS])


def _compare(
    campaign: Campaign, initiative: str, example: Campaign, rarity: Mapping[str, float]
) -> Suggestion:
    shared = _words(campaign.name) & _words(example.name)
    alike = _cosine(_words(campaign.name), _words(example.name), rarity)
    same_channel = bool(campaign.channel) and campaign.channel == example.channel
    together = overlap_share(campaign, example)
    score = NAME_WEIGHT * alike + CHANNEL_WEIGHT * same_channel + TIME_WEIGHT * together
    rarest = sorted(shared, key=lambda word: (-rarity[word], word))
    reasons = [f"{', '.join(rarest)} as in {example.name}"]
    if same_channel:
        reasons.append(f"the same channel, {campaign.channel}")
    if together > 0.5:
        reasons.append("at the same time")
    return Suggestion(campaign, initiative, round(score, 3), tuple(reasons))


def overlap_share(one: Campaign, other: Campaign) -> float:
    """Days that two campaigns run together ÷ those of the shorter one; 0 where one is undated."""
    if one.starts is None or other.starts is None:
        return 0.0
    first = max(one.starts, other.starts)
    last = min(one.ends or date.max, other.ends or date.max)
    shorter = min(_days(one), _days(other))
    return max(0.0, min(1.0, ((last - first).days + 1) / shorter))


def _days(campaign: Campaign) -> int:
    ends = campaign.ends or date.max
    return max(1, (ends - (campaign.starts or ends)).days + 1)


@lru_cache(maxsize=20_000)  # each name is compared with every other one
def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in fold_name(name).split("_") if word and not word.isdigit())


def _rarity(names: Iterable[str]) -> dict[str, float]:
    """How telling each word is: the logarithm of one over the share of names that have it."""
    held = [_words(name) for name in names]
    counts = Counter(word for words in held for word in words)
    return {word: math.log((1 + len(held)) / count) for word, count in counts.items()}


def _cosine(words: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    def square(of: frozenset[str]) -> float:
        return math.fsum(rarity[word] ** 2 for word in of)

    whole = math.sqrt(square(words) * square(other))
    return square(words & other) / whole if whole else 0.0
