"""Small JSON records that are created once, whole or not at all."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from northing.errors import Conflict, Missing, StorageFailed

_NO_SPACE = (
    "no space left",
    "disk quota",
    "disk is full",
    "file too large",
    "(os error 28)",
    "(os error 27)",
)


def create_record(path: Path, content: dict[str, Any]) -> None:
    """Create a record that readers see complete or not at all, if nobody has created it yet.

    Raises:
        Conflict: If a record of that name is already there.
        StorageFailed: If the disk refuses; no record is left behind.

    Examples:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "00000001.json"
        >>> create_record(path, {"number": 1})
        >>> read_record(path)
        {'number': 1}
    """
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with storage_errors(f"the record {path.name}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("x", encoding="utf-8") as file:
                json.dump(content, file, indent=1, sort_keys=True, default=str)
                file.flush()
                os.fsync(file.fileno())
            # A hard link is the one call that both publishes a whole file and fails if another
            # process was first; a rename would silently replace the other's record.
            os.link(temporary, path)
        except FileExistsError:
            raise Conflict(f"{path.name} has just been created by someone else.") from None
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def read_record(path: Path) -> dict[str, Any]:
    """Read a record.

    Raises:
        Missing: If it is not there.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Missing(f"There is no record {path.name} in {path.parent.name}.") from None
    return content


def list_records(folder: Path) -> list[Path]:
    """The records of a folder by name, without those that are still being written."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def storage_errors(doing: str) -> Iterator[None]:
    """Turn what a full or failing disk raises, from any library, into one clear error."""
    try:
        yield
    except StorageFailed:
        raise
    except Exception as error:
        if not is_storage_error(error):
            raise
        raise StorageFailed(
            f"The disk refused while writing {doing}: {error}. The published snapshot is still in "
            "force; free some space and run the same command again."
        ) from error


def is_storage_error(error: BaseException) -> bool:
    """Whether an error, of whichever library, says that the disk is full or refuses."""
    if isinstance(error, OSError) and error.errno in (27, 28, 30, 122):
        return True
    text = str(error).lower()
    return any(sign in text for sign in _NO_SPACE)
