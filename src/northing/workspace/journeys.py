"""The workspace's touches and conversions as one log of journeys, for attribution to fold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from northing.engine import Dataset, Engine, quote_name, quote_text
from northing.workspace.settings import Settings

if TYPE_CHECKING:
    from northing.attribution.log import Log
    from northing.attribution.statistics import Statistics
    from northing.calendar import Period

UNCREDITED_KINDS = ("lost", "return")
"""Conversions that nobody worked for: they count, and nobody gets credit for them."""

TABLES = ("touches", "identities", "journey_conversions")
"""The tables that a log is made of."""

_TOUCH_COLUMNS = ("channel", "campaign", "content", "country", "device")
_CONVERSION_COLUMNS = (
    "value",
    "date",
    "span",
    "month",
    "segment",
    "country",
    "device",
    "declared_channel",
    "declared_campaign",
)


def log_of(tables: Mapping[str, Dataset], settings: Settings, kind: str) -> Log:
    """Describe the log of one kind of conversion.

    Args:
        tables: touches, identities, journey_conversions.
        settings: Say which touches do not qualify.
        kind: The kind of conversion.
    """
    from northing.attribution.log import Log

    week = "CAST(date_trunc('week', date) AS DATE)"
    if settings.week_start == "sunday":
        week = "CAST(date_trunc('week', date + INTERVAL 1 DAY) - INTERVAL 1 DAY AS DATE)"
    conversions = f"""(
        SELECT conversion_id, journey_id, "at", CAST(value AS DOUBLE) AS value, date,
               greatest({week}, CAST(date_trunc('month', date) AS DATE)) AS span,
               CAST(date_trunc('month', date) AS DATE) AS month, segment, country, device,
               declared_channel, declared_campaign
        FROM journey_conversions WHERE kind = {quote_text(kind)})"""
    milestones = """(
        SELECT journey_id, "at", kind FROM journey_conversions
        WHERE kind IN ('lead', 'opportunity'))"""
    return Log(
        tables={name: tables[name] for name in TABLES},
        touches=f"({touches_sql(settings)})",
        conversions=conversions,
        milestones=milestones,
        touch_columns=_TOUCH_COLUMNS,
        conversion_columns=_CONVERSION_COLUMNS,
    )


def labelled(log: Log, label: str, join: str = "", **more: Dataset) -> Log:
    """A log whose conversions carry a label where their segment was, so that credit is cut by it.

    Args:
        log: As `log_of` describes it.
        label: SQL over a conversion `c`, and over what is joined to it.
        join: SQL that joins tables of `more` to the conversion.
        more: Tables that the SQL names.
    """
    columns = ", ".join(
        f"c.{quote_name(name)}"
        for name in ("journey_id", "at", *_CONVERSION_COLUMNS)
        if name != "segment"
    )
    conversions = f"(SELECT {columns}, {label} AS segment FROM {log.conversions} AS c {join})"
    return replace(log, conversions=conversions, tables={**log.tables, **more})


def fold_kind(
    engine: Engine,
    tables: Mapping[str, Dataset],
    settings: Settings,
    as_of: date,
    kind: str,
    *,
    touch_cut: Sequence[str],
    conversion_cut: Sequence[str],
    period: Period | None = None,
    rules: Sequence[str] | None = None,
    order: int = 1,
    sets: bool = False,
    groups: bool = False,
    log: Log | None = None,
) -> Statistics:
    """Fold the log of one kind of conversion under the workspace's settings.

    Args:
        engine: Where to fold.
        tables: touches, identities, journey_conversions.
        settings: Lookback, half-life, direct channel, qualifying touches, time zone.
        as_of: The newest complete day: journeys that may still go on after it are open.
        kind: Kind of conversion.
        touch_cut: Touch dimensions of the credit.
        conversion_cut: Conversion dimensions of the credit.
        period: Of the conversions; all of them by default.
        rules: Additive rules; all of them by default.
        order: Of the transitions; 0: none are wanted.
        sets: Whether sets of channels are wanted.
        groups: Whether groups of people are told apart, for intervals.
        log: In place of the log of the kind, such as one of `labelled`.
    """
    from northing.attribution.statistics import fold_log

    return fold_log(
        engine,
        log or log_of(tables, settings, kind),
        kind=kind,
        lookback_days=settings.lookback(kind),
        half_life_days=settings.half_life(kind),
        direct=settings.direct_channel,
        touch_cut=touch_cut,
        conversion_cut=conversion_cut,
        period=(period.start, period.end) if period else None,
        as_of_us=_end_of_day_us(as_of, settings.time_zone),
        time_zone=settings.time_zone,
        rules=rules,
        order=order,
        sets=sets,
        groups=groups,
    )


def touches_sql(settings: Settings) -> str:
    """SQL for the touches that qualify, with the journey that each belongs to."""
    return f"""
        SELECT coalesce(i.journey_id, t.person_id) AS journey_id, t."at", t.channel, t.campaign,
               t.content, t.country, t.device
        FROM touches t LEFT JOIN identities i ON i.person_id = t.person_id
        WHERE {_qualifies(settings.excluded_touches)}"""


def _qualifies(excluded: Iterable[str]) -> str:
    kinds = ", ".join(quote_text(kind) for kind in excluded)
    return f"(t.kind IS NULL OR lower(t.kind) NOT IN ({kinds}))" if kinds else "TRUE"


def _end_of_day_us(day: date, time_zone: str) -> int:
    """The instant, in microseconds since 1970, at which a local day has ended."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone))
    return int(midnight.timestamp()) * 1_000_000
