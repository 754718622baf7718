"""A PostgreSQL of a test's own, on loopback, gone with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_USER = "postgres"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


class Cluster:
    """A server with one empty database, named like its user.

    PostgreSQL refuses to run as root: then its own user runs it.
    """

    def __init__(self) -> None:
        folder = programs()
        assert folder is not None, "marked with needs('postgresql')"
        self._programs = folder
        self._home = Path(tempfile.mkdtemp(prefix="northing-postgres-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(self._home, _USER, _USER)
            self._as = {"user": _USER, "group": _USER, "extra_groups": []}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", self._data, "-U", _USER, "-A", "trust", "-N", "-E", "UTF8")

    @property
    def url(self) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{_USER}"

    @property
    def _data(self) -> str:
        return str(self._home / "data")

    def start(self) -> None:
        options = f"-F -p {self.port} -k {self._home} -c listen_addresses=127.0.0.1"
        log = str(self._home / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if (self._home / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self._programs / program, *words],
            cwd=self._home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a pipe would be kept open by the server
            stderr=subprocess.DEVNULL,
            timeout=60,
            **self._as,
        )
        assert done.returncode == 0, f"{program} ended with {done.returncode}"
