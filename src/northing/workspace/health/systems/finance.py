"""Finance: what the ledger booked as marketing cost, revenue and margin, by whole months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from northing.calendar import Calendar, Period, split_period
from northing.engine import quote_text
from northing.tables.names import fold_name
from northing.workspace.health.check import Look
from northing.workspace.health.reconcile import within
from northing.workspace.health.statement import Cause, Statement, System
from northing.workspace.health.wording import among, counted, listed, money
from northing.workspace.rates import FILLED_RATES, in_reporting

_MOST = 0.8  # of a difference that lies in the months of a silence for it to be the cause
_TAX_SPREAD = 0.005


@dataclass(frozen=True)
class _Months:
    """A total by month, in the ledger and in Northing."""

    stated: dict[date, float]
    own: dict[date, float]

    @property
    def gaps(self) -> dict[date, float]:
        months = {*self.stated, *self.own}
        return {one: self.stated.get(one, 0.0) - self.own.get(one, 0.0) for one in sorted(months)}


def _states(look: Look, period: Period) -> Iterable[Statement]:
    months = _whole_months(look, period)
    if not months:
        return
    span = Period(
        f"{months[0].start:%Y-%m}" + (f"..{months[-1].start:%Y-%m}" if len(months) > 1 else ""),
        months[0].start,
        months[-1].end,
    )
    for statement in _of(look, span):
        note = statement.note
        if span != period and (span.start, span.end) != (period.start, period.end):
            note = f"{note} The ledger knows months: {span.label}.".strip()
        yield replace(statement, period=span.label, note=note)


def _whole_months(look: Look, period: Period) -> Sequence[Period]:
    calendar = Calendar(look.settings.time_zone, look.settings.fiscal_year_start)
    pieces = split_period(period, "month", calendar)
    return [
        one
        for one in pieces
        if one.start.day == 1 and one.end.day == 1 and one.last_day <= look.snapshot.as_of
    ]


def _of(look: Look, span: Period) -> Iterable[Statement]:
    limit = look.limits.tolerance
    media = [name for name in _accounts(look) if fold_name(name) in look.limits.media_accounts]
    spend = _by_month(look, span, "spend_daily", "amount")
    if media and look.holds("spend_daily"):
        found = _Months(_ledger(look, span, "actual", among("account", media)), spend)
        yield Statement(
            "media", "media spend", look.currency, *_totals(found), limit,
            (*_silence(look, span, found), *_tax(look, found)),
            f"Booked under {listed(media)}.",
        )  # fmt: skip
    if look.holds("spend_daily"):
        marketing = _ledger(look, span, "actual", "actual IS NOT NULL")
        if marketing:
            found = _Months(marketing, _added(spend, _costs(look, span)))
            yield Statement(
                "cost", "cost of marketing", look.currency, *_totals(found), limit,
                (*_silence(look, span, found), *_tax(look, found)),
                "Every actual of the ledger, against media spend and the other costs of marketing.",
            )  # fmt: skip
    envelope = _ledger(look, span, "marketing_envelope", "marketing_envelope IS NOT NULL")
    if envelope and look.holds("spend_daily"):
        found = _Months(envelope, _added(spend, _costs(look, span)))
        yield Statement(
            "envelope", "marketing envelope", look.currency, *_totals(found), None,
            note="What finance has set aside, against media spend and other costs of marketing.",
        )  # fmt: skip
    yield from _income(look, span, limit)


def _income(look: Look, span: Period, limit: float) -> Iterable[Statement]:
    kinds = [*look.settings.revenue_kinds]
    kinds += ["return"] if "order" in kinds else []
    if not look.holds("conversions_daily"):
        return
    own = _by_month(look, span, "conversions_daily", "value", among("kind", kinds))
    stated = _ledger(look, span, "revenue", "revenue IS NOT NULL")
    if stated:
        found = _Months(stated, own)
        yield Statement(
            "revenue", "revenue", look.currency, *_totals(found), limit,
            (*_returns(look, span, found), *_tax(look, found)),
            f"Northing counts conversions of kind {listed(kinds)}.",
        )  # fmt: skip
    margin = _ledger(look, span, "margin", "margin IS NOT NULL")
    if margin:
        yield Statement(
            "margin", "margin", look.currency, sum(margin.values()),
            sum(own.values()) * look.settings.margin_rate, None,
            note=f"Northing's is revenue at the setting margin_rate ({look.settings.margin_rate:g}"
            "): an estimate, which need not agree.",
        )  # fmt: skip


def _accounts(look: Look) -> list[str]:
    rows = look.query("SELECT DISTINCT account FROM finance ORDER BY account", "finance")
    return [row["account"] for row in rows]


def _ledger(look: Look, span: Period, column: str, where: str) -> dict[date, float]:
    amount = in_reporting(f"f.{column}", "f.currency", "r.rate", look.currency)
    rates = look.workspace.engine.query(FILLED_RATES, fx=look.dataset("fx"))
    rows = look.query(
        f"""SELECT month, sum(amount) AS amount FROM (
                SELECT f.month, {amount} AS amount FROM finance f
                LEFT JOIN rates r ON r.currency = f.currency AND r.date = f.month
                WHERE {where} AND {within(span, "f.month")}
            ) GROUP BY month ORDER BY month""",
        "finance",
        rates=rates,
    )
    return {row["month"]: float(row["amount"]) for row in rows if row["amount"] is not None}


def _by_month(
    look: Look, span: Period, table: str, column: str, where: str = "TRUE"
) -> dict[date, float]:
    rows = look.query(
        f"""SELECT CAST(date_trunc('month', date) AS DATE) AS month, sum({column}) AS amount
            FROM {table} WHERE {where} AND {within(span)} GROUP BY 1 ORDER BY 1""",
        table,
    )
    return {row["month"]: float(row["amount"] or 0) for row in rows}


def _costs(look: Look, span: Period) -> dict[date, float]:
    if not look.holds("costs_monthly"):
        return {}
    rows = look.query(
        f"""SELECT month, sum(amount) AS amount FROM costs_monthly
            WHERE department = {quote_text("marketing")} AND {within(span, "month")}
            GROUP BY month ORDER BY month""",
        "costs_monthly",
    )
    return {row["month"]: float(row["amount"]) for row in rows}


def _added(one: dict[date, float], other: dict[date, float]) -> dict[date, float]:
    return {month: one.get(month, 0.0) + other.get(month, 0.0) for month in {*one, *other}}


def _totals(found: _Months) -> tuple[float, float]:
    return sum(found.stated.values()), sum(found.own.values())


def _silence(look: Look, span: Period, found: _Months) -> Iterable[Cause]:
    """A silent source, where most of the difference lies in its months."""
    gaps = found.gaps
    every = sum(abs(gap) for gap in gaps.values())
    for one in look.deliveries.broken:
        silence = one.silence
        if one.table != "spend" or silence.last < span.start or silence.first >= span.end:
            continue
        inside = {day for day in gaps if _meets(day, silence.first, silence.last)}
        part = sum(gaps[day] for day in inside)
        if part > 0 and every and part >= _MOST * every:
            yield Cause(
                "silence",
                f"{one.source or 'A source'} brought no spend from {silence.first} to "
                f"{silence.last}, and {money(part, look.currency)} of the difference lie in "
                f"{counted(len(inside), 'month')} of that silence; by what it brought before, "
                f"about {money(one.amount or 0, look.currency)} are missing.",
                part,
            )


def _meets(month: date, first: date, last: date) -> bool:
    return month <= last and (month.year, month.month) >= (first.year, first.month)


def _tax(look: Look, found: _Months) -> Iterable[Cause]:
    """Tax, where every month differs by the very rate of one."""
    ratios = [found.stated[m] / found.own[m] - 1 for m in found.stated if found.own.get(m)]
    for rate in look.limits.tax_rates:
        if len(ratios) > 1 and all(abs(ratio - rate) <= _TAX_SPREAD for ratio in ratios):
            stated, own = _totals(found)
            yield Cause(
                "tax",
                f"In every month the ledger is {100 * rate:g} % above Northing: it seems to be "
                "booked with tax.",
                stated - own,
            )
            return


def _returns(look: Look, span: Period, found: _Months) -> Iterable[Cause]:
    """Returns, where the difference is what was returned."""
    row = look.query(
        f"""SELECT -sum(value) AS amount FROM conversions_daily
            WHERE kind = 'return' AND {within(span)}""",
        "conversions_daily",
    )[0]
    stated, own = _totals(found)
    returned = float(row["amount"] or 0)
    if returned and abs(stated - own - returned) <= look.limits.tolerance * returned:
        yield Cause(
            "returns",
            f"The difference is what was returned, {money(returned, look.currency)}: the ledger "
            "books revenue before returns.",
            stated - own,
        )


ENTRY = System(title="Finance", states=_states, needs=("finance",))
