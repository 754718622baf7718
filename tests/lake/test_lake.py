"""Tables have versions, records are created once, and one publisher works at a time."""

from __future__ import annotations

import multiprocessing
import os
import threading
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from northing.errors import BadSetting, Conflict, Missing, StorageFailed
from northing.lake import Lake, Snapshot, Snapshots, create_record, list_records, read_record
from northing.lake.records import is_storage_error, storage_errors


def rows(*amounts):
    return pa.table({"amount": pa.array(amounts, pa.int64())})


def amounts(lake, name, version):
    uris, schema = lake.files(name, version)
    tables = [schema.empty_table(), *(pq.read_table(uri).cast(schema) for uri in uris)]
    return sorted(pa.concat_tables(tables)["amount"].to_pylist())


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path)


def snapshot(number, **tables):
    return Snapshot(
        number=number,
        as_of=date(2026, 6, 30),
        tables=tables,
        rows={},
        content={},
        batches=(),
        steps={},
        settings={"name": "Acme"},
        code="0",
    )


def test_every_version_stays_readable(lake):
    first = lake.append("spend", rows(1))
    second = lake.append("spend", rows(2))
    third = lake.overwrite("spend", rows(9))
    assert amounts(lake, "spend", first) == [1]
    assert amounts(lake, "spend", second) == [1, 2]
    assert amounts(lake, "spend", third) == [9]


def test_restore_makes_an_older_version_the_newest(lake):
    first = lake.append("spend", rows(1))
    lake.append("spend", rows(2))
    restored = lake.restore("spend", first)
    assert restored > first
    assert amounts(lake, "spend", restored) == [1]


def test_vacuum_spares_the_kept_versions(lake):
    first = lake.append("spend", rows(1))
    second = lake.overwrite("spend", rows(2))
    third = lake.overwrite("spend", rows(3))
    lake.vacuum("spend", [first, third], retention_hours=0)
    assert amounts(lake, "spend", first) == [1]
    assert amounts(lake, "spend", third) == [3]
    with pytest.raises(FileNotFoundError):
        amounts(lake, "spend", second)


def test_the_log_of_a_person_level_table_holds_no_value(lake):
    people = pa.table({"text": ["a canary that a person wrote"]})
    lake.append("feedback", people, person_level=True)
    log = "".join(
        path.read_text() for path in (lake.path("feedback") / "_delta_log").glob("*.json")
    )
    assert "canary" not in log


def test_a_table_that_is_not_there_is_named(lake):
    with pytest.raises(Missing, match="'spend'"):
        lake.version("spend")


def test_an_address_that_is_not_a_folder_is_refused(tmp_path):
    assert Lake.at("lake", tmp_path).root == tmp_path / "lake"
    assert Lake.at(f"file://{tmp_path}/other", tmp_path).root == tmp_path / "other"
    with pytest.raises(BadSetting, match="s3://bucket"):
        Lake.at("s3://bucket/lake", tmp_path)


@pytest.mark.parametrize(
    "folder", ["a b", "50% off", "100%", "Müller", "a#b", "a?b", "*", "channel=zzz", "it's", 'q"q']
)
def test_a_lake_may_stand_in_any_folder(tmp_path, folder):
    lake = Lake.at("lake", tmp_path / folder)
    assert not lake.exists("spend")
    first = lake.append("spend", rows(1))
    lake.append("spend", rows(2))
    lake.delete("spend", "amount = 2")
    last = lake.append("spend", rows(3))
    assert lake.exists("spend")
    assert (tmp_path / folder / "lake" / "tables" / "spend").is_dir()
    assert amounts(lake, "spend", first) == [1]
    assert amounts(lake, "spend", last) == [1, 3]
    lake.vacuum("spend", [last], retention_hours=0)
    assert amounts(lake, "spend", last) == [1, 3]


@pytest.mark.parametrize("folder", ["50%20off", "acme [2026]", "a|b", "a^b", "a\\b", "a\nb"])
def test_a_folder_that_tables_cannot_be_kept_in_is_refused_before_anything_is_written(
    tmp_path, folder
):
    (tmp_path / folder).mkdir()
    with pytest.raises(BadSetting, match=r"Rename that folder, or let `lake` in northing\.toml"):
        Lake.at("lake", tmp_path / folder)
    with pytest.raises(BadSetting, match="cannot be kept"):
        Lake(tmp_path / folder).append("spend", rows(1))
    assert not list((tmp_path / folder).iterdir())
    elsewhere = Lake.at(str(tmp_path / "plain"), tmp_path / folder)
    elsewhere.append("spend", rows(1))


def test_a_record_is_created_once(tmp_path):
    create_record(tmp_path / "1.json", {"who": "first"})
    with pytest.raises(Conflict):
        create_record(tmp_path / "1.json", {"who": "second"})
    assert read_record(tmp_path / "1.json") == {"who": "first"}
    assert [path.name for path in tmp_path.iterdir()] == ["1.json"]


def test_of_many_writers_of_one_record_exactly_one_wins(tmp_path):
    outcomes = []

    def write(number):
        try:
            create_record(tmp_path / "1.json", {"who": number})
            outcomes.append(number)
        except Conflict:
            pass

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [read_record(path)["who"] for path in list_records(tmp_path)] == outcomes


def test_snapshots_are_published_in_turn_and_pins_last(tmp_path):
    snapshots = Snapshots(tmp_path)
    assert snapshots.latest() is None
    snapshots.publish(snapshot(1, spend=0))
    snapshots.publish(snapshot(2, spend=3))
    assert snapshots.latest() == snapshots.get("2")
    assert snapshots.get("00000001").tables == {"spend": 0}
    with pytest.raises(Conflict):
        snapshots.publish(snapshot(2, spend=9))
    with pytest.raises(Missing, match="snapshot 7"):
        snapshots.get("7")
    snapshots.pin("board-q2", snapshots.get("1"), {"spend": 0})
    assert snapshots.pins()[0]["tables"] == {"spend": 0}


def test_a_second_publisher_is_refused_after_its_wait(tmp_path):
    snapshots = Snapshots(tmp_path)
    with (
        snapshots.publisher(1),
        pytest.raises(Conflict, match="at work"),
        Snapshots(tmp_path).publisher(0.1),
    ):
        pass
    with Snapshots(tmp_path).publisher(0.1):
        pass


def _hold_and_die(root: str, holding: multiprocessing.synchronize.Event) -> None:
    with Snapshots(Path(root)).publisher(1):
        holding.set()
        os.kill(os.getpid(), 9)


def test_a_killed_publisher_leaves_no_lock(tmp_path):
    context = multiprocessing.get_context("spawn")
    holding = context.Event()
    process = context.Process(target=_hold_and_die, args=(str(tmp_path), holding))
    process.start()
    process.join(30)
    assert holding.is_set()
    with Snapshots(tmp_path).publisher(1):
        pass


def test_a_full_disk_is_one_clear_error_whoever_reports_it(tmp_path):
    with pytest.raises(StorageFailed, match="still in force"), storage_errors("a table"):
        raise RuntimeError("Generic error: No space left on device (os error 28)")
    with pytest.raises(ValueError, match="other"), storage_errors("a table"):
        raise ValueError("other")
    assert is_storage_error(OSError(28, "No space left on device"))
