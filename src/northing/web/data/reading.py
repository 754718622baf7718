"""Have files read in a process of its own, within limits, and take its answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from northing.errors import Conflict
from northing.web.data.child import CPU_SECONDS, TOO_MUCH_MEMORY

WALL_SECONDS = 180
AT_ONCE = 2
_TURN = threading.BoundedSemaphore(AT_ONCE)

Answer = dict[str, Any]


def ask(action: str, workspace: Path, **job: Any) -> Answer:
    """Do one job on uploaded files: "plan", "read" or "load"; see `ask_all`."""
    return ask_all(workspace, [{"action": action, **job}])[0]


def ask_all(workspace: Path, jobs: Sequence[dict[str, Any]]) -> list[Answer]:
    """Do some jobs, one after the other.

    Returns:
        One answer a job; where the reader had to be stopped, a refusal with the reason.

    Raises:
        Conflict: If too many files are being read already.
    """
    if not _TURN.acquire(timeout=WALL_SECONDS):
        raise Conflict("Other files are still being read; try again in a minute.")
    try:
        answers: list[Answer] = []
        todo = [{"workspace": str(workspace), **job} for job in jobs]
        while len(answers) < len(todo):
            answers += _answers(todo[len(answers) :])
        return answers
    finally:
        _TURN.release()


def _answers(jobs: list[dict[str, Any]]) -> Iterator[Answer]:
    """The answers of one child: all, or those up to the file that ended it, with a refusal."""
    child = subprocess.Popen(
        [sys.executable, "-m", "northing.web.data.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "OMP_NUM_THREADS": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        start_new_session=True,
    )
    late = False
    try:
        out, said = child.communicate(json.dumps(jobs).encode(), WALL_SECONDS + 5 * len(jobs))
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        out, said = child.communicate()
        late = True
    lines = [line for line in out.split(b"\n") if line]
    yield from (dict(json.loads(line)) for line in lines)
    if len(lines) < len(jobs):
        yield _refused(_LATE if late else _why(child.returncode, said.decode(errors="replace")))


_LATE = f"Reading it took longer than {WALL_SECONDS} seconds and was stopped. Nothing was loaded."


def _why(code: int, said: str) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return (
            f"Reading it takes more than {CPU_SECONDS} seconds of computing, and it was stopped. "
            "Load a shorter period, or load it on the command line: northing load FILE. "
            "Nothing was loaded."
        )
    out_of_memory = any(word in said for word in ("MemoryError", "emory", "bad_alloc"))
    if out_of_memory or code in (-signal.SIGABRT, -signal.SIGSEGV):
        return TOO_MUCH_MEMORY
    last = said.strip().splitlines()[-1:] or ["no reason given"]
    return f"It cannot be read: the reader ended with {last[0][:200]}. Nothing was loaded."


def _refused(sentence: str) -> Answer:
    return {"state": "refused", "sentence": sentence}
