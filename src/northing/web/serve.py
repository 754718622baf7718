"""Run a site: the server and a worker as children, watched, restarted, ended together."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from northing.errors import BadInput, Conflict, ServerStopped
from northing.web.place import WORKSPACE_VARIABLE, SitePlace

URL_VARIABLE = "NORTHING_SITE_URL"
_LOOK_SECONDS = 0.2
_START_SECONDS = 60
_END_SECONDS = 15
_STEADY_SECONDS = 60
_MOST_PAUSE_SECONDS = 30


@dataclass
class Child:
    """A process that this one started.

    Attributes:
        name: What it is, for messages.
        command: How it is started.
        environment: What it is started with.
        process: It, while it lives.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    again_at: float = 0.0

    def start(self) -> None:
        """Start it, in a session of its own: a terminal's Ctrl-C reaches this process alone."""
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            self.command, env=self.environment, start_new_session=True
        )
        self.started = time.monotonic()

    @property
    def status(self) -> int | None:
        """How it ended; None while it lives or before it began."""
        return self.process.poll() if self.process else None

    def keep_up(self) -> None:
        """Start it again where it died, the later the more often it did."""
        now = time.monotonic()
        if self.process is not None and self.status is not None:
            if now - self.started > _STEADY_SECONDS:
                self.pause = 1.0
            sys.stderr.write(
                f"northing: the {self.name} ended ({self.status}); starting another "
                f"in {self.pause:.0f} s.\n"
            )
            self.process, self.again_at = None, now + self.pause
            self.pause = min(2 * self.pause, _MOST_PAUSE_SECONDS)
        if self.process is None and now >= self.again_at:
            self.start()


@dataclass
class Site:
    """A running site.

    Attributes:
        place: The site.
        host: Address to listen on.
        port: Port to listen on.
        workers: Processes that answer.
        with_worker: Whether a worker for long work runs beside them.
    """

    place: SitePlace
    host: str
    port: int
    workers: int = 1
    with_worker: bool = True
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until told to end.

        Args:
            ready: Called once the site answers.

        Raises:
            Conflict: If the port is taken.
            ServerStopped: If the server ends by itself.
        """
        check_port(self.host, self.port)
        server, worker = self._children()
        children = [server, worker] if self.with_worker else [server]
        self._heed_signals()
        try:
            for child in children:
                child.start()
            self._wait_until_ready(server)
            if not self._stop.is_set():
                ready()
                sys.stdout.flush()  # whoever reads a pipe waits for it
            while not self._stop.wait(_LOOK_SECONDS):
                if server.status is not None:
                    raise ServerStopped(f"The server ended by itself (status {server.status}).")
                if self.with_worker:
                    worker.keep_up()
        finally:
            end(children)

    def _children(self) -> tuple[Child, Child]:
        environment = {
            **os.environ,
            WORKSPACE_VARIABLE: str(self.place.workspace),
            "DJANGO_SETTINGS_MODULE": "northing.web.settings",
        }
        arguments = [self.host, str(self.port), str(self.workers)]
        python = sys.executable
        folder = str(self.place.workspace)
        return (
            Child("server", [python, "-m", "northing.web.server", *arguments], environment),
            Child("worker", [python, "-m", "northing", "worker", "-w", folder], environment),
        )

    def _heed_signals(self) -> None:
        def stop(_signal: int, _frame: FrameType | None) -> None:
            self._stop.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def _wait_until_ready(self, server: Child) -> None:
        until = time.monotonic() + _START_SECONDS
        while not self._stop.wait(0.05):
            if server.status is not None:
                raise ServerStopped(f"The server did not start (status {server.status}).")
            if answers(self.host, self.port):
                return
            if time.monotonic() > until:
                raise ServerStopped(f"The server did not answer within {_START_SECONDS} s.")


def address(host: str, port: int) -> str:
    """Where browsers find a site: $NORTHING_SITE_URL, else the address it listens on.

    The answer becomes the environment's, so that links name it.

    Raises:
        BadInput: If it listens on the whole network and nobody said under which name.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        return named
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not listened on
        raise BadInput(
            f"A site that listens on {host} needs its address: set ${URL_VARIABLE} to what people "
            "type, such as https://northing.example.com."
        )
    shown = f"[{host}]" if ":" in host else host
    os.environ[URL_VARIABLE] = f"http://{shown}:{port}"
    return os.environ[URL_VARIABLE]


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody listens on already.

    Raises:
        Conflict: If it is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Conflict(
                f"Northing cannot listen on {host}, port {port}: {error.strerror}. End what does, "
                "or choose another with --port."
            ) from None


def answers(host: str, port: int) -> bool:
    """Whether the site answers."""
    known = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not listened on
    there = http.client.HTTPConnection(known.get(host, host), port, timeout=5)
    headers = {"Host": "localhost", "X-Forwarded-Proto": "https"}
    try:
        there.request("GET", "/health", headers=headers)
        return there.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        there.close()


def end(children: list[Child]) -> None:
    """End processes that this one started: asked first, then made to."""
    alive = [child.process for child in children if child.process and child.status is None]
    for process in alive:
        process.terminate()
    until = time.monotonic() + _END_SECONDS
    for process in alive:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
        if process.poll() is None:
            process.kill()
            process.wait()
