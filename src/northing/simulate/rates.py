"""Exchange rates: published on working days, carried over the days between."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from northing.simulate.clock import DAYS, WARM_UP_EPOCH_DAY, Floats, day_of
from northing.simulate.files import FileSet
from northing.simulate.world import CURRENCIES

_START = {"GBP": 1.155, "SEK": 0.0885}
_BEFORE = 900
"""Days of rates before the warm-up: the subscriptions of older customers need theirs."""
_CLOSED = ("01-01", "05-01", "12-25", "12-26")
_SCALE = 1_000_000


def write_rates(rng: np.random.Generator, files: FileSet) -> Floats:
    """Write `fx.csv` and return EUR for one unit of each currency, shape (days, currencies)."""
    span = DAYS + _BEFORE
    days = [day_of(index) for index in range(-_BEFORE, DAYS)]
    published = np.array([_is_published(day) for day in days])
    rates = np.ones((span, len(CURRENCIES)))
    for code, name in enumerate(CURRENCIES):
        if name not in _START:
            continue
        steps = rng.normal(0.0, 0.0035, span)
        level = np.zeros(span)
        for day in range(1, span):  # drawn back to the start, or years would carry it away
            level[day] = 0.995 * level[day - 1] + steps[day] * published[day]
        path = np.rint(_START[name] * np.exp(level) * _SCALE) / _SCALE
        rates[:, code] = _carried(path, published)
        index = np.flatnonzero(published)
        millionths = pa.array(np.rint(path[index] * _SCALE).astype(np.int64))
        files.write(
            "fx",
            "fx.csv",
            {
                "date": pa.array(
                    (index - _BEFORE + WARM_UP_EPOCH_DAY).astype(np.int32), pa.int32()
                ).cast(pa.date32()),
                "currency": pa.array([name] * len(index)),
                "rate": _millionths(millionths),
            },
        )
    return rates[_BEFORE:]


def _is_published(day: date) -> bool:
    return day.weekday() < 5 and day.isoformat()[5:] not in _CLOSED


def _carried(path: Floats, published: Floats) -> Floats:
    last = np.maximum.accumulate(np.where(published, np.arange(len(path)), -1))
    return np.asarray(path[np.maximum(last, 0)])


def _millionths(values: pa.Array) -> pa.Array:
    scaled = np.asarray(values) * 100  # the contract keeps eight decimals
    words = np.stack([scaled, scaled >> 63], axis=1)
    return pa.Array.from_buffers(
        pa.decimal128(18, 8), len(scaled), [None, pa.py_buffer(words.tobytes())]
    )
