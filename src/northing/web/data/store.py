"""Keep what comes over the wire under names of our own, and no longer than needed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from northing.errors import BadFile, StorageFailed
from northing.sources import UPLOAD

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 40
KEPT_SECONDS = 7 * 86_400
_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".ndjson", ".jsonl", ".parquet", ".zip")


def check(files: Sequence[UploadedFile[Any]]) -> None:
    """Refuse what is beyond the limits before anything is written.

    Raises:
        BadFile: If there is no file, there are too many, or one is too large or empty.
    """
    if not files:
        raise BadFile("No file came with the form; choose one or drop one on the page.")
    if len(files) > MOST_FILES:
        raise BadFile(f"{len(files)} files came at once; at most {MOST_FILES} are taken.")
    most = UPLOAD.received_bytes or 0
    for file in files:
        if (file.size or 0) > most:
            raise BadFile(
                f"{shown_name(file.name)} has {file.size:,} bytes; at most {most:,} are taken in "
                "the browser. Load it on the command line: northing load FILE."
            )


def shown_name(given: str | None) -> str:
    r"""A file's name as it is shown: its last part, without signs that nobody sees.

    Examples:
        >>> shown_name("../../x.csv"), shown_name("C:\\data\\May 2026.csv"), shown_name("\0")
        ('x.csv', 'May 2026.csv', 'file')
    """
    last = re.split(r"[\\/]", given or "")[-1]
    clean = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    return clean[-200:] or "file"


def own_name(given: str, taken: Iterable[str] = ()) -> str:
    """A name of our own for a file: plain letters, a known ending, not yet taken.

    Exports are told apart by their names too, so what can stay of a name stays.

    Examples:
        >>> own_name("../../x.csv"), own_name("Spend, May.XLSX"), own_name("a.php")
        ('x.csv', 'Spend__May.xlsx', 'a_php')
        >>> own_name("x.csv", ["x.csv"]), own_name(".csv")
        ('x-2.csv', 'file.csv')
    """
    shown = unicodedata.normalize("NFKD", shown_name(given)).encode("ascii", "ignore").decode()
    inner, packed = (shown[:-3], ".gz") if shown.lower().endswith(".gz") else (shown, "")
    suffix = next((one for one in _SUFFIXES if inner.lower().endswith(one)), "")
    stem = inner[: len(inner) - len(suffix)]
    stem = re.sub(r"[^A-Za-z0-9_-]", "_", stem).strip("_-")[:80] or "file"
    name, number = f"{stem}{suffix}{packed}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{suffix}{packed}"
    return name


def keep(file: UploadedFile[Any], folder: Path, name: str) -> str:
    """Write a file below a folder of its drop and return its digest.

    Raises:
        StorageFailed: If the disk refuses.
    """
    digest = hashlib.sha256()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A link that somebody planted there is refused and not followed.
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as target:
            for chunk in file.chunks():
                digest.update(chunk)
                target.write(chunk)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StorageFailed(
            f"The disk refused the file ({error.strerror}); nothing was loaded."
        ) from error
    return digest.hexdigest()


def discard(path: Path) -> None:
    """Remove a file that is loaded or no longer wanted, and its folder with the last one."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def sweep(uploads: Path) -> None:
    """Remove what nobody loaded for a week: it may speak of people."""
    if not uploads.is_dir():
        return
    for folder in uploads.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
