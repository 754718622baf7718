"""How a batch's rows join a table: added, put in place of their key, or of their window."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from northing.engine import Dataset, Engine, quote_name
from northing.tables import CONTRACTS, Append, Contract, ReplaceWindow, Upsert
from northing.tables.names import resolve_channel
from northing.workspace.batches import Batch
from northing.workspace.ingest import Spellings, resolve_names
from northing.workspace.stored import given_columns, spelt_columns, stored_schema


def respell(engine: Engine, contract: Contract, rows: Dataset, spellings: Spellings) -> pa.Table:
    """The stored rows with every channel and campaign resolved anew from what files gave."""
    columns: list[str] = []
    joins: list[str] = []
    names: dict[str, Dataset] = {}
    for column in stored_schema(contract).names:
        if column == "source" and column in given_columns(contract):
            columns.append("coalesce(r.source_given, names_of_channel.name) AS source")
            continue
        if column not in spelt_columns(contract):
            columns.append(f"r.{quote_name(column)}")
            continue
        given = quote_name(f"{column}_given")
        distinct = engine.query(f"SELECT DISTINCT {given} AS given FROM stored", stored=rows)
        table = f"names_of_{column}"
        is_channel = contract.by_name[column].type == "channel"
        names[table] = resolve_names(distinct, spellings, is_channel=is_channel)
        joins.append(f"LEFT JOIN {table} ON {table}.given = r.{given}")
        columns.append(f"{table}.name AS {quote_name(column)}")
    sql = f"SELECT {', '.join(columns)} FROM stored r {' '.join(joins)}"
    return engine.query(sql, stored=rows, **names).cast(stored_schema(contract))


def new_rows(engine: Engine, contract: Contract, stored: Dataset, rows: pa.Table) -> pa.Table:
    """Of an append's rows, those whose key is not there yet, each key once."""
    assert isinstance(contract.load, Append)  # noqa: S101 - the caller has matched the mode
    key = [quote_name(column) for column in contract.load.key]
    same = " AND ".join(f"s.{column} IS NOT DISTINCT FROM n.{column}" for column in key)
    at = quote_name(contract.at or contract.load.key[0])
    # Few rows share person and instant with another; only they are compared in every column,
    # because hashing seven columns of texts is most of the work otherwise.
    numbers = [quote_name(name) for name in contract.of_type("person", "instant")]
    shared = " AND ".join(f"r.{name} IS NOT DISTINCT FROM a.{name}" for name in numbers)
    sql = f"""
        WITH repeated AS (
            SELECT {", ".join(numbers)} FROM arrived GROUP BY ALL HAVING count(*) > 1
        ),
        span AS (SELECT min({at}) AS first, max({at}) AS last FROM arrived),
        n AS (
            SELECT a.* FROM arrived a
            WHERE NOT EXISTS (SELECT 1 FROM repeated r WHERE {shared})
            UNION ALL
            SELECT a.* FROM arrived a
            WHERE EXISTS (SELECT 1 FROM repeated r WHERE {shared})
            QUALIFY row_number() OVER (PARTITION BY {", ".join(key)} ORDER BY _row) = 1
        )
        SELECT n.* FROM n
        WHERE NOT EXISTS (
            SELECT 1 FROM stored s
            WHERE s.{at} >= (SELECT first FROM span) AND s.{at} <= (SELECT last FROM span)
              AND {same}
        )"""
    return engine.query(sql, stored=stored, arrived=rows).cast(stored_schema(contract))


def upserted(
    engine: Engine, contract: Contract, stored: Dataset, pieces: Iterable[pa.Table]
) -> pa.Table:
    """All rows after an upsert: the newest load of each key, first values kept where declared."""
    assert isinstance(contract.load, Upsert)  # noqa: S101 - the caller has matched the mode
    key = ", ".join(quote_name(column) for column in contract.load.key)
    oldest = f"PARTITION BY {key} ORDER BY _loaded, _row"
    columns = []
    for column in stored_schema(contract).names:
        quoted = quote_name(column)
        base = column.removesuffix("_given")
        if base in contract.load.first_kept:
            frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
            quoted = f"first_value({quoted} IGNORE NULLS) OVER ({oldest} {frame}) AS {quoted}"
        columns.append(quoted)
    sql = f"""
        SELECT {", ".join(columns)}
        FROM (SELECT * FROM stored UNION ALL BY NAME SELECT * FROM arrived)
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _loaded DESC, _row DESC) = 1
        ORDER BY {key}"""
    return _joined(engine, contract, sql, stored, pieces)


def replaced(
    engine: Engine,
    contract: Contract,
    stored: Dataset,
    pieces: Iterable[pa.Table],
    windows: pa.Table,
) -> pa.Table:
    """All rows after windows were replaced: a row goes if a later load covers its day."""
    assert isinstance(contract.load, ReplaceWindow)  # noqa: S101 - the caller has matched the mode
    scope = " AND ".join(
        f"w.{quote_name(column)} IS NOT DISTINCT FROM r.{quote_name(column)}"
        for column in contract.load.scope
    )
    on = quote_name(contract.load.on)
    columns = ", ".join(quote_name(column) for column in stored_schema(contract).names)
    sql = f"""
        SELECT {columns}
        FROM (SELECT * FROM stored UNION ALL BY NAME SELECT * FROM arrived) r
        WHERE NOT EXISTS (
            SELECT 1 FROM windows w
            WHERE w._loaded > r._loaded AND {scope}
              AND r.{on} BETWEEN w.first AND w.last
        )
        ORDER BY {on}, _loaded, _row"""
    return _joined(engine, contract, sql, stored, pieces, windows=windows)


def _joined(
    engine: Engine,
    contract: Contract,
    sql: str,
    stored: Dataset,
    pieces: Iterable[pa.Table],
    **tables: Dataset,
) -> pa.Table:
    schema = stored_schema(contract)
    arrived = pa.concat_tables([schema.empty_table(), *pieces])
    return engine.query(sql, stored=stored, arrived=arrived, **tables).cast(schema)


def windows_of(name: str, batches: Iterable[Batch], spellings: Spellings) -> pa.Table:
    """Every window that a batch replaces in one table, with the load that it came in.

    Where a file named no source, its channel stands for it, as it is spelt in `channels`.
    """
    load = CONTRACTS[name].load
    scope = load.scope if isinstance(load, ReplaceWindow) else ()
    schema = pa.schema(
        [
            *((column, pa.string()) for column in scope),
            ("first", pa.date32()),
            ("last", pa.date32()),
            ("_loaded", pa.int64()),
        ]
    )
    rows = [
        {
            **window.scope,
            "source": window.scope["source"]
            or resolve_channel(window.scope["channel"] or "", spellings.channels),
            "first": window.first,
            "last": window.last,
            "_loaded": batch.loaded,
        }
        for batch in batches
        if name in batch.tables
        for window in batch.tables[name].windows
    ]
    return pa.Table.from_pylist(rows, schema=schema)
