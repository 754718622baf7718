"""`northing load FOLDER`: what is loaded, what completes what, what is left and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from northing.cli.command import print_json, say
from northing.cli.commands.load import describe, report, show_load, show_reading
from northing.errors import BadFile

if TYPE_CHECKING:
    from northing.workspace.folders import FolderLoad
    from northing.workspace.workspace import Workspace


def load_one_folder(
    opened: Workspace, folder: Path, mapping: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    """Load a folder, or show how it would be read, and report every file of it.

    Raises:
        BadFile: If nothing in it can be loaded, or a file asks a question; the others are loaded.
    """
    done = opened.load_folder(folder, mapping=mapping, dry_run=dry_run)
    if as_json:
        print_json(_as_record(done, folder))
    else:
        _show(done, folder, dry_run)
    if done.questions:
        listed = "\n".join(f"  - {text}" for text in done.questions.values())
        raise BadFile(f"{len(done.questions)} files need an answer first:\n{listed}")
    if not done.loads:
        raise BadFile(f"Nothing in {folder} can be loaded; each file's reason stands above.")


def _as_record(done: FolderLoad, folder: Path) -> dict[str, object]:
    return {
        "loads": [report(load, folder / load.file) for load in done.loads],
        "readings": [describe(one) for readings in done.readings.values() for one in readings],
        "completes": {file: list(names) for file, names in done.serving.items()},
        "left": dict(done.left),
        "questions": dict(done.questions),
    }


def _show(done: FolderLoad, folder: Path, dry_run: bool) -> None:
    if dry_run:
        for readings in done.readings.values():
            for reading in readings:
                show_reading(reading)
        say("This would happen:")
    for load in done.loads:
        show_load(load, folder / load.file)
    for file, names in done.serving.items():
        say(f"{file}: completes {', '.join(names)}.")
    for reason in done.left.values():
        first = reason.partition("\n")[0]
        say(f"Not loaded: {first}")
