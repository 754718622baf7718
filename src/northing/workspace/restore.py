"""A workspace made from a backup, without those who were erased after the backup was made."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from northing.errors import BadFile, BadInput, Conflict, Missing
from northing.workspace.backup import FORM, LAKE, MANIFEST, digest_of
from northing.workspace.erasures import erase_again, erasures_beside, known_erasures
from northing.workspace.identity import KEY_FILE
from northing.workspace.settings import FILE_NAME
from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class Restored:
    """What a restoration did.

    Attributes:
        workspace: The workspace that was made.
        made_at: When the backup was made.
        snapshot: The snapshot in force.
        erased: People erased again because they were erased after the backup was made.
        identifiers: Who these were, as far as the backup knew; for cleaning what stands beside.
        known_until: The newest erasure that was known; None where no list was found.
    """

    workspace: Workspace
    made_at: str
    snapshot: str | None
    erased: int
    known_until: str | None
    identifiers: tuple[str, ...] = field(default=(), repr=False)


def restore(
    file: str | Path,
    folder: str | Path,
    *,
    keys: str | Path | None = None,
    erasures: Iterable[str | Path] = (),
) -> Restored:
    """Make a workspace from a backup, without those who were erased after it was made.

    Args:
        file: The backup.
        folder: New or empty; it appears whole or not at all.
        keys: The folder that holds `identity.key` (and the site's `secret.key`), where they are
            not in the backup.
        erasures: Lists of erased people, or workspaces that know of them, besides the list that
            lies beside the backup.

    Raises:
        Missing: If the backup is not there, or its keys are not.
        BadFile: If it is damaged, or no backup.
        BadInput: If a key is not the one the backup was made under.
        Conflict: If the folder holds something already.
    """
    source = Path(file).expanduser()
    target = Path(folder).expanduser().resolve()
    if not source.is_file():
        raise Missing(f"There is no backup {source}.")
    if target.exists() and any(target.iterdir()):
        raise Conflict(f"{target} is not empty; a backup is restored into a new folder only.")
    lists = [erasures_beside(source)] if erasures_beside(source).is_file() else []
    known = known_erasures([*lists, *(Path(one) for one in erasures)])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as making:
        place = Path(making) / "workspace"
        manifest = _unpack(source, place)
        if keys is not None:
            _take_keys(Path(keys), place)
        _check_keys(place, manifest, source)
        _keep_lake_here(place / FILE_NAME)
        workspace = Workspace(place)
        erasure, identifiers = erase_again(workspace, known)
        if target.exists():
            target.rmdir()
        place.rename(target)
    restored = Workspace(target)
    latest = restored.snapshots.latest()
    return Restored(
        restored,
        manifest["made_at"],
        latest.id if latest else None,
        erasure.ids if erasure else 0,
        max(known.values(), default=None),
        identifiers,
    )


def _unpack(source: Path, place: Path) -> dict[str, Any]:
    """Unpack a backup and check every file of it.

    Raises:
        BadFile: If it is no backup, of a later form, or damaged.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / MANIFEST).read_text("utf-8"))
        files = manifest["files"]
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise BadFile(f"{source.name} is no backup of Northing, or damaged: {error}.") from None
    if manifest["form"] > FORM:
        raise BadFile(
            f"{source.name} was made by Northing {manifest['code']}; install that version or a "
            "later one to restore it."
        )
    found = {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}
    if found - {MANIFEST} != set(files):
        raise BadFile(f"{source.name} does not hold the files that it lists; it is damaged.")
    for name, digest in files.items():
        if digest_of(place / PurePosixPath(name)) != digest:
            raise BadFile(f"{source.name} is damaged: {name} is not what was backed up.")
    (place / MANIFEST).unlink()
    return manifest


def _take_keys(keys: Path, place: Path) -> None:
    """Copy keys from the folder where they are kept, which may be a workspace."""
    for name, source in {
        KEY_FILE: keys / KEY_FILE,
        "site/secret.key": next(
            (p for p in (keys / "secret.key", keys / "site" / "secret.key") if p.is_file()),
            keys / "secret.key",
        ),
    }.items():
        if source.is_file():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(source, target)
            target.chmod(0o600)


def _check_keys(place: Path, manifest: Mapping[str, Any], source: Path) -> None:
    if not (place / KEY_FILE).is_file():
        raise Missing(
            f"{source.name} was made without its keys. Name the folder that holds {KEY_FILE} (and "
            "the site's secret.key) with --keys; nothing was restored."
        )
    if Workspace(place).identity.fingerprint() != manifest["identity_key"]:
        raise BadInput(
            f"The {KEY_FILE} given is not the one under which {source.name} was made; with it "
            "every known person would be a stranger. Nothing was restored."
        )


def _keep_lake_here(settings: Path) -> None:
    """A restored workspace has its own lake, wherever the first one kept its."""
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^lake\s*=.*$", f'lake = "{LAKE}"', text), encoding="utf-8")
