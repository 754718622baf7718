"""Where touches, conversions and milestones come from, and the SQL that reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from northing.engine import Dataset, quote_name, quote_text
from northing.errors import BadInput

if TYPE_CHECKING:
    from northing.attribution.coding import Coded

TOUCH_COLUMNS = ("channel", "campaign", "content", "country", "device")
CONVERSION_COLUMNS = (
    "date",
    "span",
    "month",
    "segment",
    "country",
    "device",
    "declared_channel",
    "declared_campaign",
)
MILESTONE_KINDS = ("lead", "opportunity")


@dataclass(frozen=True)
class Log:
    """Touches and conversions of one kind, by journey.

    Attributes:
        tables: What the names in the SQL stand for.
        touches: SQL of a table with journey_id, at and some of `TOUCH_COLUMNS`.
        conversions: SQL of a table with journey_id (may be null), at and perhaps value and
            some of `CONVERSION_COLUMNS`.
        milestones: SQL of a table with journey_id, at, kind; None where there are none.
        touch_columns: Which of `TOUCH_COLUMNS` there are.
        conversion_columns: Which columns of the conversions there are.
    """

    tables: Mapping[str, Dataset]
    touches: str
    conversions: str
    milestones: str | None
    touch_columns: tuple[str, ...]
    conversion_columns: tuple[str, ...]


def journey_log(touches: Dataset, conversions: Dataset, milestones: Dataset | None) -> Log:
    """Describe tables that already have a 64-bit `journey_id`.

    Raises:
        BadInput: If a table lacks a column that is needed.
    """
    _require("touches", touches, ("journey_id", "at", "channel"))
    _require("conversions", conversions, ("journey_id", "at"))
    tables = {"touches": touches, "conversions": conversions}
    if milestones is not None:
        _require("milestones", milestones, ("journey_id", "at", "kind"))
        tables["milestones"] = milestones
    return Log(
        tables,
        "touches",
        "conversions",
        None if milestones is None else "milestones",
        _known(touches, TOUCH_COLUMNS),
        tuple(conversions.schema.names),
    )


def touch_tuples(log: Log, columns: Sequence[str]) -> str:
    """SQL: what distinct touches there are."""
    names = ", ".join(quote_name(column) for column in columns)
    return f"SELECT DISTINCT {names} FROM {log.touches}"


def touch_span(log: Log) -> str:
    """SQL: the first and last instant of all touches; where files say it, nothing else is read."""
    return (
        f'SELECT epoch_us(min("at")) AS first_at, epoch_us(max("at")) AS last_at FROM {log.touches}'
    )


def conversion_tuples(log: Log, columns: Sequence[str]) -> str:
    """SQL: what distinct conversions there are, and the last instant of each."""
    names = "".join(f"{quote_name(column)}, " for column in columns)
    grouped = f" GROUP BY {names[:-2]}" if columns else ""
    return f'SELECT {names}max(epoch_us("at")) AS last_at FROM {log.conversions}{grouped}'


def events(log: Log, coded: Coded) -> str:
    """SQL: every event as journey_id, at, code, value; see `walk` for the codes.

    The tables `touch_codes` and `conversion_codes` hold the code of each distinct tuple; where
    the log has marks, these stand for the codes of touches.
    """
    value = "coalesce(CAST(t.value AS DOUBLE), 0.0)" if "value" in log.conversion_columns else "0.0"
    first = coded.touch_codes + len(MILESTONE_KINDS)
    stranger = f"CASE WHEN t.journey_id IS NULL THEN {coded.conversion_codes} ELSE 0 END"
    if coded.marks is None:
        code, join = "c.code", f" {_join('touch_codes', coded.touch_columns)}"
    else:
        code, join = coded.marks.sql(coded.touch_columns), ""
    parts = [
        f'SELECT t.journey_id AS journey_id, epoch_us(t."at") AS "at", {code} AS code, '
        f"CAST(0.0 AS DOUBLE) AS value FROM {log.touches} AS t{join}",
        'SELECT coalesce(t.journey_id, 0) AS journey_id, epoch_us(t."at") AS "at", '
        f"CAST(c.code + {first} + {stranger} AS INTEGER) AS code, "
        f"CAST({value} AS DOUBLE) AS value "
        f"FROM {log.conversions} AS t {_join('conversion_codes', coded.conversion_columns)}",
    ]
    if log.milestones is not None:
        parts.append(_milestones(log.milestones, coded.touch_codes))
    return " UNION ALL ".join(parts)


def _milestones(source: str, touch_codes: int) -> str:
    cases = " ".join(
        f"WHEN {quote_text(kind)} THEN {touch_codes + place}"
        for place, kind in enumerate(MILESTONE_KINDS)
    )
    kinds = ", ".join(quote_text(kind) for kind in MILESTONE_KINDS)
    return (
        'SELECT t.journey_id AS journey_id, epoch_us(t."at") AS "at", '
        f"CAST(CASE t.kind {cases} END AS INTEGER) AS code, CAST(0.0 AS DOUBLE) AS value "
        f"FROM {source} AS t WHERE t.kind IN ({kinds}) AND t.journey_id IS NOT NULL"
    )


def _join(codes: str, columns: Sequence[str]) -> str:
    if not columns:
        return f"CROSS JOIN {codes} AS c"
    matches = " AND ".join(
        f"t.{quote_name(column)} IS NOT DISTINCT FROM c.{quote_name(column)}" for column in columns
    )
    return f"JOIN {codes} AS c ON {matches}"


def _known(dataset: Dataset, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(column for column in columns if column in dataset.schema.names)


def _require(name: str, dataset: Dataset, columns: Sequence[str]) -> None:
    schema: pa.Schema = dataset.schema
    lacking = [column for column in columns if column not in schema.names]
    if lacking:
        raise BadInput(
            f"The {name} have no column {', '.join(lacking)}; found {', '.join(schema.names)}."
        )
