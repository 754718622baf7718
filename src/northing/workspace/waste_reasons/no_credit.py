"""Spend that had its time, and earned nothing under any rule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from northing.engine import quote_name, quote_text
from northing.workspace.analyses.asked import Asked
from northing.workspace.analyses.concentration import revenue_kinds
from northing.workspace.waste_reason import CELLS, Found, WasteReason, unjudged

CYCLES = 2
"""Medians of the time from first touch to conversion after which spend is judged."""


def find(asked: Asked) -> Found:
    """Cells, old enough, of campaigns that no rule credits since their first spend."""
    if not asked.kinds:
        return unjudged("There are no conversions that could give credit.")
    kinds = revenue_kinds(asked)
    cycles = [days for kind in kinds if (days := median_cycle(asked, kind)) is not None]
    if not cycles:
        return unjudged(f"No {' or '.join(kinds)} conversion has a touch, so no cycle is known.")
    wait = math.ceil(CYCLES * max(cycles))
    until = asked.snapshot.as_of - timedelta(days=wait)
    rows = _uncredited(asked, kinds)
    cells = pa.table([rows[name] for name in CELLS.names], schema=CELLS)
    old = pc.less_equal(cells["date"], pa.scalar(until, pa.date32()))
    young = sum(rows["amount"].filter(pc.invert(old)).to_pylist())
    return Found(cells.filter(old), None, young, _notes(asked, kinds, wait, until, young))


def median_cycle(asked: Asked, kind: str) -> int | None:
    """Days from first touch within which half of the journeys had converted."""
    rows = asked.rows(
        f"SELECT days, conversions FROM journey_days WHERE kind = {quote_text(kind)} ORDER BY days"
    )
    half = sum(row["conversions"] for row in rows) / 2
    for row in rows:
        half -= row["conversions"]
        if half <= 0:
            return int(row["days"])
    return None


def _uncredited(asked: Asked, kinds: Sequence[str]) -> pa.Table:
    """Cells of keys without credit.

    A model shares by channel what linear credit splits below: where no additive rule credits a
    campaign, none that is solved does.
    """
    from northing.attribution import additive_rules

    any_rule = " OR ".join(
        f"c.{quote_name(f'conversions_{rule}')} > 1e-9" for rule in additive_rules()
    )
    unseen = ", ".join(quote_text(name) for name in sorted(asked.unseen))
    seen = f"s.channel NOT IN ({unseen})" if unseen else "TRUE"
    return asked.table(
        f"""
        WITH cells AS (
            SELECT s.channel, s.campaign, s.date, CAST(sum(s.amount) AS DOUBLE) AS amount
            FROM spend_daily s WHERE {asked.dated()} AND {seen}
            GROUP BY s.channel, s.campaign, s.date
        ),
        begun AS (
            SELECT channel, campaign, min(date) AS first_day FROM cells GROUP BY channel, campaign
        ),
        credited AS (
            SELECT c.channel, c.campaign, max(c.date) AS last_day FROM credit_daily c
            WHERE c.kind IN ({", ".join(quote_text(kind) for kind in kinds)}) AND ({any_rule})
            GROUP BY c.channel, c.campaign
        ),
        by_campaign AS (
            SELECT campaign, max(last_day) AS last_day FROM credited
            WHERE campaign IS NOT NULL GROUP BY campaign
        ),
        by_channel AS (
            SELECT channel, max(last_day) AS last_day FROM credited
            WHERE channel IS NOT NULL GROUP BY channel
        ),
        idle AS (
            SELECT b.channel, b.campaign FROM begun b
            LEFT JOIN by_campaign p ON p.campaign = b.campaign
            LEFT JOIN by_channel h ON h.channel = b.channel AND b.campaign IS NULL
            WHERE coalesce(p.last_day, h.last_day, DATE '1900-01-01') < b.first_day
        )
        SELECT cells.channel, cells.campaign, cells.date, cells.amount FROM cells
        JOIN idle i ON i.channel = cells.channel AND i.campaign IS NOT DISTINCT FROM cells.campaign
        ORDER BY cells.channel, cells.campaign, cells.date"""
    )


def _notes(
    asked: Asked, kinds: Sequence[str], wait: int, until: date, young: float
) -> tuple[str, ...]:
    notes = [
        f"Credit for {' and '.join(kinds)} is awaited for {wait} days, {CYCLES} median cycles: "
        f"spend after {until} is not judged by it."
    ]
    if young:
        notes.append(
            f"{young:,.2f} {asked.settings.currency} of campaigns without credit so far are "
            "younger and may still bring something."
        )
    if asked.unseen:
        notes.append(
            "Not judged by credit, because they leave no touches: "
            f"{', '.join(sorted(asked.unseen))}."
        )
    return tuple(notes)


ENTRY = WasteReason(
    title="No credit",
    definition=f"No rule gives the campaign any credit for revenue since its first spend, though "
    f"{CYCLES} median cycles have passed since the money was spent.",
    advice="Check that its links carry the campaign's name; if they do, stop it or move the money.",
    place=30,
    find=find,
)
