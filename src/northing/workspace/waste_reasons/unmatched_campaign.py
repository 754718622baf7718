"""Spend that belongs to no campaign that is known."""

from __future__ import annotations

import pyarrow as pa

from northing.engine import quote_text
from northing.workspace.analyses.asked import Asked
from northing.workspace.waste_reason import CELLS, Found, WasteReason, unjudged


def find(asked: Asked) -> Found:
    """Cells whose campaign is unknown, or unnamed in a channel that otherwise names them."""
    named = asked.rows("SELECT count(campaign) AS n FROM spend_daily")[0]["n"]
    if not named:
        return unjudged("No spend names a campaign: it is kept by channel alone.")
    known, where = _known(asked)
    if not known:
        return unjudged("There is neither a table of campaigns nor a touch that names one.")
    rows = asked.rows(
        f"""
        SELECT DISTINCT s.channel, s.campaign, s.date FROM spend_daily s
        LEFT JOIN known k ON k.campaign = s.campaign
        WHERE {asked.dated()} AND {where} AND k.campaign IS NULL AND (
            s.campaign IS NOT NULL OR s.channel IN (
                SELECT channel FROM spend_daily WHERE campaign IS NOT NULL
            )
        )
        ORDER BY s.channel, s.campaign, s.date""",
        known=pa.table({"campaign": pa.array(known, pa.string())}),
    )
    return Found(pa.Table.from_pylist(rows, schema=CELLS))


def _known(asked: Asked) -> tuple[list[str], str]:
    """Known campaigns, and SQL for the spend that can be matched with them."""
    rows = asked.rows("SELECT DISTINCT campaign FROM campaigns ORDER BY campaign")
    if rows:
        return [row["campaign"] for row in rows], "TRUE"
    rows = asked.rows(
        "SELECT DISTINCT campaign FROM touches WHERE campaign IS NOT NULL ORDER BY campaign"
    )
    unseen = ", ".join(quote_text(name) for name in sorted(asked.unseen))
    seen = f"s.channel NOT IN ({unseen})" if unseen else "TRUE"
    return [row["campaign"] for row in rows], seen


ENTRY = WasteReason(
    title="No campaign",
    definition="The spend names no campaign, or one that is neither in the table of campaigns "
    "nor, where there is no such table, in any touch.",
    advice="Name the campaign in the ad account, or add it (or its spelling) to the table of "
    "campaigns; if nobody knows it, stop it.",
    place=10,
    find=find,
)
