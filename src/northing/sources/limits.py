"""How large a file may be, on the wire and unfolded, before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What a reader accepts; a file beyond it is refused before it costs memory or disk.

    Attributes:
        received_bytes: Size of the file as it came; None for any.
        unfolded_bytes: Size after decompression; None for any.
        rows: Rows of one table; None for any.
        line_bytes: Longest line, for text.
        json_bytes: Largest JSON document that is read whole (NDJSON streams and is free of it).
        unfold_ratio: Unfolded ÷ received above which an archive counts as a bomb, once it
            unfolds to more than `ratio_from_bytes`.
        ratio_from_bytes: See `unfold_ratio`.
    """

    received_bytes: int | None = None
    unfolded_bytes: int | None = None
    rows: int | None = None
    line_bytes: int = 8 * MEGABYTE
    json_bytes: int = 256 * MEGABYTE
    unfold_ratio: float = 250.0
    ratio_from_bytes: int = 100 * MEGABYTE


COMMAND_LINE = Limits()
"""No limit on rows; memory stays bounded because files are streamed."""

UPLOAD = Limits(
    received_bytes=25 * MEGABYTE,
    unfolded_bytes=200 * MEGABYTE,
    rows=500_000,
    json_bytes=100 * MEGABYTE,
)
"""For files that strangers send."""

WATCHED = Limits(received_bytes=2_000 * MEGABYTE, unfolded_bytes=20_000 * MEGABYTE)
"""For files that arrive at a place that the owner named: large, but not without end."""
