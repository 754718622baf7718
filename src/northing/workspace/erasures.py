"""Who was erased, listed beside the backups, so that an older backup does not bring them back.

The list holds hashes under the workspace's key and times, no names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from northing.errors import BadFile, Missing
from northing.workspace.erase import Erasure, erase_people
from northing.workspace.settings import FILE_NAME
from northing.workspace.workspace import Workspace


def erasures_beside(file: Path) -> Path:
    """The list of erased people in the folder of a backup; one list serves all backups there."""
    return file.parent / "northing-erasures.json"


def list_erasures(workspace: Workspace, file: Path) -> Path:
    """Add everybody erased so far to a list: hashes and times, no names."""
    key = workspace.identity.fingerprint()
    content: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    mine = content.get(key, {})
    mine.update({str(one): at for one, at in workspace.identity.erasures().items()})
    making = file.with_name(f".{file.name}.{os.getpid()}")
    making.touch(0o600)
    making.write_text(json.dumps({**content, key: mine}, indent=1), encoding="utf-8")
    making.replace(file)
    return file


def known_erasures(lists: Iterable[Path]) -> dict[tuple[str, int], str]:
    """When who was erased, by key and hash, from lists and workspaces."""
    known: dict[tuple[str, int], str] = {}
    for path in lists:
        if (path / FILE_NAME).is_file():
            identity = Workspace(path).identity
            content = {identity.fingerprint(): identity.erasures()}
        elif path.is_file():
            try:
                content = json.loads(path.read_text("utf-8"))
            except ValueError:
                raise BadFile(f"{path} is no list of erasures.") from None
        else:
            raise Missing(f"There is no list of erasures {path}, and no workspace.")
        for key, people in content.items():
            known.update({(key, int(one)): str(at) for one, at in people.items()})
    return known


def erase_again(
    workspace: Workspace, known: Mapping[tuple[str, int], str]
) -> tuple[Erasure | None, tuple[str, ...]]:
    key = workspace.identity.fingerprint()
    gone = {one for mine, one in known if mine == key} - workspace.identity.erased()
    if not gone:
        return None, ()
    names = tuple(workspace.identity.who(sorted(gone)).values())
    return erase_people(workspace, gone), names
