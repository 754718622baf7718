"""The journey of one conversion: its touches, and what each rule gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from northing.attribution.coding import Coded, Cuts, encode
from northing.attribution.kernel import weights_of
from northing.attribution.log import Log, events
from northing.attribution.statistics import params_of, weighing_rules, windows_of
from northing.attribution.walk import NULL_JOURNEY, Journeys
from northing.engine import Engine
from northing.errors import Missing

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
US_A_DAY = 86_400_000_000


@dataclass(frozen=True)
class JourneyTouch:
    """One touch of a journey.

    Attributes:
        at: When.
        place: channel, campaign, content, country, device, as far as the log has them.
        weights: Share of the conversion by rule.
    """

    at: datetime
    place: Mapping[str, str | None]
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Journey:
    """One conversion and the touches before it.

    Attributes:
        at: When it converted.
        value: What the conversion was worth.
        declared: The channel declared with it, if any.
        touches: Oldest first; none means unattributed.
    """

    at: datetime
    value: float
    declared: str | None
    touches: tuple[JourneyTouch, ...]


def journey_of(
    engine: Engine,
    log: Log,
    journey_id: int,
    at: datetime,
    *,
    kind: str | None = None,
    lookback_days: float = 90,
    half_life_days: float = 7.0,
    direct: str = "direct",
) -> Journey:
    """Follow one conversion back through its touches.

    Args:
        engine: Where to look.
        log: The log; only this journey's rows of it are read.
        journey_id: Whose.
        at: The instant of the conversion. Of several at one instant, the first is meant: the
            others have no touches.
        kind: Kind of the conversions.
        lookback_days: Older touches do not count.
        half_life_days: Of the time decay.
        direct: Channel that the last non-direct rule passes over.

    Raises:
        Missing: If nobody of that id converted at that instant.
    """
    log = _only(log, journey_id)
    coded = encode(
        engine,
        log,
        Cuts(("channel", "campaign", "content"), ("country", "device")),
        None,
        "UTC",
        lenient=True,
    )
    rows = engine.query(events(log, coded), **log.tables, **coded.tables)
    windows = windows_of(coded, kind, lookback_days)
    journeys = windows.journeys([windows.packing.pack(piece) for piece in rows.to_batches()])
    instant = at if at.tzinfo else at.replace(tzinfo=UTC)
    wanted = (instant - EPOCH) // timedelta(microseconds=1)
    found = np.flatnonzero((journeys.at == wanted) & (journeys.code != NULL_JOURNEY))
    if not found.size:
        raise Missing(f"Journey {journey_id} has no conversion at {instant.isoformat()}.")
    params = params_of(coded.channels, half_life_days, direct, lookback_days)
    return _journey(journeys, int(found[0]), coded, params)


def _only(log: Log, journey_id: int) -> Log:
    def narrowed(source: str) -> str:
        return f"(SELECT * FROM {source} AS whole WHERE journey_id = {int(journey_id)})"

    return replace(
        log,
        touches=narrowed(log.touches),
        conversions=narrowed(log.conversions),
        milestones=None if log.milestones is None else narrowed(log.milestones),
    )


def _journey(journeys: Journeys, which: int, coded: Coded, params: Any) -> Journey:
    span = slice(int(journeys.first[which]), int(journeys.end[which]))
    codes, instants = journeys.touch_code[span], journeys.touch_at[span]
    ages = (journeys.at[which] - instants) / US_A_DAY
    channels = coded.codes.channel[codes]
    weights = {
        rule: _weights(rule, ages, channels, journeys.milestones[which], params)
        for rule in weighing_rules()
    }
    places = coded.touch_table.select(coded.touch_columns).take(pa.array(codes)).to_pylist()
    touches = tuple(
        JourneyTouch(
            _instant(int(instant)),
            place,
            {rule: float(row[touch]) for rule, row in weights.items()},
        )
        for touch, (instant, place) in enumerate(zip(instants, places, strict=True))
    )
    conversion = coded.conversion_table.slice(int(journeys.code[which]), 1).to_pylist()[0]
    return Journey(
        _instant(int(journeys.at[which])),
        float(journeys.value[which]),
        conversion.get("declared_channel"),
        touches,
    )


def _weights(rule: str, ages: Any, channels: Any, milestones: Any, params: Any) -> Sequence[float]:
    out = np.zeros(ages.size)
    if ages.size:
        weights_of(rule)(ages, channels, milestones, params, out)
    shared: list[float] = out.tolist()
    return shared


def _instant(at_us: int) -> datetime:
    return EPOCH + timedelta(microseconds=at_us)
