"""Markov: credit in proportion to what would be lost if the channel led nowhere."""

from northing.attribution.chain import chain_shares
from northing.attribution.rule import Rule

ENTRY = Rule(
    title="Markov (order 1)",
    formula=(
        "Removal effect = 1 − P(conversion | channel leads to null) ÷ P(conversion), solved "
        "exactly; credit = its share of all removal effects × attributed conversions."
    ),
    source="Anderl, Becker, von Wangenheim, Schumann (2016), Mapping the Customer Journey.",
    solve=chain_shares,
    needs=("nulls",),
    trap="Describes who was on the path, not what was caused; solve each period by itself.",
)
