"""The waste list: spend that brings nothing, each euro under the first reason that applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from northing.calendar import Period
from northing.engine import quote_text
from northing.errors import Missing
from northing.workspace.analyses.asked import Asked

if TYPE_CHECKING:
    from northing.lake import Snapshot
    from northing.workspace.waste_reason import Found
    from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class WasteRow:
    """Spend of one channel and campaign that brings nothing.

    Attributes:
        channel: The channel.
        campaign: The campaign; None where the spend names none.
        reason: The first that applies, a key of the catalogue.
        also: Others that apply to some of it.
        amount: In the reporting currency.
        clicks: As the platform counts them; None where it reports none.
        days: Days with such spend.
        since: The first of them.
        until: The last of them.
    """

    channel: str
    campaign: str | None
    reason: str
    also: tuple[str, ...]
    amount: float
    clicks: int | None
    days: int
    since: date
    until: date

    def as_dict(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            **plain,
            "also": list(self.also),
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
        }


@dataclass(frozen=True)
class ReasonSummary:
    """One reason: what it means, what it comes to, what to do.

    Attributes:
        title, definition, advice: As the catalogue says.
        amount: Of the rows that stand under it.
        absent: Why it could not be judged; None where it could.
        too_young: Spend that it left out, because it may still bring something.
    """

    title: str
    definition: str
    advice: str
    amount: float
    absent: str | None
    too_young: float

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Waste:
    """Spend that brings nothing.

    Attributes:
        rows: The most money first.
        reasons: By key, in the order in which they are tried.
        amount: Of all rows; no euro is counted twice.
        spend: All media spend of the period.
        share: amount ÷ spend; None where there is no spend above 0.
        header: Currency, as-of, period, snapshot.
        notes: What to know before acting on it.
    """

    rows: tuple[WasteRow, ...]
    reasons: Mapping[str, ReasonSummary]
    amount: float
    spend: float
    share: float | None
    header: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            **self.header,
            "amount": self.amount,
            "spend": self.spend,
            "share": self.share,
            "rows": [row.as_dict() for row in self.rows],
            "reasons": {name: reason.as_dict() for name, reason in self.reasons.items()},
            "notes": list(self.notes),
        }


def waste(
    workspace: Workspace,
    *,
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
) -> Waste:
    """List spend that brings nothing. See `Workspace.waste`."""
    from northing.workspace.waste_reason import WASTE_REASONS

    asked = Asked.of(workspace, period, snapshot)
    if not asked.snapshot.rows.get("spend_daily"):
        raise Missing("There is no spend to look for waste in: load spend.")
    ordered = sorted(WASTE_REASONS.items(), key=lambda entry: entry[1].place)
    found = {name: reason.find(asked) for name, reason in ordered}
    rows = _rows(asked, found)
    spend = sum(asked.spend("channel").values())
    amount = sum(row.amount for row in rows)
    return Waste(
        rows=rows,
        reasons={
            name: ReasonSummary(
                reason.title,
                reason.definition,
                reason.advice,
                sum(row.amount for row in rows if row.reason == name),
                found[name].absent,
                found[name].too_young,
            )
            for name, reason in ordered
        },
        amount=amount,
        spend=spend,
        share=amount / spend if spend > 0 else None,
        header=asked.header(),
        notes=tuple(note for one in found.values() for note in one.notes),
    )


def _rows(asked: Asked, found: Mapping[str, Found]) -> tuple[WasteRow, ...]:
    tables = {f"found_{place}": one.cells for place, one in enumerate(found.values())}
    joins = "".join(
        f"""
            LEFT JOIN (SELECT DISTINCT * FROM {table}) r{place} ON r{place}.channel = c.channel
                AND r{place}.campaign IS NOT DISTINCT FROM c.campaign AND r{place}.date = c.date"""
        for place, table in enumerate(tables)
    )
    first = " ".join(
        f"WHEN r{place}.date IS NOT NULL THEN {quote_text(name)}"
        for place, name in enumerate(found)
    )
    also = "".join(
        f", max(CASE WHEN in_{place} THEN 1 ELSE 0 END) AS in_{place}"
        for place in range(len(found))
    )
    marks = "".join(f", r{place}.date IS NOT NULL AS in_{place}" for place in range(len(found)))
    sql = f"""
        WITH cells AS (
            SELECT channel, campaign, date, sum(amount) AS amount, sum(clicks) AS clicks
            FROM spend_daily WHERE {asked.dated()} GROUP BY channel, campaign, date
        ),
        marked AS (
            SELECT c.channel, c.campaign, c.date, c.amount, c.clicks,
                   CASE {first} END AS reason{marks}
            FROM cells c{joins}
        )
        SELECT channel, campaign, reason, CAST(sum(amount) AS DOUBLE) AS amount,
               CAST(sum(clicks) AS BIGINT) AS clicks, count(DISTINCT date) AS days,
               min(date) AS since, max(date) AS until{also}
        FROM marked WHERE reason IS NOT NULL AND amount <> 0
        GROUP BY channel, campaign, reason ORDER BY amount DESC, channel, campaign, reason"""
    return tuple(
        WasteRow(
            row["channel"],
            row["campaign"],
            row["reason"],
            tuple(
                name
                for place, name in enumerate(found)
                if row[f"in_{place}"] and name != row["reason"]
            ),
            row["amount"],
            row["clicks"],
            row["days"],
            row["since"],
            row["until"],
        )
        for row in asked.rows(sql, **tables)
    )
