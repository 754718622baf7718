"""What a file in `waste_reasons/` holds: one way in which spend brings nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from northing.catalog import Catalog
from northing.workspace.analyses.asked import Asked

CELLS = pa.schema([("channel", pa.string()), ("campaign", pa.string()), ("date", pa.date32())])
"""A cell of spend: what one channel and campaign cost on one day."""


@dataclass(frozen=True)
class Found:
    """What a reason found.

    Attributes:
        cells: Those of the period's spend that it applies to, in columns of `CELLS`.
        absent: Why it could not be judged; None where it could.
        too_young: Spend that may still bring something, and is therefore left out.
        notes: What it left out, and by which measure it judged.
    """

    cells: pa.Table
    absent: str | None = None
    too_young: float = 0.0
    notes: tuple[str, ...] = ()


def unjudged(why: str) -> Found:
    """Nothing, because what is needed is not there."""
    return Found(CELLS.empty_table(), absent=why)


@dataclass(frozen=True)
class WasteReason:
    """One reason for calling spend wasted.

    Attributes:
        title: In a few words.
        definition: When it applies.
        advice: What to do about it.
        place: Reasons are tried in this order; a euro counts under the first that applies.
        find: From what is asked to the cells of spend that it applies to.
    """

    title: str
    definition: str
    advice: str
    place: int
    find: Callable[[Asked], Found]


WASTE_REASONS: Catalog[WasteReason] = Catalog(
    "northing.workspace.waste_reasons", "reason for waste", WasteReason
)
