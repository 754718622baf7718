"""How the last refresh went: one small file that a full disk can still be told about."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

_ROOM = 4096
State = Literal["never", "at work", "done", "failed", "killed"]


@dataclass(frozen=True)
class Attempt:
    """The last refresh that was tried.

    Attributes:
        state: How it went; "killed" where it neither ended nor is still at work.
        at: When it entered that state (for "killed": when it began), ISO in UTC.
        error: What it was refused with.
    """

    state: State
    at: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class Attempts:
    """Keeps the last attempt below the lake's root."""

    root: Path

    @property
    def _path(self) -> Path:
        return self.root / "refresh.json"

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Note that a refresh begins, and how it ends."""
        self._note("at work")
        try:
            yield
        except BaseException as error:
            self._note("failed", str(error) or type(error).__name__)
            raise
        self._note("done")

    def last(self) -> Attempt:
        """How the last refresh went."""
        try:
            said: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Attempt("never")
        attempt = Attempt(said["state"], said["at"], said.get("error"))
        if attempt.state == "at work" and not self._is_at_work():
            return Attempt("killed", attempt.at)
        return attempt

    def _is_at_work(self) -> bool:
        """Whether somebody holds the publisher's lock, which the system takes from the dead."""
        lock = FileLock(self.root / "publisher.lock")
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return True
        lock.release()
        return False

    def _note(self, state: State, error: str | None = None) -> None:
        """Write over the file in place, in the room it has held since the first refresh.

        A full disk refuses new files, but not to write over one that is there. What cannot be
        noted must not make the refresh fail.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        text = json.dumps({"state": state, "at": now, "error": (error or "")[:1000] or None})
        with suppress(OSError):
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                os.pwrite(handle, text.encode().ljust(_ROOM), 0)
                os.fsync(handle)
            finally:
                os.close(handle)
