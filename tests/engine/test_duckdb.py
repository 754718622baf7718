"""Queries in this process: what tables look like, what errors say, what happens when it breaks."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from northing.engine import DuckDBEngine, ParquetFiles, open_engine, quote_name, quote_text
from northing.errors import BadInput, StorageFailed

SCHEMA = pa.schema(
    [
        ("person_id", pa.int64()),
        ("amount", pa.decimal128(18, 4)),
        ("country", pa.string()),
        ("added_later", pa.date32()),
    ]
)


def write(folder: Path, country: str, people: list[int]) -> str:
    path = folder / f"country={country}" / "part.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pa.table({"person_id": pa.array(people, pa.int32())}), path)
    return str(path)


def test_files_take_the_types_and_columns_of_the_schema(tmp_path: Path) -> None:
    uris = (write(tmp_path, "DE", [1, 2]), write(tmp_path, "01", [3]))
    rows = open_engine().query(
        "SELECT * FROM spend ORDER BY person_id",
        spend=ParquetFiles(uris, SCHEMA, partitions=("country",)),
    )
    assert rows.schema.equals(SCHEMA)
    assert rows["country"].to_pylist() == ["DE", "DE", "01"]
    assert rows["added_later"].null_count == 3


@pytest.mark.parametrize("partitions", [(), ("country",)])
def test_a_folder_above_the_files_is_no_column(tmp_path: Path, partitions: tuple[str, ...]) -> None:
    above = tmp_path / "amount=7" / "country=FR" / "person_id=9"
    uris = (write(above, "A%20B", [1]), write(above, "__HIVE_DEFAULT_PARTITION__", [2]))
    rows = open_engine().query(
        "SELECT person_id, amount, country FROM spend ORDER BY person_id",
        spend=ParquetFiles(uris, SCHEMA, partitions=partitions),
    )
    assert rows["person_id"].to_pylist() == [1, 2]
    assert rows["amount"].null_count == 2
    assert rows["country"].to_pylist() == ["A B" if partitions else None, None]


def test_values_in_the_path_are_told_apart_by_column(tmp_path: Path) -> None:
    path = tmp_path / "country=DE" / "device=mobile" / "part.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pa.table({"x": [1]}), path)
    schema = pa.schema([("x", pa.int64()), ("device", pa.string()), ("country", pa.string())])
    files = ParquetFiles((str(path),), schema, partitions=("country", "device"))
    rows = open_engine().query("SELECT * FROM t", t=files)
    assert rows.to_pylist() == [{"x": 1, "device": "mobile", "country": "DE"}]


@pytest.mark.parametrize(
    "folder",
    ["a b", "50%20off", "acme [2026]", "Müller", "a#b", "a?b", "*", "x=y", "it's", "[a]*?"],
)
def test_files_in_any_folder_are_read_and_only_they(tmp_path: Path, folder: str) -> None:
    for name, value in ((folder, 1), ("a", 99), ("acme 2", 99), ("xyz", 99)):
        path = tmp_path / name / "part.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(pa.table({"x": [value]}), path)
    uri = str(tmp_path / folder / "part.parquet")
    files = ParquetFiles((uri,), pa.schema([("x", pa.int64())]))
    assert open_engine().query("SELECT * FROM t", t=files).to_pylist() == [{"x": 1}]


def test_no_files_are_an_empty_table() -> None:
    rows = open_engine().query("SELECT * FROM spend", spend=ParquetFiles((), SCHEMA))
    assert rows.num_rows == 0
    assert rows.schema.equals(SCHEMA)


def test_names_and_texts_cannot_end_their_quotation() -> None:
    name = 'a"; DROP TABLE b; --'
    text = "O'Neil'); --"
    rows = open_engine().query(
        f"SELECT {quote_text(text)} AS {quote_name(name)} FROM {quote_name(name)}",
        **{name: pa.table({"x": [1]})},
    )
    assert rows.to_pylist() == [{name: text}]


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_a_name_that_cannot_be_quoted_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        quote_name(name)


@pytest.mark.parametrize(
    "sql", ["SELEC 1", "SELECT nope FROM spend", "SELECT * FROM nowhere", "SELECT CAST('x' AS INT)"]
)
def test_a_query_that_does_not_fit_says_so(sql: str) -> None:
    with pytest.raises(BadInput, match="does not fit its tables"):
        open_engine().query(sql, spend=pa.table({"amount": [1]}))


def test_a_file_that_is_gone_is_a_failure_of_storage(tmp_path: Path) -> None:
    missing = ParquetFiles((str(tmp_path / "gone.parquet"),), SCHEMA)
    with pytest.raises(StorageFailed):
        open_engine().query("SELECT * FROM spend", spend=missing)


def test_the_engine_reopens_after_a_fatal_error() -> None:
    engine = DuckDBEngine()
    engine.query("SELECT 1 AS one")
    broken = engine._connection
    with (
        pytest.raises(StorageFailed, match="reopened"),
        engine._reading({}),
    ):
        raise duckdb.FatalException("the disk is full")
    assert engine.query("SELECT 1 AS one").to_pylist() == [{"one": 1}]
    assert engine._connection is not broken


def test_threads_may_share_an_engine_and_use_the_same_names() -> None:
    engine = DuckDBEngine(threads=2)
    found: dict[int, int] = {}

    def ask(number: int) -> None:
        for _ in range(20):
            table = pa.table({"x": [number]})
            found[number] = engine.query("SELECT x FROM t", t=table)["x"][0].as_py()
            assert found[number] == number

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number for number in range(4)}


def test_a_query_above_the_memory_limit_spills_and_leaves_nothing(tmp_path: Path) -> None:
    engine = DuckDBEngine(threads=2, memory_limit="60MB", temporary_folder=str(tmp_path))
    rows = engine.query(
        "SELECT count(*) AS n FROM (SELECT DISTINCT i * 7919 % 9999991 AS k, i AS v "
        "FROM range(3000000) r(i))"
    )
    assert rows["n"].to_pylist() == [3_000_000]
    engine.close()
    assert list(tmp_path.rglob("*")) == []


def test_instants_are_utc() -> None:
    rows = open_engine().query(
        "SELECT date_part('hour', TIMESTAMPTZ '2026-01-01 05:00:00+05') AS h"
    )
    assert rows["h"].to_pylist() == [0]


@pytest.mark.parametrize("options", [{"memory_limit": "lots"}, {"threads": 0}])
def test_senseless_limits_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=next(iter(options))):
        open_engine("duckdb://", **options)


@pytest.mark.parametrize("url", ["postgres://x", "", "duckdbb://"])
def test_an_unknown_engine_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="There is no engine"):
        open_engine(url)
