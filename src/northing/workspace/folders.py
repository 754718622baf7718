"""Load a folder: files of one export together, others alone, and say what was left and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from northing.errors import AmbiguousFile, NorthingError
from northing.workspace.loading import Load, Progress

if TYPE_CHECKING:
    from northing.sources import Mapping as SourceMapping
    from northing.sources import Reading
    from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class FolderLoad:
    """What became of the files of a folder.

    Attributes:
        loads: One a file that holds rows.
        readings: How each of them was understood, by file; empty for what was loaded before.
        serving: Files that completed others, by name.
        left: Files that were not loaded, with the reason.
        questions: Files that only an answer can load, with the questions.
    """

    loads: tuple[Load, ...]
    readings: Mapping[str, tuple[Reading, ...]]
    serving: Mapping[str, tuple[str, ...]]
    left: Mapping[str, str]
    questions: Mapping[str, str]


def load_folder(
    workspace: Workspace,
    folder: Path,
    mapping: SourceMapping | None,
    dry_run: bool,
    progress: Progress,
) -> FolderLoad:
    """Load the files of a folder; see `Workspace.load_folder`."""
    from northing.sources import plan_folder

    plan = plan_folder(folder)
    loads: list[Load] = []
    understood: dict[str, tuple[Reading, ...]] = {}
    left: dict[str, str] = {}
    questions: dict[str, str] = {}
    for one in plan.files:
        try:
            readings = workspace.read(one.file, mapping=mapping, beside=one.beside)
            understood[one.file.name] = tuple(readings)
            load = workspace.load(
                None,
                one.file,
                mapping=mapping,
                dry_run=dry_run,
                readings=readings,
                beside=one.beside,
                progress=progress,
            )
            loads.append(load)
        except AmbiguousFile as error:
            questions[one.file.name] = str(error)
        except NorthingError as error:
            left[one.file.name] = str(error)
    return FolderLoad(tuple(loads), understood, plan.serving, left, questions)
