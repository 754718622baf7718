"""What the sample cells of a column are read as, for a person to check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa

from northing.sources.convert import How, convert
from northing.sources.survey import NUMBERS, TIMES
from northing.tables import Column


def as_read(column: Column, samples: Sequence[str], how: How) -> tuple[str, ...]:
    """Return each sample as it will be stored, or "refused".

    Nothing is returned for texts: they are stored as they stand.
    """
    if column.type not in (*NUMBERS, *TIMES) or not samples:
        return ()
    found = convert(column, pa.array(samples, pa.string()), how)
    return tuple(_shown(value) for value in found.values.to_pylist())


def _shown(value: object) -> str:
    match value:
        case None:
            return "refused"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S} UTC"
        case date():
            return value.isoformat()
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
