"""Align: whether the money serves what the company wants to reach, and whether it gets there.

`alignment` sets shares of planned and spent money beside those agreed with finance. It takes a
plan and lines of money and returns frozen values; it knows nothing of workspaces.
"""

from northing.align.agreed import Agreed, agreed_shares, index_of
from northing.align.alignment import Alignment, Row, Side, Unlinked, alignment, band_of
from northing.align.orphans import Orphan
from northing.align.parts import NONE, RUN, MoneyLine, Part, apportion, split_money

__all__ = [
    "NONE",
    "RUN",
    "Agreed",
    "Alignment",
    "MoneyLine",
    "Orphan",
    "Part",
    "Row",
    "Side",
    "Unlinked",
    "agreed_shares",
    "alignment",
    "apportion",
    "band_of",
    "index_of",
    "split_money",
]
