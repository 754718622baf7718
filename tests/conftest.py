"""What every test may ask for: the shared data, named requirements, a closed network.

- `shared_data`: folder of real exports, `$NORTHING_TEST_DATA` or `../shared/data` beside the
  repository. The test is skipped, with a reason, where the folder is absent.
- `@pytest.mark.needs("java")`: the test is skipped, with a reason, where the machine lacks it.
  With `CI` set in the environment the skip is a failure: there the machine must have it.
- Connections to anything but this machine are refused.
"""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

collect_ignore = ["support/site_settings.py"]  # Django's settings: read once, not collected
REPOSITORY = Path(__file__).resolve().parent.parent
DATA_VARIABLE = "NORTHING_TEST_DATA"
JAVA_MINIMUM = 17

# Timings vary on a shared machine; the examples of a continuous-integration run do not.
settings.register_profile(
    "northing",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("northing")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout, for tests that read its files or run its programs."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports; skips where there is none."""
    named = os.environ.get(DATA_VARIABLE)
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        where = f"${DATA_VARIABLE}" if named else "../shared/data"
        pytest.skip(f"{where} is not there; set {DATA_VARIABLE} to the folder of real exports")
    return folder


def _java_lacks() -> str | None:
    program = shutil.which("java")
    if program is None:
        return f"no java on the path; Spark needs Java {JAVA_MINIMUM}"
    said = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=60)
    version = re.search(r'version "(\d+)', said.stderr)
    if version is None or int(version[1]) < JAVA_MINIMUM:
        return f"Spark needs Java {JAVA_MINIMUM}, found {said.stderr.splitlines()[:1]}"
    return None


def _mount_lacks() -> str | None:
    """Whether a small file system can be made, to fill it up."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return "only root may mount the small disk that is filled up"
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
        if done.returncode:
            return f"a file system cannot be mounted here: {done.stderr.strip()}"
        subprocess.run(["umount", folder], check=True, timeout=30)
    return None


def _chromium_lacks() -> str | None:
    return None if Path("/usr/bin/chromium").exists() else "no Chromium (Debian: chromium)"


def _postgresql_lacks() -> str | None:
    from postgres import programs

    return None if programs() else "no PostgreSQL (initdb) on this machine"


REQUIREMENTS: Mapping[str, Callable[[], str | None]] = {
    "java": cache(_java_lacks),
    "mount": cache(_mount_lacks),
    "chromium": cache(_chromium_lacks),
    "postgresql": cache(_postgresql_lacks),
}
"""What a test may need of the machine: a function that says what is lacking, or None."""


def pytest_configure(config: pytest.Config) -> None:
    known = ", ".join(REQUIREMENTS)
    config.addinivalue_line("markers", f"needs(name): the machine must have it ({known})")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            lacking = REQUIREMENTS[name]()
            if lacking and os.environ.get("CI"):
                pytest.fail(f"needs {name}: {lacking} (CI is set, so this is no skip)")
            if lacking:
                pytest.skip(f"needs {name}: {lacking}")


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def checked(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not _is_loopback(address):
            raise PermissionError(f"tests reach nothing but this machine, not {address!r}")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked)
        yield


def _is_loopback(address: object) -> bool:
    host = str(address[0]) if isinstance(address, tuple) else str(address)
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
