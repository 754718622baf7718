"""Pages that many share: kept by scope and snapshot, in this process."""

from __future__ import annotations

from northing.shelf import Shelf

SECTION_HTML: Shelf[str] = Shelf(4_000)
