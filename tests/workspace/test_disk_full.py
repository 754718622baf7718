"""A disk that fills up at any point: the old snapshot stays readable, and it heals by itself."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from story import AMOUNTS, amounts, load_chapter, write_chapter

from northing.errors import StorageFailed
from northing.workspace.workspace import Workspace

pytestmark = pytest.mark.needs("mount")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of eight megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    subprocess.run(command, check=True, timeout=30)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, timeout=30)


def _fill(disk: Path, leave: int) -> Path:
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"0" * 4096)
        except OSError:
            pass
    with ballast.open("rb+") as file:
        file.truncate(max(0, ballast.stat().st_size - leave))
    return ballast


def test_a_disk_that_fills_up_anywhere_keeps_the_old_snapshot(small_disk, tmp_path):
    ws = Workspace.init(small_disk / "acme", time_zone="Europe/Berlin")
    load_chapter(ws, 0, tmp_path)
    ws.refresh()
    files = write_chapter(1, tmp_path)
    failures = 0
    for leave in (0, 4_096, 16_384, 40_960, 81_920, 131_072):
        ballast = _fill(small_disk, leave)
        try:
            for table, path in files:
                ws.load(table, path)
            ws.refresh()
        except StorageFailed as failed:
            failures += 1
            assert "still in force" in str(failed)  # noqa: PT017 - the loop goes on
            assert amounts(Workspace(ws.folder)) == AMOUNTS[0], leave
        ballast.unlink()
    assert failures >= 2
    for table, path in files:
        ws.load(table, path)
    ws.refresh()
    assert amounts(ws) == AMOUNTS[1]
