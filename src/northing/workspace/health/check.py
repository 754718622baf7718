"""What a check of data health is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from northing.catalog import Catalog
from northing.lake import Snapshot
from northing.workspace.health.deliveries import Deliveries, read_deliveries
from northing.workspace.health.finding import Finding
from northing.workspace.settings import Settings

if TYPE_CHECKING:
    from northing.engine import Dataset
    from northing.workspace.limits import HealthLimits
    from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class Look:
    """What a check looks at: one published snapshot, and the limits of today's settings.

    Attributes:
        workspace: Where it is.
        snapshot: Which; number 0 and without tables where nothing has been published.
    """

    workspace: Workspace
    snapshot: Snapshot

    @property
    def limits(self) -> HealthLimits:
        """From where on to speak up; they take effect without a refresh."""
        return self.workspace.settings.health

    @cached_property
    def settings(self) -> Settings:
        """The settings under which the snapshot was made."""
        if not self.snapshot.number:
            return self.workspace.settings
        return Settings.from_record(self.snapshot.settings)

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.settings.currency

    def holds(self, *tables: str) -> bool:
        """Whether each of the tables has rows."""
        return all(self.snapshot.rows.get(name) for name in tables)

    def query(self, sql: str, *tables: str, **more: Dataset) -> list[dict[str, Any]]:
        """Run SQL over tables of the snapshot; one that was never made is empty."""
        found = {name: self.dataset(name) for name in tables}
        rows = self.workspace.engine.query(sql, **found, **more)
        return list(rows.to_pylist())

    def dataset(self, name: str) -> Dataset:
        """A table of the snapshot, empty where it was never made."""
        from northing.workspace.stored import empty_table

        if name in self.snapshot.tables:
            return self.workspace.dataset(name, self.snapshot)
        return empty_table(name)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What each source delivers, and its silences."""
        found = self.workspace.engine.query(
            """SELECT "table", source, account, date, sum(rows) AS rows, sum(amount) AS amount
               FROM health_daily GROUP BY "table", source, account, date
               ORDER BY date, "table", source, account""",
            health_daily=self.dataset("health_daily"),
        )
        # Column by column: a dictionary for each of a hundred thousand rows would be slow.
        columns = (found[name].to_pylist() for name in found.schema.names)
        return read_deliveries(zip(*columns, strict=True), self.limits, self.snapshot.as_of)


@dataclass(frozen=True)
class Check:
    """One check, in a file of its own in `checks/`.

    Attributes:
        title: What it watches, in a few words.
        fine: The sentence where it finds nothing amiss.
        look: Gives the findings; none where nothing is amiss.
        needs: Tables without rows of which there is nothing to look at.
        trap: What its findings do not say.
    """

    title: str
    fine: str
    look: Callable[[Look], Iterable[Finding]]
    needs: tuple[str, ...] = ()
    trap: str = ""


CHECKS: Catalog[Check] = Catalog("northing.workspace.health.checks", "check", Check)
