"""Whether the disk takes what is written to it."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import counted

_PROBE = b"0" * 65_536  # less than any refresh writes
_MEGA = 1_000_000


def _look(look: Look) -> Iterable[Finding]:
    root = look.workspace.lake.root
    folder = root if root.is_dir() else look.workspace.folder
    refused = probe(folder)
    free = shutil.disk_usage(folder).free
    if refused:
        yield Finding(
            "refused",
            "red",
            f"The disk refuses to be written to: {refused}. Nothing can be loaded or refreshed; "
            "what was published stays readable.",
            "Free some space, or give back the right to write; nothing else needs doing.",
            about={"free_bytes": free},
        )
    elif free < look.limits.free_mb * _MEGA:
        yield Finding(
            "low",
            "amber",
            f"Only {free // _MEGA:,} MB are left on the disk; `free_mb` asks for "
            f"{look.limits.free_mb:,.0f}.",
            "Free some space before a refresh fails.",
            about={"free_bytes": free},
        )
    left = look.workspace.batches.unfinished()
    if left:
        yield Finding(
            "unfinished",
            "green",
            f"{counted(len(left), 'load')} {'is' if len(left) == 1 else 'are'} at work, or "
            "stopped half-way; what was stopped is swept away after a day.",
            count=len(left),
        )


def probe(folder: Path) -> str | None:
    """Write a little and take it away again: why the disk refuses, or None."""
    path = folder / f".probe-{uuid.uuid4().hex}"
    try:
        with path.open("xb") as file:
            file.write(_PROBE)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return (error.strerror or str(error)).lower()
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return None


ENTRY = Check(
    title="The disk",
    fine="The disk has room and takes what is written.",
    look=_look,
)
