"""Sums of a snapshot that are asked again while a plan is being changed, kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, cast

import pyarrow as pa

from northing.engine import Dataset
from northing.shelf import Shelf
from northing.workspace.analyses.asked import Asked, Made

_HELD: Shelf[Any] = Shelf(128)


@dataclass(frozen=True)
class Remembered(Asked):
    """A snapshot and a period whose answers are kept: a published snapshot never changes."""

    def rows(self, sql: str, **more: Dataset) -> list[dict[str, Any]]:
        """As `Asked.rows`; what is kept belongs to all who ask, so nobody changes a row."""
        if more:
            return super().rows(sql, **more)
        return self.remember(sql, lambda: super(Remembered, self).table(sql).to_pylist())

    def table(self, sql: str, **more: Dataset) -> pa.Table:
        """As `Asked.table`, kept as well."""
        if more:
            return super().table(sql, **more)
        return self.remember(("table", sql), lambda: super(Remembered, self).table(sql))

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a key for this snapshot, or is made now."""
        snapshot = self.snapshot
        place = (str(self.workspace.folder), snapshot.id, snapshot.published_at, key)
        return cast("Made", _HELD.get(place, make))
