"""Person ids of any type as 64-bit integers."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import Dataset, Engine, quote_name
from northing.errors import BadInput


def number_people(engine: Engine, tables: Mapping[str, Dataset]) -> pa.Table | None:
    """Number the people of some tables, or return None where their ids are numbers already.

    Args:
        engine: Where to look.
        tables: Each with a column person_id of the same type.

    Returns:
        Columns person_id, journey_id, in order of the ids.

    Raises:
        BadInput: If a table has no person_id, or their types differ.

    Examples:
        >>> from northing.engine import open_engine
        >>> touches = pa.table({"person_id": ["b", "a", "b"]})
        >>> number_people(open_engine(), {"touches": touches}).to_pylist()
        [{'person_id': 'a', 'journey_id': 0}, {'person_id': 'b', 'journey_id': 1}]
    """
    kinds = {name: _kind(name, dataset) for name, dataset in tables.items()}
    if len(set(kinds.values())) > 1:
        found = ", ".join(f"{name}: {kind}" for name, kind in kinds.items())
        raise BadInput(f"The ids of people differ in type ({found}); expected one type in all.")
    if "number" in kinds.values():
        return None
    parts = " UNION ".join(f"SELECT DISTINCT person_id FROM {quote_name(name)}" for name in tables)
    return engine.query(
        "SELECT person_id, row_number() OVER (ORDER BY person_id) - 1 AS journey_id "
        f"FROM ({parts}) AS everyone WHERE person_id IS NOT NULL ORDER BY person_id",
        **tables,
    )


def person_sql(
    table: str,
    people: pa.Table | None,
    columns: Mapping[str, str],
    *,
    known: bool = False,
    where: str = "",
) -> str:
    """SQL of a table with journey_id, at and the given columns.

    Args:
        table: Its name.
        people: What `number_people` returned, there under the name `people`.
        columns: Name and expression of each further column.
        known: Whether rows of nobody are left out.
        where: Which rows are wanted; the table's name is `t` in it.
    """
    if people is None:
        journey, join = "CAST(t.person_id AS BIGINT)", ""
    else:
        kind = "JOIN" if known else "LEFT JOIN"
        journey, join = "p.journey_id", f" {kind} people AS p ON t.person_id = p.person_id"
    if known:
        where = f"{where} AND" if where else " WHERE"
        where += " t.person_id IS NOT NULL"
    named = "".join(
        f", {_of_table(expression)} AS {quote_name(name)}" for name, expression in columns.items()
    )
    source = f'SELECT {journey} AS journey_id, t."at" AS "at"{named} FROM {table} AS t{join}{where}'
    return f"({source})"


def _of_table(expression: str) -> str:
    return f"t.{expression}" if expression.isidentifier() or expression[0] == '"' else expression


def _kind(name: str, dataset: Dataset) -> str:
    schema: pa.Schema = dataset.schema
    if "person_id" not in schema.names:
        raise BadInput(f"The {name} have no column person_id; found {', '.join(schema.names)}.")
    kind = schema.field("person_id").type
    if pa.types.is_integer(kind) and kind != pa.uint64():
        return "number"
    return "text" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else str(kind)
