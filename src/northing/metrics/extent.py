"""What a table holds at all: the values of a column, its first and its last day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from northing.engine import quote_name
from northing.engine.columns import Unfit, columns_of

if TYPE_CHECKING:
    from northing.engine import Dataset, Engine


def values_of(engine: Engine, dataset: Dataset, column: str) -> tuple[str, ...]:
    """The values of a column of text, in order; what is not stated is left out.

    Examples:
        >>> from northing.engine import open_engine
        >>> values_of(open_engine(), pa.table({"kind": ["won", "lead", None, "won"]}), "kind")
        ('lead', 'won')
    """
    if isinstance(dataset, pa.Table) and columns_of(dataset).is_text(column):
        return tuple(sorted(columns_of(dataset).coded(column).values[:-1]))
    name = f"f.{quote_name(column)}"
    found = engine.query(
        f"SELECT DISTINCT {name} AS value FROM facts AS f WHERE {name} IS NOT NULL", facts=dataset
    )
    return tuple(sorted(found["value"].to_pylist()))


def days_of(engine: Engine, dataset: Dataset, column: str) -> tuple[date | None, date | None]:
    """The first and the last day of a column of dates; None where it states none."""
    if isinstance(dataset, pa.Table):
        try:
            return columns_of(dataset).span(column)
        except Unfit:
            pass
    day = f"f.{quote_name(column)}"
    sql = f"SELECT min({day}) AS first_day, max({day}) AS last_day FROM facts AS f"
    (found,) = engine.query(sql, facts=dataset).to_pylist()
    return found["first_day"], found["last_day"]
