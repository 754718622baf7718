"""Advertising platforms: what each claims and charges, one by one and never added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from northing.calendar import Period
from northing.engine import quote_text
from northing.errors import Missing
from northing.workspace.health.check import Look
from northing.workspace.health.reconcile import within
from northing.workspace.health.statement import Cause, Statement, System
from northing.workspace.health.waiting_money import Waiting, said, waiting
from northing.workspace.health.wording import among, listed, share
from northing.workspace.journeys import touches_sql
from northing.workspace.source import SnapshotTables

_NOTE = (
    "Claims of platforms are never added up: each counts what it touched, so that one conversion "
    "stands in several. Credit shares each conversion out once."
)


def _states(look: Look, period: Period) -> Iterable[Statement]:
    rows = look.query(
        f"""SELECT source, sum(amount) AS cost, sum(platform_conversions) AS claimed,
                   sum(platform_value) AS value
            FROM spend_daily WHERE source IS NOT NULL AND {within(period)}
            GROUP BY source ORDER BY source""",
        "spend_daily",
    )
    held = waiting(look, "spend", period, "amount")
    for row in rows:
        yield from _cost(look, row, held)
    claiming = [row for row in rows if row["claimed"] is not None]
    kinds = _kinds(look)
    if claiming and kinds and look.holds("touches"):
        credit, touched = _credit(look, period, kinds), _touched(look, period, kinds)
        for row in claiming:
            yield from _claims(look, row, kinds, credit, touched)


def _cost(look: Look, row: Mapping[str, object], held: Iterable[Waiting]) -> Iterable[Statement]:
    """What its files charge; what waits for a rate is stated in its own currency."""
    source, limit = str(row["source"]), look.limits.tolerance
    cost = float(str(row["cost"]))
    yield Statement(
        f"cost/{source}",
        f"{source}: cost",
        look.currency,
        cost,
        cost,
        limit,
        note="Costs are every row of a platform's files that could be converted, at its day's "
        "rate; what waits for a rate is stated apart.",
    )
    for one in held:
        if one.source == source:
            cause = Cause("quarantine", f"{said([one], 'row')} for a rate.", float(one.amount))
            yield Statement(
                f"cost/{source}/{one.currency}",
                f"{source}: cost without a rate",
                one.currency,
                float(one.amount),
                0.0,
                limit,
                (cause,),
            )


def _kinds(look: Look) -> tuple[str, ...]:
    found = look.query("SELECT DISTINCT kind FROM conversions_daily", "conversions_daily")
    there = {row["kind"] for row in found}
    return tuple(kind for kind in look.limits.platform_kinds if kind in there)


def _credit(look: Look, period: Period, kinds: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Credited conversions and value by source, through the campaigns that it charged for."""
    try:
        credit = SnapshotTables(look.workspace, look.snapshot).credit(
            kinds, look.settings.rule, (period,), ("channel", "campaign")
        )
    except Missing:
        return {}
    rows = look.query(
        """WITH owner AS (
               SELECT DISTINCT source, channel, campaign FROM spend_daily
               WHERE source IS NOT NULL AND campaign IS NOT NULL
           )
           SELECT o.source, sum(c.conversions) AS conversions, sum(c.value) AS value
           FROM credit c JOIN owner o ON o.channel = c.channel AND o.campaign = c.campaign
           GROUP BY o.source ORDER BY o.source""",
        "spend_daily",
        credit=credit,
    )
    return {row["source"]: (row["conversions"], row["value"] or 0.0) for row in rows}


def _touched(look: Look, period: Period, kinds: tuple[str, ...]) -> dict[str, int]:
    """Conversions with a touch of the source's campaigns within the lookback."""
    days = " ".join(
        f"WHEN {quote_text(kind)} THEN {look.settings.lookback(kind)}" for kind in kinds
    )
    rows = look.query(
        f"""WITH t AS ({touches_sql(look.settings)}),
            owner AS (
                SELECT DISTINCT source, channel, campaign FROM spend_daily
                WHERE source IS NOT NULL AND campaign IS NOT NULL
            ),
            c AS (
                SELECT conversion_id, kind, journey_id, "at",
                       CASE kind {days} END AS lookback_days
                FROM journey_conversions
                WHERE journey_id IS NOT NULL AND {among("kind", kinds)} AND {within(period)}
            ),
            met AS (
                SELECT DISTINCT o.source, c.kind, c.conversion_id
                FROM c JOIN t ON t.journey_id = c.journey_id
                JOIN owner o ON o.channel = t.channel AND o.campaign = t.campaign
                WHERE t."at" <= c."at"
                  AND epoch_us(t."at") >= epoch_us(c."at") - c.lookback_days * 86400000000
            )
            SELECT source, count(*) AS conversions FROM met GROUP BY source""",
        "touches",
        "identities",
        "journey_conversions",
        "spend_daily",
    )
    return {row["source"]: row["conversions"] for row in rows}


def _claims(
    look: Look,
    row: Mapping[str, object],
    kinds: tuple[str, ...],
    credit: Mapping[str, tuple[float, float]],
    touched: Mapping[str, int],
) -> Iterable[Statement]:
    source = str(row["source"])
    claimed = float(str(row["claimed"]))
    credited, value = credit.get(source, (0.0, 0.0))
    met = touched.get(source, 0)
    rule = f"Credit by the rule {look.settings.rule} for {listed(list(kinds))}. {_NOTE}"
    yield Statement(
        f"claims/{source}", f"{source}: conversions claimed, beside credited", "conversions",
        claimed, credited, None, tuple(_why(claimed, credited, met)), rule,
    )  # fmt: skip
    if row["value"] is not None:
        yield Statement(
            f"value/{source}", f"{source}: value claimed, beside credited", look.currency,
            float(str(row["value"])), value, None, (), rule,
        )  # fmt: skip


def _why(claimed: float, credited: float, met: int) -> Iterable[Cause]:
    """Split the difference: what others share in, and what no touch bears out."""
    shared = min(claimed, met) - credited
    if met and shared > 0:
        yield Cause(
            "shared",
            f"{met:,} conversions had one of its touches within the lookback; the rule gives "
            f"{share(credited, met)} of each to it on average, the rest to other channels.",
            shared,
        )
    if claimed > met:
        yield Cause(
            "not_borne_out",
            f"It claims {claimed - met:,.1f} more than had any of its touches within the "
            "lookback; no row of Northing's bears these out.",
            claimed - met,
        )


ENTRY = System(title="Advertising platforms", states=_states, needs=("spend_daily",))
