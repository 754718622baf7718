"""Killed at any step, and at any moment, the old snapshot stays and the retry completes."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest
from story import (
    AMOUNTS,
    CONTEXT,
    amounts,
    load_chapter,
    load_until,
    refresh_until,
    run_until,
    write_chapter,
)

from northing.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> tuple[Workspace, Path]:
    """A workspace with its first chapter published; copied before each use."""
    folder = tmp_path_factory.mktemp("story")
    ws = Workspace.init(folder / "acme", time_zone="Europe/Berlin")
    load_chapter(ws, 0, folder / "files")
    ws.refresh()
    assert amounts(ws) == AMOUNTS[0]
    return ws, folder / "files"


@pytest.fixture(scope="module")
def steps(published, tmp_path_factory) -> dict[str, list[str]]:
    """The names of the steps of a load and of a refresh, as they report them."""
    ws, files = _copy(published, tmp_path_factory.mktemp("steps"))
    named: dict[str, list[str]] = {"load": [], "refresh": []}
    load_chapter(ws, 1, files, progress=named["load"].append)
    ws.refresh(progress=named["refresh"].append)
    return {kind: list(dict.fromkeys(names)) for kind, names in named.items()}


def _copy(published: tuple[Workspace, Path], to: Path) -> tuple[Workspace, Path]:
    ws, files = published
    shutil.copytree(ws.folder, to / "acme")
    return Workspace(to / "acme"), files


def test_a_load_killed_at_every_step_loads_nothing_twice(published, steps, tmp_path):
    assert len(steps["load"]) >= 4
    for step in steps["load"]:
        ws, files = _copy(published, tmp_path / step.replace(":", "-"))
        assert run_until(load_until, ws, files, step) == -9
        assert amounts(ws) == AMOUNTS[0], step
        load_chapter(ws, 1, files)
        ws.refresh()
        assert amounts(ws) == AMOUNTS[1], step


def test_a_refresh_killed_at_every_step_leaves_the_old_snapshot(published, steps, tmp_path):
    assert {"refresh:restore", "refresh:ingested:touches", "refresh:publish"} <= {*steps["refresh"]}
    for step in steps["refresh"]:
        ws, files = _copy(published, tmp_path / step.replace(":", "-"))
        load_chapter(ws, 1, files)
        assert run_until(refresh_until, ws, files, step) == -9
        is_published = step in ("refresh:published", "refresh:done")
        assert amounts(ws) == AMOUNTS[is_published], step
        ws.refresh()
        assert amounts(ws) == AMOUNTS[1], step


def test_a_first_refresh_that_was_killed_leaks_nothing(published, tmp_path):
    _, files = published
    ws = Workspace.init(tmp_path / "acme", time_zone="Europe/Berlin")
    load_chapter(ws, 0, files)
    assert run_until(refresh_until, ws, files, "refresh:publish") == -9
    assert ws.snapshots.latest() is None
    ws.refresh()
    assert amounts(ws) == AMOUNTS[0]


def test_killed_at_random_moments_nothing_is_torn(published, tmp_path):
    chance = random.Random(20260630)  # noqa: S311 - moments to kill at, not secrets
    for attempt in range(6):
        ws, files = _copy(published, tmp_path / str(attempt))
        load_chapter(ws, 1, files)
        process = CONTEXT.Process(target=refresh_until, args=(str(ws.folder), str(files), None))
        process.start()
        time.sleep(chance.uniform(0.0, 1.2))
        process.kill()
        process.join(30)
        assert amounts(ws) in AMOUNTS, attempt
        ws.refresh()
        assert amounts(ws) == AMOUNTS[1], attempt


def test_two_refreshes_at_once_publish_one_snapshot(published, tmp_path):
    ws, files = _copy(published, tmp_path)
    load_chapter(ws, 1, files)
    before = ws.snapshot().number
    arguments = (str(ws.folder), str(files), None)
    both = [CONTEXT.Process(target=refresh_until, args=arguments) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert ws.snapshot().number == before + 1
    assert amounts(ws) == AMOUNTS[1]


def test_two_loads_of_one_file_at_once_are_one_batch(published, tmp_path):
    ws, files = _copy(published, tmp_path)
    write_chapter(1, files)
    before = len(ws.batches.all())
    arguments = (str(ws.folder), str(files), None)
    both = [CONTEXT.Process(target=load_until, args=arguments) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert len(ws.batches.all()) == before + 3
