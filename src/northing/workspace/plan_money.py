"""Money and credited value as lines that a plan can be laid beside."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from northing.align.budget import BudgetMonths, last_of, month_within
from northing.align.matching import Campaign, Match, Matcher
from northing.align.parts import MoneyLine
from northing.calendar import Period
from northing.engine import quote_name, quote_text
from northing.errors import Missing
from northing.money import as_money
from northing.plan import Plan
from northing.workspace.analyses.asked import Made
from northing.workspace.analyses.remembered import Remembered
from northing.workspace.plan_rates import PlanRates, foreign_currencies, rates_sql
from northing.workspace.settings import Settings
from northing.workspace.spend_pieces import Piece, SpendPieces, pieces_of

Where = Mapping[str, tuple[str, ...]]
"""What a reader is limited to: campaigns, countries."""


class Tables(Protocol):
    """Tables to look for money in: a snapshot's, or a refresh's at work."""

    @property
    def settings(self) -> Settings: ...

    def rows(self, sql: str, /) -> list[dict[str, Any]]:
        """Rows of SQL over `spend_daily`, `costs_monthly`, `campaigns` and `fx`."""

    def table(self, sql: str, /) -> pa.Table:
        """The same as a table."""

    def remember(self, key: Hashable, make: Callable[[], Made], /) -> Made:
        """What was made of these tables under a key, or is made now."""


@dataclass(frozen=True)
class PlanMoney:
    """Planned, spent and credited money of any period, laid beside a plan.

    What no period changes is computed once: where campaigns belong, and the lines of whole months.

    Attributes:
        plan: The live plan, or the one that was published.
        tables: Where money is looked for.
        where: Campaigns or countries whose spend is wanted; costs beside media know neither and
            are left out then. Planned money and credited value are the whole plan's whatever it
            says: a limited reader's plan is limited before it comes here.
        known: Where campaigns belong, as `every_match` of another one has it; None looks anew.
    """

    plan: Plan
    tables: Tables
    where: Where = field(default_factory=dict)
    known: Mapping[tuple[str, str], Match] | None = None

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.plan)

    @cached_property
    def budget(self) -> BudgetMonths:
        """Money of budget lines, at the rates of the tables."""
        wanted = foreign_currencies(self.plan, self.tables.settings.currency)
        rows = self.tables.rows(rates_sql(wanted)) if wanted else ()
        rates = PlanRates.from_rows(self.tables.settings.currency, rows)
        return BudgetMonths(self.plan, rates.convert)

    def actual(self, period: Period) -> tuple[MoneyLine, ...]:
        """Media spend by campaign, and marketing's costs beside media."""
        return (*self.spend(period), *self.costs(period))

    def spend(self, period: Period) -> tuple[MoneyLine, ...]:
        """Media spend by campaign and channel, month by month."""
        pieces = self._spend.pieces(period)
        return tuple(line for piece in pieces for line in self._lines_of(piece))

    @cached_property
    def _spend(self) -> SpendPieces:
        sql = f"""
            SELECT campaign, channel, date, sum(amount) AS amount
            FROM spend_daily WHERE true{self._wanted_sql()} GROUP BY ALL"""
        # No reader and no change of a plan makes them other ones.
        key = ("spend pieces", sql, self._cuts)
        return self.tables.remember(key, lambda: SpendPieces(self.tables.table(sql), self._cuts))

    def _lines_of(self, piece: Piece) -> tuple[MoneyLine, ...]:
        if not piece.whole:
            return self._spent(self._spend.sums(piece))
        if piece.first not in self._whole:
            self._whole[piece.first] = self._spent(self._spend.sums(piece))
        return self._whole[piece.first]

    @cached_property
    def _whole(self) -> dict[date, tuple[MoneyLine, ...]]:
        """Lines of whole pieces by their first day, as far as somebody has asked for them."""
        return {}

    def _spent(self, rows: Iterable[Mapping[str, Any]]) -> tuple[MoneyLine, ...]:
        return tuple(
            MoneyLine(
                on=row["date_min"],
                amount=as_money(row["amount_sum"]),
                initiative=self._initiative_of(row["campaign"], row["channel"]),
                channel=row["channel"] or "",
                campaign=row["campaign"],
            )
            for row in rows
            if row["amount_sum"]
        )

    def costs(self, period: Period) -> tuple[MoneyLine, ...]:
        """What marketing cost beside media; months that the period cuts with a share of days."""
        found = (month_within(line, period) for line in self._costs)
        return tuple(line for line in found if line is not None)

    @cached_property
    def _costs(self) -> tuple[MoneyLine, ...]:
        """Costs of whole months, of all time."""
        if self.where:
            return ()
        rows = self.tables.rows("""
            SELECT month, category, initiative, sum(amount) AS amount FROM costs_monthly
            WHERE department = 'marketing' GROUP BY ALL ORDER BY ALL""")
        return tuple(
            MoneyLine(
                on=row["month"],
                amount=as_money(row["amount"]),
                initiative=self.matcher.initiative(row["initiative"]) or row["initiative"],
                category=row["category"],
                until=last_of(row["month"]),
            )
            for row in rows
        )

    def credited(self, asked: Remembered, rule: str) -> tuple[tuple[MoneyLine, ...], Decimal]:
        """Value credited to campaigns, and what was credited to channels without a campaign.

        Nothing of either where there are no conversions to credit.
        """
        key = ("credited", rule, asked.period, self._cuts)
        summed = asked.remember(key, lambda: self._credit(asked, rule))
        nameless = (row for row in summed if row["campaign"] is None)
        named = (row for row in summed if row["campaign"] is not None)
        lines = (self._credited(row, asked.period) for row in named)
        elsewhere = sum((as_money(str(row["value_sum"] or 0)) for row in nameless), Decimal(0))
        return tuple(line for line in lines if line.amount), elsewhere

    def _credit(self, asked: Remembered, rule: str) -> list[dict[str, Any]]:
        """Credited value by campaign, channel and piece of time."""
        kinds = tuple(asked.settings.revenue_kinds)
        try:
            credit = asked.tables.credit(kinds, rule, (asked.period,), {"channel", "campaign"})
        except Missing:
            return []
        credit = credit.filter(pc.is_valid(credit["channel"]))
        credit = credit.append_column("piece", pieces_of(credit["date"], self._cuts))
        by = ["campaign", "channel", "piece"]
        summed = credit.group_by(by, use_threads=False).aggregate([("value", "sum")])
        found: list[dict[str, Any]] = summed.to_pylist()
        return found

    def _credited(self, row: Mapping[str, Any], period: Period) -> MoneyLine:
        return MoneyLine(
            on=max(row["piece"], period.start),
            amount=as_money(str(row["value_sum"] or 0)),
            initiative=self._initiative_of(row["campaign"], row["channel"]),
            channel=row["channel"],
            campaign=row["campaign"],
        )

    @cached_property
    def matches(self) -> Mapping[tuple[str, str], Match]:
        """Every campaign that may be seen, by name and channel, and where it belongs."""
        names = self.where.get("campaign")
        return {
            place: match
            for place, match in self.every_match.items()
            if not self.where
            or (place[0] in names if names is not None else match.campaign.spend != 0)
        }

    @cached_property
    def every_match(self) -> Mapping[tuple[str, str], Match]:
        """Campaigns with spend or named by the table, of all time: no period changes them."""
        if self.known is not None:
            return self.known
        return {
            (one.name, one.channel): self.matcher.match(one)
            for one in campaigns_of(self.tables, self._wanted_sql())
        }

    def _initiative_of(self, campaign: str | None, channel: str | None) -> str | None:
        if campaign is None:
            return None
        found = self.every_match.get((campaign, channel or ""))
        if found is None:  # seen in touches only
            stated = self._stated.get(campaign, "")
            found = self.matcher.match(Campaign(campaign, channel or "", stated))
        return found.initiative or found.campaign.initiative or None

    @cached_property
    def _stated(self) -> Mapping[str, str]:
        return {name: one.campaign.initiative for (name, _), one in self.every_match.items()}

    @cached_property
    def _cuts(self) -> tuple[date, ...]:
        """Days within months on which an initiative begins to serve something else."""
        parts = (one for plan in self.plan.initiatives.values() for one in plan.contributions)
        return tuple(sorted({one.since for one in parts if one.since and one.since.day > 1}))

    def _wanted_sql(self) -> str:
        return "".join(
            f" AND {quote_name(name)} IN ({', '.join(quote_text(value) for value in values)})"
            for name, values in self.where.items()
        )


def campaigns_of(tables: Tables, wanted: str = "") -> Iterable[Campaign]:
    """Campaigns with spend, and those that the table `campaigns` names beside them."""
    sql = f"""
        WITH spent AS (
            SELECT campaign, channel, min(date) AS first, max(date) AS last, sum(amount) AS amount
            FROM spend_daily WHERE campaign IS NOT NULL{wanted}
            GROUP BY campaign, channel
        )
        SELECT s.campaign, s.channel, s.first, s.last, s.amount, c.initiative, c.partner
        FROM spent s LEFT JOIN campaigns c ON c.campaign = s.campaign
        UNION ALL
        SELECT c.campaign, c.channel, c.starts AS first, c.ends AS last,
               CAST(0 AS DECIMAL(18, 4)) AS amount, c.initiative, c.partner
        FROM campaigns c LEFT JOIN spent s ON s.campaign = c.campaign
        WHERE s.campaign IS NULL
        ORDER BY campaign, channel"""
    for row in tables.rows(sql):
        yield Campaign(
            row["campaign"],
            row["channel"] or "",
            row["initiative"] or "",
            row["first"],
            row["last"],
            as_money(row["amount"]),
            row["partner"] or "",
        )
