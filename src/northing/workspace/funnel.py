"""Which later conversions follow from which lead, so that each is counted for one lead only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from northing.engine import quote_text

LADDERS = (("lead", "mql", "sql", "opportunity", "won"), ("signup", "order"))
"""Stages that a lead climbs; the first that a company has is where its leads enter."""


def ladders_of(kinds: Iterable[str]) -> list[tuple[str, ...]]:
    """The ladders of a company that has these kinds of conversion.

    Examples:
        >>> ladders_of(["won", "mql", "signup"])
        [('mql', 'won')]
    """
    have = set(kinds)
    found = [tuple(stage for stage in ladder if stage in have) for ladder in LADDERS]
    return [ladder for ladder in found if len(ladder) > 1]


def outcomes_sql(ladder: Sequence[str]) -> str:
    """SQL over journey_conversions and identities: one row a lead with what became of it.

    A later conversion follows from the lead of the same deal; else from the person's last lead
    before it; else from the account's. What belongs to one deal follows one lead. So nothing is
    counted for two leads, and leads that a colleague's deal grew from are not won themselves.
    A stage counts as reached where a later one was.

    Returns:
        conversion_id of the lead; days_<stage>, null where it was not reached; value_<stage>.
    """
    entry, *later = ladder
    stages = ", ".join(quote_text(stage) for stage in later)
    return f"""
        WITH known AS (
            SELECT c.conversion_id, c.kind, c."at", c.date, c.value, c.deal_id,
                   coalesce(i.root_id, c.person_id) AS root, c.account_id AS account
            FROM journey_conversions c LEFT JOIN identities i ON i.person_id = c.person_id
        ),
        leads AS (SELECT * FROM known WHERE kind = {quote_text(entry)}),
        steps AS (
            SELECT *, coalesce(deal_id, kind || ':' || conversion_id) AS path
            FROM known WHERE kind IN ({stages})
        ),
        begun AS (SELECT path, min("at") AS first_at FROM steps GROUP BY path),
        people AS ({_first_known("root")}),
        firms AS ({_first_known("account")}),
        candidates AS (
            SELECT b.path, l.conversion_id AS lead_id, l."at", 0 AS strength
            FROM begun b JOIN leads l ON l.deal_id = b.path WHERE l."at" <= b.first_at
            UNION ALL
            SELECT b.path, l.conversion_id AS lead_id, l."at", 1 AS strength
            FROM begun b JOIN people p ON p.path = b.path
            JOIN leads l ON l.root = p.root WHERE l."at" <= b.first_at
            UNION ALL
            SELECT b.path, l.conversion_id AS lead_id, l."at", 2 AS strength
            FROM begun b JOIN firms f ON f.path = b.path
            JOIN leads l ON l.account = f.account WHERE l."at" <= b.first_at
        ),
        linked AS (
            SELECT path, lead_id FROM candidates QUALIFY row_number() OVER (
                PARTITION BY path ORDER BY strength, "at" DESC, lead_id
            ) = 1
        ),
        reached AS (
            SELECT k.lead_id, s.kind, min(s.date) AS date,
                   sum(coalesce(CAST(s.value AS DOUBLE), 0.0)) AS value
            FROM linked k JOIN steps s ON s.path = k.path GROUP BY k.lead_id, s.kind
        )
        SELECT l.conversion_id, {", ".join(_stage_columns(later))}
        FROM leads l LEFT JOIN reached r ON r.lead_id = l.conversion_id
        GROUP BY l.conversion_id"""


def _first_known(column: str) -> str:
    """SQL: the first person or account that a deal, or a step without one, names."""
    return f"""
            SELECT path, {column} FROM steps WHERE {column} IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY path ORDER BY "at", {column}) = 1"""


def _stage_columns(later: Sequence[str]) -> list[str]:
    columns = []
    for place, stage in enumerate(later):
        at_least = ", ".join(quote_text(name) for name in later[place:])
        day = f"min(CASE WHEN r.kind IN ({at_least}) THEN r.date END)"
        worth = f"sum(CASE WHEN r.kind = {quote_text(stage)} THEN r.value END)"
        columns.append(f"date_diff('day', min(l.date), {day}) AS days_{stage}")
        columns.append(f"coalesce({worth}, 0.0) AS value_{stage}")
    return columns
