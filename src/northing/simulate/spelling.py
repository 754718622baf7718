"""Names as files spell them: a channel has many, a campaign's UTM even more."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from northing.simulate.clock import Flags, Ints
from northing.simulate.world import CAMPAIGNS, CHANNELS

UNKNOWN_CHANNELS = ("(not set)", "partner-portal / referral", "qr_code_flyer")
"""Spellings that no synonym covers."""
UNKNOWN_SHARE = 0.006

WRONG_CAMPAIGNS = ("{campaign.name}", "utm_campaign", "test", "sprng_sale_old", "cmp-0000")
"""Campaign values that match no campaign."""
WRONG_SHARE = 0.02

# chances of (own name, pair of source and medium, title, abbreviation) in the export of a year
_CHANNEL_HABITS = {
    2024: (0.10, 0.75, 0.10, 0.05),
    2025: (0.15, 0.10, 0.70, 0.05),
    2026: (0.55, 0.20, 0.15, 0.10),
}
_CAMPAIGN_HABITS = (0.62, 0.10, 0.10, 0.07, 0.06, 0.05)


def spell_channels(
    rng: np.random.Generator, channel: Ints, year: int, *, tidy: Flags
) -> tuple[pa.Array, Flags]:
    """Channel names as the year's export writes them.

    Args:
        rng: Source of the habits.
        channel: Codes, places in CHANNELS.
        year: Whose habits.
        tidy: Rows that come from a system which keeps to the company's own names.

    Returns:
        The texts, and which of them are spellings that nobody knows.
    """
    habits = np.cumsum(_CHANNEL_HABITS[min(max(year, 2024), 2026)])
    style = np.searchsorted(habits, rng.random(len(channel)) * habits[-1], side="right")
    style = np.where(tidy, 0, np.minimum(style, 3))
    unknown = (rng.random(len(channel)) < UNKNOWN_SHARE) & ~tidy
    strange = 4 * len(CHANNELS) + rng.integers(0, len(UNKNOWN_CHANNELS), len(channel))
    codes = np.where(unknown, strange, channel * 4 + style)
    return _channel_words().take(pa.array(codes)), unknown


def spell_campaigns(rng: np.random.Generator, campaign: Ints) -> tuple[pa.Array, Flags]:
    """UTM campaigns as they arrive; -1 is none.

    Returns:
        The texts, and which of them match no campaign.
    """
    habits = np.cumsum(_CAMPAIGN_HABITS)
    style = np.searchsorted(habits, rng.random(len(campaign)) * habits[-1], side="right")
    style = np.minimum(style, len(_CAMPAIGN_HABITS) - 1)
    wrong = (rng.random(len(campaign)) < WRONG_SHARE) & (campaign >= 0)
    strange = len(_CAMPAIGN_HABITS) * len(CAMPAIGNS) + rng.integers(
        0, len(WRONG_CAMPAIGNS), len(campaign)
    )
    codes = np.where(wrong, strange, campaign * len(_CAMPAIGN_HABITS) + style)
    return _campaign_words().take(pa.array(codes, mask=campaign < 0, type=pa.int64())), wrong


@cache
def _channel_words() -> pa.Array:
    words = [word for channel in CHANNELS for word in (channel.name, *channel.spellings)]
    return pa.array([*words, *UNKNOWN_CHANNELS], pa.string())


@cache
def _campaign_words() -> pa.Array:
    words = []
    for campaign in CAMPAIGNS:
        spaced = campaign.name.replace("_", " ")
        words += [
            campaign.name,
            campaign.name.upper(),
            campaign.name.replace("_", "-"),
            spaced.title(),
            spaced.replace(" ", "%20"),
            f"{campaign.name} ",
        ]
    return pa.array([*words, *WRONG_CAMPAIGNS], pa.string())
