"""Journeys of a snapshot: what they look like together, and the journey of one deal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from northing.calendar import Period, parse_period
from northing.engine import quote_text
from northing.errors import Missing
from northing.workspace.journeys import UNCREDITED_KINDS, log_of
from northing.workspace.measuring import calendar_of, check_kind
from northing.workspace.source import SnapshotTables

if TYPE_CHECKING:
    from northing.attribution.journey import Journey
    from northing.attribution.journeys import JourneyStatistics
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class Journeys:
    """What the converting journeys of one kind look like.

    Attributes:
        kind: Kind of conversion.
        statistics: Paths, lengths, days to convert, first and last channel.
        period: Of the conversions; None is all of them.
        lookback_days: In which touches count.
        snapshot: Id of the snapshot.
    """

    kind: str
    statistics: JourneyStatistics
    period: Period | None
    lookback_days: int
    snapshot: str

    def to_json(self, paths: int = 20) -> dict[str, Any]:
        """Plain values for programs; the `paths` most frequent paths."""
        found = self.statistics
        return {
            "kind": self.kind,
            "period": str(self.period) if self.period else "all",
            "lookback_days": self.lookback_days,
            "snapshot": self.snapshot,
            "paths": found.top_paths(paths).to_pylist(),
            "touches": found.lengths.to_pylist(),
            "days": found.days.to_pylist(),
            "first_last": found.ends.to_pylist(),
            "median_touches": found.median_touches(),
            "median_days": found.median_days(),
        }


@dataclass(frozen=True)
class DealJourney:
    """The conversions of one deal, each with its touches and what each rule gives them.

    Attributes:
        deal: The deal's id.
        account: The account's id.
        conversions: By kind, in order of time.
        currency: The reporting currency.
        lookback_days: By kind.
        snapshot: Id of the snapshot.
    """

    deal: str
    account: str | None
    conversions: tuple[tuple[str, Journey], ...]
    currency: str
    lookback_days: dict[str, int]
    snapshot: str

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs; credit is a share of the conversion, by rule."""
        return {
            "deal": self.deal,
            "account": self.account,
            "currency": self.currency,
            "snapshot": self.snapshot,
            "conversions": [
                {
                    "kind": kind,
                    "at": journey.at.isoformat(),
                    "value": journey.value,
                    "declared_channel": journey.declared,
                    "lookback_days": self.lookback_days[kind],
                    "touches": [
                        {
                            "at": touch.at.isoformat(),
                            **touch.place,
                            "credit": dict(touch.weights),
                        }
                        for touch in journey.touches
                    ],
                }
                for kind, journey in self.conversions
            ],
        }


def journeys(
    workspace: Workspace,
    *,
    kind: str | None = None,
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
) -> Journeys:
    """Describe the converting journeys of one kind. See `Workspace.journeys`."""
    from northing.attribution.journeys import fold_journeys

    snapshot = snapshot or workspace.snapshot()
    tables = SnapshotTables(workspace, snapshot)
    settings = tables.settings
    kind = kind or settings.kind
    check_kind(workspace, snapshot, kind)
    if isinstance(period, str):
        period = parse_period(period, calendar_of(workspace, snapshot), snapshot.as_of)
    statistics = fold_journeys(
        workspace.engine,
        log_of(tables.log_tables(), settings, kind),
        kind=kind,
        lookback_days=settings.lookback(kind),
        period=(period.start, period.end) if period else None,
    )
    return Journeys(kind, statistics, period, settings.lookback(kind), snapshot.id)


def journey_of_deal(
    workspace: Workspace, deal: str, *, snapshot: Snapshot | None = None
) -> DealJourney:
    """Follow one deal back through its touches. See `Workspace.journey`."""
    from northing.attribution.journey import journey_of

    snapshot = snapshot or workspace.snapshot()
    tables = SnapshotTables(workspace, snapshot)
    settings = tables.settings
    rows = workspace.engine.query(
        f"""SELECT kind, journey_id, account_id, "at" FROM c
            WHERE deal_id = {quote_text(deal)} ORDER BY "at", kind""",
        c=tables.dataset("journey_conversions"),
    ).to_pylist()
    if not rows:
        raise Missing(
            f"There is no deal {deal!r} that has become an opportunity in snapshot {snapshot.id}."
        )
    found = []
    for row in rows:
        kind = row["kind"]
        if kind in UNCREDITED_KINDS or row["journey_id"] is None:
            continue
        journey = journey_of(
            workspace.engine,
            log_of(tables.log_tables(), settings, kind),
            row["journey_id"],
            row["at"],
            kind=kind,
            lookback_days=settings.lookback(kind),
            half_life_days=settings.half_life(kind),
            direct=settings.direct_channel,
        )
        found.append((kind, journey))
    if not found:
        raise Missing(
            f"Deal {deal!r} names nobody whose touches are known: its account has no person, or "
            'journeys are joined by person (setting journeys = "account" joins them by account).'
        )
    lookbacks = {kind: settings.lookback(kind) for kind, _ in found}
    return DealJourney(
        deal, rows[0]["account_id"], tuple(found), settings.currency, lookbacks, snapshot.id
    )
