"""Credit from tables as people have them: ids of any type, kinds, columns that are not there."""

from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from northing.attribution import attribute, attribute_paths
from northing.engine import Engine, ParquetFiles
from northing.errors import BadInput, OutOfRange, Unknown

START = datetime(2026, 3, 1, tzinfo=UTC)


def log(people: pa.Array, **more: Any) -> tuple[pa.Table, pa.Table]:
    count = len(people)
    touches = pa.table(
        {
            "person_id": pa.concat_arrays([people, people]),
            "at": [START + timedelta(days=day) for day in [0] * count + [1] * count],
            "channel": ["display"] * count + ["email"] * count,
        }
    )
    conversions = pa.table(
        {
            "person_id": people,
            "at": [START + timedelta(days=2)] * count,
            "value": [10.0] * count,
            **more,
        }
    )
    return touches, conversions


IDS = {
    "text": pa.array(["ada@example.com", "b", "ß", ""]),
    "large text": pa.array(["a", "b", "c", "d"], pa.large_string()),
    "int64": pa.array([-(2**63), 0, 2**63 - 1, 7], pa.int64()),
    "int32": pa.array([1, 2, 3, 4], pa.int32()),
    "uint64": pa.array([1, 2, 3, 2**64 - 1], pa.uint64()),
    "uuid": pa.array([uuid.UUID(int=n).bytes for n in range(4)], pa.uuid()),
    "bytes": pa.array([b"a", b"b", b"c", b"\0"]),
    "decimal": pa.array([1, 2, 3, 10**30], pa.decimal128(38)),
}


@pytest.mark.parametrize("kind", IDS)
def test_ids_may_be_of_any_type(engine: Engine, kind: str) -> None:
    found = attribute(*log(IDS[kind]), rule="linear", engine=engine)
    assert [(row.key, row.conversions, row.value) for row in found.rows] == [
        (("display",), 2.0, 20.0),
        (("email",), 2.0, 20.0),
    ]
    assert found.unattributed.conversions == 0


def test_ids_of_two_types_are_refused(engine: Engine) -> None:
    touches, _ = log(IDS["text"])
    _, conversions = log(IDS["int64"])
    with pytest.raises(BadInput, match="differ in type"):
        attribute(touches, conversions, engine=engine)


@pytest.mark.parametrize("kind", ["text", "int64"])
def test_nobody_is_credited_for_nobody(engine: Engine, kind: str) -> None:
    touches, conversions = log(pa.concat_arrays([IDS[kind], pa.nulls(2, IDS[kind].type)]))
    found = attribute(touches, conversions, engine=engine)
    assert found.unattributed.conversions == 2
    assert found.total.conversions == 6


def test_files_give_what_tables_give(engine: Engine, tmp_path: Path) -> None:
    touches, conversions = log(IDS["text"])
    files = []
    for name, table in (("touches", touches), ("conversions", conversions)):
        pq.write_table(table, tmp_path / name)
        files.append(ParquetFiles((str(tmp_path / name),), table.schema))
    for rule in ("linear", "markov"):
        assert attribute(*files, rule=rule, engine=engine) == attribute(
            touches, conversions, rule=rule, engine=engine
        )


def test_kinds_are_never_mixed(engine: Engine) -> None:
    touches, conversions = log(IDS["int64"], kind=["lead", "lead", "lead", "won"])
    with pytest.raises(BadInput, match="lead, won"):
        attribute(touches, conversions, engine=engine)
    assert attribute(touches, conversions, kind="lead", engine=engine).total.conversions == 3
    with_milestones = attribute(touches, conversions, kind="lead", rule="w_shaped", engine=engine)
    assert with_milestones.total.conversions == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rule": "w_shaped"}, "milestones"),
        ({"rule": "declared"}, "declared_channel"),
        ({"by": "campaign"}, "campaign"),
        ({"by": "segment"}, "segment"),
        ({"by": ()}, "by is empty"),
    ],
)
def test_what_is_lacking_is_named(engine: Engine, options: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        attribute(*log(IDS["text"]), engine=engine, **options)


def test_tables_without_their_columns_are_refused(engine: Engine) -> None:
    touches, conversions = log(IDS["text"])
    for name in ("person_id", "at", "channel"):
        with pytest.raises(BadInput, match=name):
            attribute(touches.drop_columns([name]), conversions, engine=engine)


def test_unknown_dimensions_and_senseless_windows_are_refused(engine: Engine) -> None:
    with pytest.raises(Unknown, match="chanel"):
        attribute(*log(IDS["text"]), by="chanel", engine=engine)
    with pytest.raises(OutOfRange, match="half_life_days"):
        attribute(*log(IDS["text"]), half_life_days=0, engine=engine)


def test_a_channel_that_only_leads_to_others_keeps_its_markov_credit(engine: Engine) -> None:
    paths = pa.table(
        {"path": ["a > b", "b", "b"], "total_conversions": [0, 4, 0], "total_null": [4, 0, 4]}
    )
    found = attribute_paths(paths, rule="markov")
    assert {row.key[0] for row in found.rows} == {"a", "b"}
    assert found.total.conversions == pytest.approx(4)


@pytest.mark.parametrize("rule", ["time_decay", "w_shaped", "declared"])
def test_paths_refuse_rules_that_need_more_than_they_tell(rule: str) -> None:
    paths = pa.table({"path": ["a"], "total_conversions": [1]})
    with pytest.raises(BadInput, match="paths do not tell"):
        attribute_paths(paths, rule=rule)


def test_paths_without_nulls_are_no_markov_chain() -> None:
    with pytest.raises(BadInput, match="total_null"):
        attribute_paths(pa.table({"path": ["a"], "total_conversions": [1]}), rule="markov")


def test_an_empty_path_is_unattributed() -> None:
    paths = pa.table({"path": ["a", "", None], "total_conversions": [1, 2, 3]})
    found = attribute_paths(paths)
    assert (found.unattributed.conversions, found.total.conversions) == (5, 6)


@pytest.mark.parametrize("column", ["total_conversions", "total_null"])
def test_negative_counts_are_refused(column: str) -> None:
    paths = pa.table({"path": ["a"], "total_conversions": [1], "total_null": [1]})
    paths = paths.set_column(paths.schema.get_field_index(column), column, pa.array([-1]))
    with pytest.raises(BadInput, match="-1"):
        attribute_paths(paths, rule="markov")


def test_a_second_process_finds_the_compiled_rules(tmp_path: Path) -> None:
    code = """
import pyarrow as pa
from northing.attribution import attribute_paths, RULES
from northing.attribution.rule import address_of
attribute_paths(pa.table({"path": ["a > b"], "total_conversions": [1]}))
assert address_of(RULES["linear"].weights)
assert not RULES["linear"].weights.stats.cache_misses
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path, timeout=120)
