"""What distinct touches a log holds: read once, known again while its files stay as they are."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from northing.attribution.log import Log, touch_span, touch_tuples
from northing.attribution.marks import Marks
from northing.engine import Engine, ParquetFiles
from northing.errors import BadInput
from northing.shelf import Shelf


@dataclass(frozen=True)
class TouchesSeen:
    """The touches of a log.

    Attributes:
        codes: code and the columns that tell touches apart, in order.
        first_at: Instant of the first touch, in microseconds; None where there is none.
        last_at: Of the last one.
        marks: By which the engine tells touches apart; None: by joining their codes.
    """

    codes: pa.Table
    first_at: int | None
    last_at: int | None
    marks: Marks | None


def touches_seen(engine: Engine, log: Log, columns: Sequence[str]) -> TouchesSeen:
    """Read which touches there are, or know it from an earlier fold of the same files.

    A refresh folds the same touches for every kind of conversion and every cut.

    Raises:
        BadInput: If a touch has no channel.
    """
    key = _key(engine, log, columns)
    if key is None:
        return _read(engine, log, columns)
    return _KNOWN.get(key, lambda: _read(engine, log, columns))


def table_of_codes(tuples: pa.Table) -> pa.Table:
    """Distinct tuples, each with its code; when one was seen last is left out."""
    names = [name for name in tuples.schema.names if name != "last_at"]
    code = pa.array(np.arange(tuples.num_rows, dtype=np.int32))
    return pa.table({"code": code, **{name: tuples[name] for name in names}})


_KNOWN: Shelf[TouchesSeen] = Shelf(32)


def _key(engine: Engine, log: Log, columns: Sequence[str]) -> Hashable | None:
    """What the touches depend on; None where it cannot be known again."""
    stamps = []
    for name, dataset in log.tables.items():
        if not re.search(rf"\b{re.escape(name)}\b", log.touches):
            continue
        stamp = dataset.stamp() if isinstance(dataset, ParquetFiles) else None
        if stamp is None:
            return None
        stamps.append((name, stamp))
    return log.touches, tuple(columns), engine.own_functions, tuple(stamps)


def _read(engine: Engine, log: Log, columns: Sequence[str]) -> TouchesSeen:
    touches = engine.query(touch_tuples(log, columns), **log.tables)
    touches = touches.sort_by([(column, "ascending") for column in columns])
    if touches["channel"].null_count:
        raise BadInput("Some touches have no channel; expected every touch to name one.")
    codes = table_of_codes(touches)
    (span,) = engine.query(touch_span(log), **log.tables).to_pylist()
    return TouchesSeen(codes, span["first_at"], span["last_at"], Marks.find(engine, codes))
