"""A full disk and a failed refresh turn health red until one succeeds; reading goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from clean_company import settle
from story import AMOUNTS, amounts, load_chapter, refresh_until, run_until, write_chapter

from northing.errors import StorageFailed
from northing.workspace.workspace import Workspace


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


def levels(ws: Workspace) -> dict[str, str]:
    levels: dict[str, str] = {}
    for one in ws.health().findings:  # the worst come first
        levels.setdefault(one.check, one.level)
    return levels


@pytest.mark.needs("mount")
def test_a_full_disk_is_red_reads_on_and_heals_by_itself(small_disk, tmp_path):
    ws = settle(Workspace.init(small_disk / "acme", time_zone="Europe/Berlin"), "free_mb = 1")
    load_chapter(ws, 0, tmp_path)
    ws.refresh()
    assert levels(ws)["storage"] == levels(ws)["refreshes"] == "green"
    for table, path in write_chapter(1, tmp_path):
        ws.load(table, path)
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"0" * 4096)
        except OSError:
            pass

    with pytest.raises(StorageFailed):
        ws.refresh()

    health = Workspace(ws.folder).health()
    assert health.level == "red"
    assert levels(ws)["storage"] == "red"
    (failed,) = (one for one in health.of("refreshes") if one.level == "red")
    assert "still in force" in failed.sentence
    assert amounts(Workspace(ws.folder)) == AMOUNTS[0]

    ballast.unlink()
    assert levels(ws)["storage"] == "green"
    assert levels(ws)["refreshes"] == "red", "space alone brings no figures up to date"
    ws.refresh()
    assert levels(ws)["refreshes"] == "green"
    assert amounts(ws) == AMOUNTS[1]


def test_a_killed_refresh_is_red_until_one_succeeds(tmp_path):
    ws = settle(Workspace.init(tmp_path / "acme"), "free_mb = 0")
    load_chapter(ws, 0, tmp_path / "files")
    ws.refresh()
    load_chapter(ws, 1, tmp_path / "files")
    assert run_until(refresh_until, ws, tmp_path / "files", "refresh:publish") == -9

    (killed,) = (one for one in ws.health().of("refreshes") if one.level == "red")
    assert "stopped before it ended" in killed.sentence

    ws.refresh()
    assert levels(ws)["refreshes"] == "green"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_red(tmp_path):
    ws = settle(Workspace.init(tmp_path / "acme"), "free_mb = 0")
    load_chapter(ws, 0, tmp_path / "files")
    ws.refresh()
    ws.lake.root.chmod(0o555)
    try:
        assert levels(ws)["storage"] == "red"
    finally:
        ws.lake.root.chmod(0o755)
