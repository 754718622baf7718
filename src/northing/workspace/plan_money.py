"""Money and credited value of a period as lines that a plan can be laid beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from northing.align.budget import budget_money, last_of, overlap, share_of_month
from northing.align.matching import Campaign, Match, Matcher
from northing.align.parts import MoneyLine
from northing.calendar import Period
from northing.engine import quote_name, quote_text
from northing.errors import Missing
from northing.money import as_money
from northing.plan import Plan
from northing.plan.values import Money
from northing.workspace.analyses.remembered import Remembered
from northing.workspace.plan_rates import PlanRates, foreign_currencies, rates_sql
from northing.workspace.settings import Settings

Where = Mapping[str, tuple[str, ...]]
"""What a reader is limited to: campaigns, countries."""


class Asking(Protocol):
    """A period and the tables to look for its money in: a snapshot's, or a refresh's at work."""

    @property
    def period(self) -> Period: ...

    @property
    def settings(self) -> Settings: ...

    def rows(self, sql: str, /) -> list[dict[str, Any]]:
        """Rows of SQL over `spend_daily`, `costs_monthly`, `campaigns` and `fx`."""

    def table(self, sql: str, /) -> pa.Table:
        """The same as a table."""


@dataclass(frozen=True)
class PlanMoney:
    """Planned, spent and credited money of one period, laid beside a plan.

    Attributes:
        plan: The live plan, or the one that was published.
        asked: The period, and the tables.
        where: Campaigns or countries whose spend is wanted; costs beside media know neither and
            are left out then. Planned money and credited value are the whole plan's whatever it
            says: a limited reader's plan is limited before it comes here.
        known: Where campaigns belong, as `every_match` of another period has it; None looks anew.
    """

    plan: Plan
    asked: Asking
    where: Where = field(default_factory=dict)
    known: Mapping[tuple[str, str], Match] | None = None

    @property
    def period(self) -> Period:
        return self.asked.period

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.plan)

    def planned(self, state: Money = "planned") -> tuple[tuple[MoneyLine, ...], tuple[str, ...]]:
        """Money of budget lines in one state, and what could not be converted."""
        return budget_money(self.plan, state, self.period, self.rates.convert)

    @cached_property
    def rates(self) -> PlanRates:
        """The rates that the plan's money needs."""
        wanted = foreign_currencies(self.plan, self.asked.settings.currency)
        rows = self.asked.rows(rates_sql(wanted)) if wanted else ()
        return PlanRates.from_rows(self.asked.settings.currency, rows)

    def actual(self) -> tuple[MoneyLine, ...]:
        """Media spend by campaign, and marketing's costs beside media."""
        return (*self.spend(), *self.costs())

    def spend(self) -> tuple[MoneyLine, ...]:
        """Media spend by campaign and channel, month by month."""
        sql = f"""
            SELECT campaign, channel, date, sum(amount) AS amount
            FROM spend_daily WHERE true{self._wanted_sql()} GROUP BY ALL"""
        days = self.asked.table(sql)  # of all time, so that it serves every period
        start, end = (pa.scalar(day, pa.date32()) for day in (self.period.start, self.period.end))
        dates = days["date"]
        days = days.filter(pc.and_(pc.greater_equal(dates, start), pc.less(dates, end)))
        days = days.append_column("piece", self._pieces(days["date"]))
        by = ["campaign", "channel", "piece"]
        summed = days.group_by(by).aggregate([("date", "min"), ("amount", "sum")])
        return tuple(
            MoneyLine(
                on=row["date_min"],
                amount=as_money(row["amount_sum"]),
                initiative=self._initiative_of(row["campaign"], row["channel"]),
                channel=row["channel"] or "",
                campaign=row["campaign"],
            )
            for row in summed.sort_by([(name, "ascending") for name in by]).to_pylist()
            if row["amount_sum"]
        )

    def costs(self) -> tuple[MoneyLine, ...]:
        """What marketing cost beside media; months that the period cuts with a share of days."""
        if self.where:
            return ()
        rows = self.asked.rows("""
            SELECT month, category, initiative, sum(amount) AS amount FROM costs_monthly
            WHERE department = 'marketing' GROUP BY ALL ORDER BY ALL""")
        return tuple(line for row in rows if (line := self._cost(row)))

    def _cost(self, row: Mapping[str, Any]) -> MoneyLine | None:
        span = overlap(row["month"], self.period)
        if span is None:
            return None
        stated = row["initiative"]
        return MoneyLine(
            on=span[0],
            amount=share_of_month(as_money(row["amount"]), row["month"], *span),
            initiative=self.matcher.initiative(stated) or stated,
            category=row["category"],
            until=min(span[1], last_of(row["month"])),
        )

    def credited(self, asked: Remembered, rule: str) -> tuple[tuple[MoneyLine, ...], Decimal]:
        """Value credited to campaigns, and what was credited to channels without a campaign.

        Nothing of either where there are no conversions to credit.
        """
        key = ("credited", rule, self.period, self._cuts)
        summed = asked.remember(key, lambda: self._credit(asked, rule))
        nameless = (row for row in summed if row["campaign"] is None)
        named = (row for row in summed if row["campaign"] is not None)
        lines = (self._credited(row) for row in named)
        elsewhere = sum((as_money(str(row["value_sum"] or 0)) for row in nameless), Decimal(0))
        return tuple(line for line in lines if line.amount), elsewhere

    def _credit(self, asked: Remembered, rule: str) -> list[dict[str, Any]]:
        """Credited value by campaign, channel and piece of time."""
        kinds = tuple(asked.settings.revenue_kinds)
        try:
            credit = asked.tables.credit(kinds, rule, (self.period,), {"channel", "campaign"})
        except Missing:
            return []
        credit = credit.filter(pc.is_valid(credit["channel"]))
        credit = credit.append_column("piece", self._pieces(credit["date"]))
        by = ["campaign", "channel", "piece"]
        summed = credit.group_by(by, use_threads=False).aggregate([("value", "sum")])
        found: list[dict[str, Any]] = summed.to_pylist()
        return found

    def _credited(self, row: Mapping[str, Any]) -> MoneyLine:
        return MoneyLine(
            on=max(row["piece"], self.period.start),
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
            for one in campaigns_of(self.asked, self._wanted_sql())
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
        return tuple(
            sorted(
                {
                    part.since
                    for one in self.plan.initiatives.values()
                    for part in one.contributions
                    if part.since and part.since.day > 1 and part.since in self.period
                }
            )
        )

    def _pieces(self, dates: pa.ChunkedArray) -> pa.ChunkedArray:
        """The first day of what each day is summed with: a month, or a part of one."""
        pieces = pc.floor_temporal(dates, unit="month").cast(pa.date32())
        for cut in self._cuts:
            day = pa.scalar(cut, pa.date32())
            later = pc.if_else(pc.greater_equal(dates, day), day, pa.scalar(None, pa.date32()))
            pieces = pc.max_element_wise(pieces, later)
        return pieces

    def _wanted_sql(self) -> str:
        return "".join(
            f" AND {quote_name(name)} IN ({', '.join(quote_text(value) for value in values)})"
            for name, values in self.where.items()
        )


def campaigns_of(asked: Asking, wanted: str = "") -> Iterable[Campaign]:
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
    for row in asked.rows(sql):
        yield Campaign(
            row["campaign"],
            row["channel"] or "",
            row["initiative"] or "",
            row["first"],
            row["last"],
            as_money(row["amount"]),
            row["partner"] or "",
        )
