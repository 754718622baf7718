"""Shapley value of the rate game: what each channel adds to the conversion rate."""

from northing.attribution.coalitions import rate_game_shares
from northing.attribution.rule import Rule

ENTRY = Rule(
    title="Shapley (rate game)",
    formula=(
        "Worth of a set of channels = conversions ÷ journeys of the journeys inside it; a "
        "channel's Shapley value is what it adds on average over all orders of joining; credit = "
        "its share of them × attributed conversions. Exact up to 20 channels, sampled above."
    ),
    source="Shapley (1953); Zhao, Mahboobi, Bagheri (2018), Shapley Value Methods for "
    "Attribution Modeling in Online Advertising.",
    solve=rate_game_shares,
    statistic="sets",
    needs=("nulls",),
    trap="A channel that mostly meets people who will not buy earns credit below zero; sets of "
    "channels that few people saw make it jump.",
)
