"""Clicks that were paid for and never arrived at the site."""

from __future__ import annotations

import pyarrow as pa

from northing.workspace.analyses.asked import Asked
from northing.workspace.waste_reason import CELLS, Found, WasteReason, unjudged

LEAST_CLICKS = 20
"""Were every second click a session, twenty without one would come once in a million weeks."""


def find(asked: Asked) -> Found:
    """Weeks in which a campaign (or channel) has clicks, and the site saw no session of it."""
    if not asked.snapshot.rows.get("sessions"):
        return unjudged("There are no sessions to set the clicks against.")
    if not asked.rows("SELECT coalesce(sum(clicks), 0) AS n FROM spend_daily")[0]["n"]:
        return unjudged("No spend reports clicks.")
    rows = asked.rows(
        f"""
        WITH named AS (SELECT DISTINCT channel FROM sessions WHERE campaign IS NOT NULL),
        paid AS (
            SELECT s.channel, s.campaign, s.date, s.clicks,
                   CAST(date_trunc('week', s.date) AS DATE) AS week,
                   CASE WHEN n.channel IS NOT NULL THEN coalesce(s.campaign, '') END AS key
            FROM spend_daily s LEFT JOIN named n ON n.channel = s.channel
            WHERE {asked.dated()}
        ),
        arrived AS (
            SELECT s.channel, CASE WHEN n.channel IS NOT NULL THEN coalesce(s.campaign, '') END
                   AS key, CAST(date_trunc('week', s.date) AS DATE) AS week,
                   sum(s.sessions) AS sessions
            FROM sessions s LEFT JOIN named n ON n.channel = s.channel GROUP BY 1, 2, 3
        ),
        site AS (SELECT week FROM arrived GROUP BY week HAVING sum(sessions) > 0),
        weeks AS (
            SELECT channel, key, week FROM paid GROUP BY channel, key, week
            HAVING sum(clicks) >= {LEAST_CLICKS}
        ),
        lost AS (
            SELECT w.channel, w.key, w.week FROM weeks w JOIN site ON site.week = w.week
            LEFT JOIN arrived a ON a.channel = w.channel AND a.week = w.week
                AND a.key IS NOT DISTINCT FROM w.key AND a.sessions > 0
            WHERE a.week IS NULL
        )
        SELECT DISTINCT p.channel, p.campaign, p.date FROM paid p
        JOIN lost l ON l.channel = p.channel AND l.week = p.week
            AND l.key IS NOT DISTINCT FROM p.key
        ORDER BY p.channel, p.campaign, p.date"""
    )
    return Found(pa.Table.from_pylist(rows, schema=CELLS))


ENTRY = WasteReason(
    title="Clicks without sessions",
    definition=f"A week in which {LEAST_CLICKS} clicks or more were paid for and the site, which "
    "saw others, counted no session; by campaign where the channel's sessions name them.",
    advice="Open the landing page and its tracking: a broken link, a missing tag, a consent "
    "banner, or clicks that are not people. Ask the platform for a refund of invalid clicks.",
    place=20,
    find=find,
)
