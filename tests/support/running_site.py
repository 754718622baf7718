"""A site that really runs: `northing serve` as a process of its own, ended with the test."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from northing.web.place import SitePlace


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what the test settings put there."""
    ours = ("NORTHING_", "DJANGO_")
    return {k: v for k, v in os.environ.items() if not k.startswith(ours)} | more


class RunningSite:
    """`northing serve` on a workspace and a free port."""

    def __init__(self, workspace: Path, *options: str, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.place = SitePlace(workspace)
        self.environment = clean_environment(**environment)
        words = [sys.executable, "-m", "northing", "serve", "-w", str(workspace)]
        self.process = subprocess.Popen(
            [*words, "--port", str(self.port), *options],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> RunningSite:
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        assert "Northing shows" in self.said, self.said + self.process.stdout.read()
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(40)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def get(self, path: str, cookie: str = "") -> tuple[int, str, float]:
        """Ask for an address: status, body and seconds."""
        began = time.monotonic()
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        there.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = there.getresponse()
        body = answer.read().decode()
        there.close()
        return answer.status, body, time.monotonic() - began

    def children(self) -> dict[str, int]:
        """Processes that it started, by what they are."""
        return {
            name: pid
            for pid, name in running(self.process.pid).items()
            if name in ("server", "worker")
        }

    def run(self, code: str) -> str:
        """Run a piece of Python inside the site, beside the server."""
        start = "from northing.web.configure import configure; import sys; configure(sys.argv[1])\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code, str(self.place.workspace)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def running(parent: int) -> dict[int, str]:
    """Children of a process: what each is, by id."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True, timeout=20
    ).stdout
    found = {}
    for line in listed.splitlines():
        pid, ppid, arguments = line.split(None, 2)
        if int(ppid) == parent:
            named = re.search(r"northing\.web\.(server)|northing (worker)", arguments)
            found[int(pid)] = (named[1] or named[2]) if named else arguments
    return found


def wait_for(what: object, seconds: float = 60) -> None:
    """Wait until a function says yes."""
    assert callable(what)
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)
