"""Markov of order 3: the next step depends on the last three channels."""

from northing.attribution.chain import chain_shares
from northing.attribution.rule import Rule

ENTRY = Rule(
    title="Markov (order 3)",
    formula=(
        "Removal effect = 1 − P(conversion | every step into the channel leads to null) ÷ "
        "P(conversion), where a state is the last three channels; credit = its share of all "
        "removal effects × attributed conversions."
    ),
    source="Anderl, Becker, von Wangenheim, Schumann (2016), Mapping the Customer Journey.",
    solve=chain_shares,
    order=3,
    needs=("nulls",),
    trap="Many more steps to estimate than order 1: with few conversions it follows the noise.",
)
