"""What touches there are is read again whenever a file is written anew."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from northing.attribution.statistics import fold_statistics
from northing.engine import ParquetFiles, open_engine

AT = pa.timestamp("us", tz="UTC")
CONVERSIONS = pa.table({"journey_id": [1, 2], "at": pa.array([10, 10], AT)})


def channels_of(path: Path) -> list[str | None]:
    touches = ParquetFiles((str(path),), pq.read_schema(path))
    folded = fold_statistics(open_engine(), touches, CONVERSIONS, touch_cut=(), conversion_cut=())
    found: list[str | None] = folded.credit["channel"].to_pylist()
    return sorted(name for name in found if name is not None)


def test_a_file_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "touches.parquet"
    for name in ("mail", "ads"):
        table = pa.table(
            {"journey_id": [1, 2], "at": pa.array([0, 1], AT), "channel": [name, "tv"]}
        )
        pq.write_table(table, path)
        assert channels_of(path) == sorted([name, "tv"])


def test_another_schema_of_the_same_files_is_another_view(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    pq.write_table(pa.table({"a": pa.array([1, 2], pa.int32())}), path)
    engine = open_engine()
    for kind in (pa.int32(), pa.int64(), pa.string()):
        files = ParquetFiles((str(path),), pa.schema([("a", kind)]))
        assert engine.query("SELECT a FROM t", t=files).schema.field("a").type == kind
