"""Rows of one file that share a key: parts of one amount, or corrections? A question, no guess."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from northing.engine import Engine, ParquetFiles, quote_name
from northing.errors import AmbiguousFile
from northing.tables import CONTRACTS, Contract, Upsert
from northing.workspace.batches import ROW_COLUMNS


def settle_repeats(
    engine: Engine, folder: Path, answers: Mapping[str, str | None], file: str
) -> dict[str, int]:
    """Settle the rows of a file being loaded that share their table's key.

    The same row twice is one row. Rows that differ, in a table with money, are added up or the
    last is taken, as the mapping says.

    Args:
        engine: Runs the SQL.
        folder: Where the batch is being written, one Parquet file a table.
        answers: By table, "sum" or "last", as far as the mapping says.
        file: The file's name, for the question.

    Returns:
        By table, how many rows were taken together with others.

    Raises:
        AmbiguousFile: If rows differ and the mapping does not say what they are.
    """
    taken = {}
    for name, contract in CONTRACTS.items():
        path = folder / f"{name}.parquet"
        if not isinstance(contract.load, Upsert) or not contract.of_type("money"):
            continue
        if not path.exists():
            continue
        rows = ParquetFiles((str(path),), pa.schema([*contract.schema, *ROW_COLUMNS]))
        repeated = _repeated(engine, contract, rows)
        if not repeated:
            continue
        answer = answers.get(name)
        if answer is None:
            keys = " and ".join(contract.load.key)
            raise AmbiguousFile(
                file,
                [
                    f"{repeated} of the {name} stand on several rows that differ but have the "
                    f'same {keys}; say repeats = "sum" in a mapping if they are parts of one '
                    'amount (such as the lines of an order), or repeats = "last" if the last row '
                    "corrects the others."
                ],
            )
        if answer == "sum":
            summed = engine.query(_sum_sql(contract), rows=rows).cast(rows.schema)
            taken[name] = pq.read_metadata(path).num_rows - summed.num_rows
            pq.write_table(summed, path, compression="zstd")
    return taken


def _key(contract: Contract) -> list[str]:
    assert isinstance(contract.load, Upsert)  # noqa: S101 - asked only of such tables
    return list(contract.load.key)


def _repeated(engine: Engine, contract: Contract, rows: ParquetFiles) -> int:
    """How many keys stand on rows that differ."""
    key = ", ".join(quote_name(column) for column in _key(contract))
    every = ", ".join(quote_name(column) for column in contract.schema.names)
    same = " AND ".join(
        f"s.{quote_name(column)} IS NOT DISTINCT FROM r.{quote_name(column)}"
        for column in _key(contract)
    )
    # Few keys stand on two rows; only those rows are compared in every column.
    sql = f"""
        WITH shared AS (SELECT {key} FROM rows GROUP BY {key} HAVING count(*) > 1),
        compared AS (
            SELECT DISTINCT {every} FROM rows r WHERE EXISTS (SELECT 1 FROM shared s WHERE {same})
        )
        SELECT count(*) AS n
        FROM (SELECT {key} FROM compared GROUP BY {key} HAVING count(*) > 1)"""
    return int(engine.query(sql, rows=rows)["n"][0].as_py())


def _sum_sql(contract: Contract) -> str:
    """Money added up by key and currency; everything else as the last row says."""
    by = [*_key(contract), *(["currency"] if "currency" in contract.by_name else [])]
    columns = []
    for name in (*contract.schema.names, *ROW_COLUMNS.names):
        quoted = quote_name(name)
        if name in by:
            columns.append(quoted)
        elif name in contract.of_type("money"):
            columns.append(f"sum({quoted}) AS {quoted}")
        else:
            columns.append(f"arg_max({quoted}, _row) AS {quoted}")
    keys = ", ".join(quote_name(name) for name in by)
    return f"SELECT {', '.join(columns)} FROM rows GROUP BY {keys} ORDER BY max(_row)"
