"""Journeys as pages read them: folded once for a kind and period, shared by their sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.engine import quote_text
from northing.errors import Missing
from northing.shelf import Shelf

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext
    from northing.workspace.paths import DealJourney, Journeys

_FOLDED: Shelf[Journeys] = Shelf(64)
_DEALS: Shelf[DealJourney] = Shelf(64)
MOST_DEALS = 200


def journeys_of(context: PageContext) -> Journeys:
    """The converting journeys of the chosen kind and period.

    Raises:
        Missing: If the scope is limited: other people's campaigns would show in the paths.
    """
    if context.scope.limited:
        raise Missing("Paths show every campaign, so they are for those who may see them all.")
    kind, snapshot = context.filters["kind"], context.snapshot
    key = (str(context.workspace.folder), snapshot and snapshot.id, kind, str(context.period))
    return _FOLDED.get(
        key,
        lambda: context.workspace.journeys(kind=kind, period=context.period, snapshot=snapshot),
    )


def deal_journey(context: PageContext) -> DealJourney:
    """The journey of the deal that the address names.

    Raises:
        Missing: If there is no such deal, or the scope is limited.
    """
    if context.scope.limited:
        raise Missing("There is no such deal.")
    deal, snapshot = context.arguments["deal"], context.snapshot
    key = (str(context.workspace.folder), snapshot and snapshot.id, deal)
    return _DEALS.get(key, lambda: context.workspace.journey(deal, snapshot=snapshot))


def deals_of(context: PageContext) -> list[dict[str, object]]:
    """The deals of the period that were won or lost or opened, the largest first."""
    snapshot = context.snapshot
    if snapshot is None or not snapshot.rows.get("journey_conversions"):
        return []
    period = context.period
    rows = context.workspace.engine.query(
        f"""SELECT deal_id, kind, date, segment, CAST(value AS DOUBLE) AS value
            FROM c WHERE deal_id IS NOT NULL AND kind = {quote_text(context.filters["kind"])}
              AND date >= DATE {quote_text(period.start.isoformat())}
              AND date < DATE {quote_text(period.end.isoformat())}
            ORDER BY value DESC NULLS LAST, deal_id LIMIT {MOST_DEALS}""",
        c=context.workspace.dataset("journey_conversions", snapshot),
    )
    found: list[dict[str, object]] = rows.to_pylist()
    return found
