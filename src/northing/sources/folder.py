"""What the files of a folder are to each other: which hold rows, which only complete others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from northing.errors import BadFile, BadInput, NorthingError
from northing.sources.exports import EXPORTS
from northing.sources.grid import Grid
from northing.sources.joining import Found, companions, find_join, open_beside
from northing.sources.limits import COMMAND_LINE, Limits

NOT_DATA = frozenset(("license", "readme", "notice", "changelog"))


@dataclass(frozen=True)
class Planned:
    """One file of a folder that is to be loaded.

    Attributes:
        file: The file.
        beside: The files that complete it.
    """

    file: Path
    beside: tuple[Path, ...] = ()


@dataclass(frozen=True)
class FolderPlan:
    """What is to be done with the files of a folder.

    Attributes:
        files: What is loaded, in order; whether each can be, only reading it tells.
        serving: Files that only complete others: name → the files that they complete.
    """

    files: tuple[Planned, ...]
    serving: Mapping[str, tuple[str, ...]]


def plan_folder(folder: Path, limits: Limits = COMMAND_LINE) -> FolderPlan:
    """Look at the headings of a folder's files, and put together what belongs together.

    Hidden files, folders within and texts such as README are passed over.

    Raises:
        BadInput: If there is no file to load.
        BadFile: If two files can be the same part of an export.
    """
    paths = [path for path in sorted(folder.iterdir()) if _is_data(path)]
    if not paths:
        raise BadInput(f"{folder} holds no file to load.")
    grids = _openable(paths, limits)
    headings = {name: grid.headings for name, grid in grids.items()}
    taken: dict[tuple[str, str], list[str]] = {}
    beside: dict[str, tuple[Path, ...]] = {}
    for name, found in _in_order(grids):
        table = found.join.mapping.table or ""
        if (name, table) in taken or found.join.mapping.left:
            continue
        parts = companions(found.join, name, headings)
        beside[name] = tuple(folder / file for file in parts.values())
        for file in parts.values():
            taken.setdefault((file, table), []).append(name)
    serving: dict[str, tuple[str, ...]] = {}
    for (file, _), names in taken.items():
        if file not in beside:
            serving[file] = tuple(dict.fromkeys((*serving.get(file, ()), *names)))
    files = [Planned(p, beside.get(p.name, ())) for p in paths if p.name not in serving]
    return FolderPlan(tuple(files), serving)


def _is_data(path: Path) -> bool:
    is_text = path.stem.lower() in NOT_DATA or path.suffix.lower() in (".md", ".toml", ".py")
    return path.is_file() and not path.name.startswith(".") and not is_text


def _openable(paths: Sequence[Path], limits: Limits) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    for path in paths:
        try:
            grids |= open_beside([path], limits)
        except (BadFile, OSError):
            continue  # reading it will say why
    return grids


def _in_order(grids: Mapping[str, Grid]) -> list[tuple[str, Found]]:
    """The files that hold a join's rows, those of an export's first join first."""
    found = []
    for name, grid in grids.items():
        try:
            one = find_join(grid, None, name)
        except NorthingError:
            continue
        if one is not None:
            joins = EXPORTS[one.export].joins
            found.append((joins.index(one.join), name, one))
    return [(name, one) for _, name, one in sorted(found, key=lambda item: item[:2])]
