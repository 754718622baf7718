"""What a marketing touch preceded, each conversion once, and what marketing originated."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import quote_text
from northing.money import SQL_TYPE
from northing.workspace.journeys import UNCREDITED_KINDS, touches_sql
from northing.workspace.settings import Settings
from northing.workspace.step import Inputs, Step, as_derived

_WAYS = {
    "all": (),
    "channel": ("channel",),
    "campaign": ("campaign",),
    "channel × campaign": ("channel", "campaign"),
}


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    return {
        **as_derived("influence_daily", inputs.query(_influence_sql(inputs.settings))),
        **as_derived("pipeline_sources_daily", inputs.query(_sources_sql(inputs.settings))),
        **as_derived("pipeline_origins_daily", inputs.query(_origins_sql(inputs.settings))),
    }


def _influence_sql(settings: Settings) -> str:
    kinds = {*settings.revenue_kinds, "opportunity"} - {*UNCREDITED_KINDS}
    ways = " UNION ALL ".join(_counted(way, names) for way, names in _WAYS.items())
    return f"""
        WITH {_marketing(settings)},
        c AS (
            SELECT conversion_id, journey_id, "at", date, kind, value, segment, country, device,
                   {_lookback(settings)} AS lookback_days
            FROM journey_conversions WHERE kind IN ({_listed(kinds)}) AND journey_id IS NOT NULL
        ),
        touched AS (
            SELECT DISTINCT c.conversion_id, c.kind, t.channel, t.campaign
            FROM c JOIN ({touches_sql(settings)}) t ON t.journey_id = c.journey_id
                AND t."at" <= c."at"
                AND epoch_us(c."at") - epoch_us(t."at") < c.lookback_days * {_DAY_US}
            JOIN marketing m ON m.channel = t.channel
        ),
        counted AS ({ways})
        SELECT * FROM counted ORDER BY ALL"""


_DAY_US = 86_400_000_000


def _counted(way: str, names: tuple[str, ...]) -> str:
    """Each conversion once for each value of these dimensions of touches."""
    columns = [
        f"t.{name}" if name in names else f"CAST(NULL AS VARCHAR) AS {name}"
        for name in ("channel", "campaign")
    ]
    distinct = ", ".join(["conversion_id", "kind", *names])
    return f"""
        SELECT c.date, c.kind, c.segment, c.country, c.device, {quote_text(way)} AS counted_by,
               {", ".join(columns)}, count(*) AS conversions,
               CAST(coalesce(sum(c.value), 0) AS {SQL_TYPE}) AS value
        FROM (SELECT DISTINCT {distinct} FROM touched) t
        JOIN c ON c.conversion_id = t.conversion_id AND c.kind = t.kind
        GROUP BY ALL"""


_ORIGINS = ("crm_source", "first_touch", "before_sales")


def _sources_sql(settings: Settings) -> str:
    sums = ", ".join(
        f"CAST(coalesce(sum(value) FILTER (WHERE {name}_channel IS NOT NULL), 0) AS {SQL_TYPE}) "
        f"AS {name}"
        for name in _ORIGINS
    )
    return f"""
        WITH {_origins(settings)}
        SELECT date, segment, country, count(*) AS opportunities,
               CAST(coalesce(sum(value), 0) AS {SQL_TYPE}) AS value, {sums}
        FROM origins GROUP BY date, segment, country ORDER BY date, segment, country"""


def _origins_sql(settings: Settings) -> str:
    """What marketing originated, by what: each opportunity once in each definition."""
    parts = " UNION ALL ".join(
        f"""
        SELECT date, {quote_text(name)} AS definition, {name}_channel AS channel,
               {name}_campaign AS campaign, count(*) AS opportunities,
               CAST(coalesce(sum(value), 0) AS {SQL_TYPE}) AS value
        FROM origins WHERE {name}_channel IS NOT NULL
        GROUP BY date, {name}_channel, {name}_campaign"""
        for name in _ORIGINS
    )
    return f"""
        WITH {_origins(settings)}, told AS ({parts})
        SELECT * FROM told ORDER BY ALL"""


def _origins(settings: Settings) -> str:
    """SQL: each opportunity with the marketing channel that originated it, by each definition."""
    within = (
        f'epoch_us(o."at") - epoch_us(t."at") < {settings.lookback("opportunity")} * {_DAY_US} '
        'AND t."at" <= o."at"'
    )
    return f"""{_marketing(settings)},
        o AS (
            SELECT conversion_id, journey_id, "at", date, value, segment, country,
                   declared_channel, declared_campaign
            FROM journey_conversions WHERE kind = 'opportunity'
        ),
        preceding AS (
            SELECT o.conversion_id, t."at", t.channel, t.campaign, m.channel AS marketing,
                   row_number() OVER (
                       PARTITION BY o.conversion_id
                       ORDER BY t."at", t.channel, t.campaign, t.content) AS place
            FROM o JOIN ({touches_sql(settings)}) t ON t.journey_id = o.journey_id AND {within}
            LEFT JOIN marketing m ON m.channel = t.channel
        ),
        firsts AS (SELECT * FROM preceding WHERE place = 1),
        attracted AS (
            SELECT conversion_id, "at" AS marketing_at, channel, campaign FROM preceding
            WHERE marketing IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY conversion_id ORDER BY place) = 1
        ),
        sold AS (
            SELECT o.conversion_id, min(t."at") AS sales_at
            FROM o JOIN (
                SELECT coalesce(i.journey_id, t.person_id) AS journey_id, t."at"
                FROM touches t JOIN channels c ON c.channel = t.channel AND c.role = 'sales'
                LEFT JOIN identities i ON i.person_id = t.person_id
            ) t ON t.journey_id = o.journey_id AND {within}
            GROUP BY o.conversion_id
        ),
        origins AS (
            SELECT o.date, o.segment, o.country, o.value,
                   d.channel AS crm_source_channel, o.declared_campaign AS crm_source_campaign,
                   f.marketing AS first_touch_channel, f.campaign AS first_touch_campaign,
                   CASE WHEN s.sales_at IS NULL OR a.marketing_at < s.sales_at
                        THEN a.channel END AS before_sales_channel,
                   a.campaign AS before_sales_campaign
            FROM o
            LEFT JOIN marketing d ON d.channel = o.declared_channel
            LEFT JOIN firsts f ON f.conversion_id = o.conversion_id
            LEFT JOIN attracted a ON a.conversion_id = o.conversion_id
            LEFT JOIN sold s ON s.conversion_id = o.conversion_id
        )"""


def _marketing(settings: Settings) -> str:
    """SQL for the marketing channels: as `channels` says, or all but direct where it says none."""
    direct = quote_text(settings.direct_channel)
    return f"""
        named AS (
            SELECT channel FROM touches UNION SELECT declared_channel FROM journey_conversions
            UNION SELECT channel FROM channels
        ),
        marketing AS (
            SELECT n.channel FROM named n
            LEFT JOIN channels c ON c.channel = n.channel
            CROSS JOIN (SELECT count(role) AS roles FROM channels) r
            WHERE n.channel IS NOT NULL
              AND (c.role = 'marketing' OR (r.roles = 0 AND n.channel <> {direct}))
        )"""


def _lookback(settings: Settings) -> str:
    cases = " ".join(
        f"WHEN {quote_text(kind)} THEN {days}"
        for kind, days in sorted(settings.lookback_days.items())
        if kind != "default"
    )
    default = settings.lookback_days["default"]
    return f"CASE kind {cases} ELSE {default} END" if cases else str(default)


def _listed(names: set[str]) -> str:
    return ", ".join(quote_text(name) for name in sorted(names))


ENTRY = Step(
    title="Tell what marketing touched and what it originated",
    reads=("touches", "identities", "journey_conversions", "channels"),
    writes=("influence_daily", "pipeline_sources_daily", "pipeline_origins_daily"),
    run=_run,
    settings=("direct_channel", "excluded_touches", "lookback_days", "revenue_kinds"),
)
