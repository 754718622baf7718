"""Influenced and sourced: what marketing touched, and what it originated. Never added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from northing.calendar import Period
from northing.engine import quote_name, quote_text
from northing.errors import Missing
from northing.workspace.analyses.asked import Asked, Key, check_by

if TYPE_CHECKING:
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace

DIMENSIONS = ("channel", "campaign")
DEFINITIONS = {
    "crm_source": "the declared source is a marketing channel",
    "first_touch": "the first touch is of a marketing channel",
    "before_sales": "a marketing touch precedes the first sales touch",
}


@dataclass(frozen=True)
class Influenced:
    """Deals, or revenue, with at least one marketing touch before them.

    Rows of these overlap: one deal is influenced by all that touched it. There is therefore no
    way to add two of them; the total of an `Influence` counts each deal once.
    """

    deals: int
    value: float

    def as_dict(self) -> dict[str, Any]:
        return {"deals": self.deals, "value": self.value}


@dataclass(frozen=True)
class Sourced:
    """Deals that marketing originated, by one definition; most of them are influenced as well."""

    deals: int
    value: float

    def as_dict(self) -> dict[str, Any]:
        return {"deals": self.deals, "value": self.value}


@dataclass(frozen=True)
class InfluenceRow:
    """One channel or campaign.

    Attributes:
        key: The channel or campaign; None: touches that name no campaign.
        influenced_revenue: Revenue that it touched before; overlaps with other rows.
        influenced_pipeline: Opportunities that it touched before the stage; overlaps as well.
        sourced_pipeline: By definition; within one definition rows do not overlap.

    What there are no deals or no revenue for is None, and no definition stands then.
    """

    key: Key
    influenced_revenue: Influenced | None
    influenced_pipeline: Influenced | None
    sourced_pipeline: Mapping[str, Sourced]

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "influenced_revenue": _told(self.influenced_revenue),
            "influenced_pipeline": _told(self.influenced_pipeline),
            "sourced_pipeline": _plain(self.sourced_pipeline),
        }


@dataclass(frozen=True)
class Influence:
    """What marketing touched and what it originated, side by side.

    Attributes:
        by: channel or campaign.
        rows: The most influenced revenue first; they do not add up to the totals.
        influenced_revenue: Each conversion once; None where there is no revenue at all.
        influenced_pipeline: Each opportunity once; None where there are none at all.
        sourced_pipeline: Each opportunity once, by definition.
        revenue: All revenue of the period, touched or not.
        pipeline: All new opportunities, touched or not.
        header: Currency, as-of, period, snapshot.
        notes: What to know before believing it.
    """

    by: str
    rows: tuple[InfluenceRow, ...]
    influenced_revenue: Influenced | None
    influenced_pipeline: Influenced | None
    sourced_pipeline: Mapping[str, Sourced]
    revenue: float | None
    pipeline: float | None
    header: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "by": self.by,
            **self.header,
            "additive_over_rows": {"influenced": False, "sourced": True},
            "influenced_revenue": _told(self.influenced_revenue),
            "influenced_pipeline": _told(self.influenced_pipeline),
            "sourced_pipeline": _plain(self.sourced_pipeline),
            "definitions": DEFINITIONS,
            "revenue": self.revenue,
            "pipeline": self.pipeline,
            "rows": [row.as_dict() for row in self.rows],
            "notes": list(self.notes),
        }


def influence(
    workspace: Workspace,
    *,
    by: str = "campaign",
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
) -> Influence:
    """Set influenced beside sourced. See `Workspace.influence`."""
    asked = Asked.of(workspace, period, snapshot)
    by = check_by(by, DIMENSIONS)
    kinds = asked.settings.revenue_kinds
    if not {*kinds, "opportunity"} & {*asked.kinds}:
        raise Missing(
            f"There is neither an opportunity nor a conversion of {', '.join(kinds)}: load deals, "
            "orders or conversions, and touches."
        )
    revenue, pipeline = _influenced(asked, by, kinds), _influenced(asked, by, _PIPELINE)
    sourced = {name: _sourced(asked, by, name) for name in _definitions(asked)}
    origins = [key for one in sourced.values() for key in one]
    keys = dict.fromkeys([*(revenue or {}), *(pipeline or {}), *origins])
    rows = sorted(
        (_row(key, revenue, pipeline, sourced) for key in keys),
        key=lambda row: (-_value(row.influenced_revenue), -_value(row.influenced_pipeline)),
    )
    return Influence(
        by=by,
        rows=tuple(rows),
        influenced_revenue=_once(asked, kinds),
        influenced_pipeline=_once(asked, _PIPELINE),
        sourced_pipeline={
            name: _sourced(asked, None, name).get(None, Sourced(0, 0.0)) for name in sourced
        },
        revenue=_all(asked, kinds),
        pipeline=_all(asked, _PIPELINE),
        header=asked.header(),
        notes=_notes(asked, by, kinds),
    )


_PIPELINE = ("opportunity",)


def _definitions(asked: Asked) -> tuple[str, ...]:
    return tuple(DEFINITIONS) if {*_PIPELINE} & {*asked.kinds} else ()


def _row(
    key: Key,
    revenue: Mapping[Key, Influenced] | None,
    pipeline: Mapping[Key, Influenced] | None,
    sourced: Mapping[str, Mapping[Key, Sourced]],
) -> InfluenceRow:
    none = Influenced(0, 0.0)
    return InfluenceRow(
        key,
        None if revenue is None else revenue.get(key, none),
        None if pipeline is None else pipeline.get(key, none),
        {name: one.get(key, Sourced(0, 0.0)) for name, one in sourced.items()},
    )


def _once(asked: Asked, kinds: Iterable[str]) -> Influenced | None:
    found = _influenced(asked, None, kinds)
    return None if found is None else found.get(None, Influenced(0, 0.0))


def _value(one: Influenced | None) -> float:
    return one.value if one else 0.0


def _told(one: Influenced | None) -> dict[str, Any] | None:
    return one.as_dict() if one else None


def _notes(asked: Asked, by: str, kinds: Iterable[str]) -> tuple[str, ...]:
    notes = [
        f"A deal counts for every {by} that touched it, so influenced rows overlap; the total "
        "counts each deal once.",
        "Sourced is never added to influenced: most of what is sourced is influenced too.",
    ]
    if not {*_PIPELINE} & {*asked.kinds}:
        notes.append("There are no opportunities, so no pipeline is known: load deals.")
    if not {*kinds} & {*asked.kinds}:
        notes.append(f"There is no conversion of {', '.join(kinds)}, so no revenue is known.")
    return tuple(notes)


def _influenced(asked: Asked, by: str | None, kinds: Iterable[str]) -> dict[Key, Influenced] | None:
    """By key; without a dimension everything stands under None, each conversion once."""
    if not {*kinds} & {*asked.kinds}:
        return None
    key = quote_name(by) if by else "CAST(NULL AS VARCHAR)"
    rows = asked.rows(
        f"""SELECT {key} AS key, CAST(sum(conversions) AS BIGINT) AS deals,
                   CAST(sum(value) AS DOUBLE) AS value
            FROM influence_daily
            WHERE {asked.dated()} AND counted_by = {quote_text(by or "all")}
              AND kind IN ({_listed(kinds)})
            GROUP BY 1 ORDER BY 1"""
    )
    return {row["key"]: Influenced(row["deals"], row["value"]) for row in rows}


def _sourced(asked: Asked, by: str | None, definition: str) -> dict[Key, Sourced]:
    key = quote_name(by) if by else "CAST(NULL AS VARCHAR)"
    rows = asked.rows(
        f"""SELECT {key} AS key, CAST(sum(opportunities) AS BIGINT) AS deals,
                   CAST(sum(value) AS DOUBLE) AS value
            FROM pipeline_origins_daily
            WHERE {asked.dated()} AND definition = {quote_text(definition)}
            GROUP BY 1 ORDER BY 1"""
    )
    return {row["key"]: Sourced(row["deals"], row["value"]) for row in rows}


def _all(asked: Asked, kinds: Iterable[str]) -> float | None:
    if not {*kinds} & {*asked.kinds}:
        return None
    rows = asked.rows(
        f"""SELECT CAST(coalesce(sum(value), 0) AS DOUBLE) AS value FROM conversions_daily
            WHERE {asked.dated()} AND kind IN ({_listed(kinds)})"""
    )
    return float(rows[0]["value"])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(quote_text(name) for name in names)


def _plain(sourced: Mapping[str, Sourced]) -> dict[str, dict[str, Any]]:
    return {name: one.as_dict() for name, one in sourced.items()}
