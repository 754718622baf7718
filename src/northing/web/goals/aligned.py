"""Alignment as the site shows it: one computation for page, export and Home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.align.alignment import Band, Row, Side
from northing.shelf import Shelf
from northing.web.site.blocks import Cell, Tone
from northing.workspace.alignment import WorkspaceAlignment, align_workspace, fiscal_year

if TYPE_CHECKING:
    from northing.calendar import Period
    from northing.web.site.page_context import PageContext

_ALIGNED: Shelf[WorkspaceAlignment] = Shelf(60)
_BANDS: dict[Band | None, tuple[str, Tone]] = {
    "within": ("● within 5 points", "good"),
    "near": ("▲ within 10 points", "warn"),
    "beyond": ("▼ beyond 10 points", "bad"),
    None: ("–", "muted"),
}


def aligned(context: PageContext, period: Period | None = None) -> WorkspaceAlignment | None:
    """The live plan laid over the money of the snapshot that is shown.

    Args:
        context: Who looks at which snapshot.
        period: Of the money; the fiscal year by default.

    Returns:
        The alignment; None where nothing is published, and for a role that sees a part of the
        company only: shares are of all its money.
    """
    if context.snapshot is None or context.scope.limited or not context.scope.may("see_money"):
        return None
    snapshot = context.snapshot
    period = period or fiscal_year(context.as_of, context.calendar)
    key = (str(context.workspace.folder), snapshot.id, str(period), context.stored.mark)
    return _ALIGNED.get(
        key,
        lambda: align_workspace(
            context.workspace, context.stored.plan, period=period, snapshot=snapshot
        ),
    )


def band_cell(side: Side) -> Cell:
    """How far a share lies from the agreed one, in words behind a sign."""
    text, tone = _BANDS[side.band]
    return Cell(text, tone=tone)


def row_cell(context: PageContext, row: Row) -> Cell:
    """The name of a row, leading to its objective."""
    if row.key in context.stored.plan.objectives:
        return Cell(row.title, href=context.link("objective", key=row.key, keep=False))
    return Cell(row.title)


def campaign_cell(context: PageContext, what: str, campaign: str | None) -> Cell:
    """What money was spent on, leading to the campaign's page where it is one."""
    if campaign is None:
        return Cell(what)
    return Cell(what, href=context.link("campaign", name=campaign, keep=False))
