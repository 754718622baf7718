"""The workspace as the site reads it: rollups of a snapshot stay in memory, shared by requests."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, Any

from northing.engine import Dataset, quote_name
from northing.lake import Snapshot
from northing.shelf import Shelf
from northing.tables import DERIVED
from northing.workspace.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from northing.metrics import MetricTable
    from northing.workspace.analyses.compare import RuleComparison

MOST_ROWS_KEPT = 3_000_000
_KEPT: Shelf[pa.Table] = Shelf(120)
_KINDS: Shelf[tuple[str, ...]] = Shelf(120)
_MEASURED: Shelf[MetricTable] = Shelf(2_000)
_COMPARED: Shelf[RuleComparison] = Shelf(64)
_LOCK = threading.Lock()
ALWAYS_KEPT = frozenset({"channels", "campaigns", "fx"})
"""Small tables without people, besides the rollups."""


class SiteWorkspace(Workspace):
    """A workspace whose aggregates are read from disk once a snapshot."""

    folds_intervals = False

    def dataset(self, name: str, snapshot: Snapshot | None = None) -> Dataset:
        """A table of a snapshot; aggregates come from memory."""
        snapshot = snapshot or self.snapshot()
        shared = name in ALWAYS_KEPT or (name in DERIVED and not DERIVED[name].person_level)
        if not shared or snapshot.rows.get(name, 0) > MOST_ROWS_KEPT:
            return super().dataset(name, snapshot)
        key = (str(self.folder), name, snapshot.tables.get(name))
        found = _KEPT.peek(key)
        if found is not None:
            return found
        with _LOCK:  # one reader fetches, others wait for it
            return _KEPT.get(key, lambda: self._read(name, snapshot))

    def _read(self, name: str, snapshot: Snapshot) -> pa.Table:
        files = super().dataset(name, snapshot)
        order = next((one for one in ("date", "month", "span") if one in files.schema.names), None)
        sql = "SELECT * FROM facts" + (f" ORDER BY {quote_name(order)}" if order else "")
        return self.engine.query(sql, facts=files).combine_chunks()

    def kinds(self, snapshot: Snapshot) -> tuple[str, ...]:
        """The kinds of conversion that a snapshot holds."""
        if not snapshot.rows.get("conversions_daily"):
            return ()
        key = (str(self.folder), snapshot.tables.get("conversions_daily"))
        return _KINDS.get(key, lambda: self._count_kinds(snapshot))

    def _count_kinds(self, snapshot: Snapshot) -> tuple[str, ...]:
        rows = self.engine.query(
            "SELECT kind, sum(conversions) AS n FROM d GROUP BY kind ORDER BY n DESC, kind",
            d=self.dataset("conversions_daily", snapshot),
        )
        return tuple(rows["kind"].to_pylist())

    def metric(self, name: str, *, snapshot: Snapshot | None = None, **asked: Any) -> MetricTable:
        """A metric; what several sections and people ask of one snapshot is computed once."""
        snapshot = snapshot or self.snapshot()
        key = (str(self.folder), snapshot.id, name, repr(sorted(asked.items())))
        return _MEASURED.get(
            key, lambda: super(SiteWorkspace, self).metric(name, snapshot=snapshot, **asked)
        )

    def compare_rules(self, *, snapshot: Snapshot | None = None, **asked: Any) -> RuleComparison:
        """Every rule side by side; models are solved from the log, so once for all who ask."""
        snapshot = snapshot or self.snapshot()
        key = (str(self.folder), snapshot.id, repr(sorted(asked.items())))
        return _COMPARED.get(
            key, lambda: super(SiteWorkspace, self).compare_rules(snapshot=snapshot, **asked)
        )


@cache
def _opened(folder: str, _changed: float) -> SiteWorkspace:
    return SiteWorkspace(folder)


def site_workspace() -> SiteWorkspace:
    """The workspace of this site, opened once and again when its settings change."""
    from django.conf import settings

    from northing.workspace.settings import FILE_NAME

    folder = settings.PLACE.workspace
    return _opened(str(folder), (folder / FILE_NAME).stat().st_mtime)


def forget() -> None:
    """Drop the workspaces that are open, as when a person is erased."""
    _opened.cache_clear()
