"""Folders and object stores as lists of files that can be fetched, within limits."""

from __future__ import annotations

import fnmatch
import ipaddress
import os
import re
import socket
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from northing.errors import BadFile, BadSetting, Missing, StorageFailed
from northing.workspace.places import Place

if TYPE_CHECKING:
    from northing.sources import Limits

CHUNK = 1 << 20
LONGEST_NAME = 120
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Found:
    """One file of a place.

    Attributes:
        key: Its path within the place.
        size: In bytes.
        changed: When it was last written, in seconds since 1970.
    """

    key: str
    size: int
    changed: float

    @property
    def name(self) -> str:
        """A name of our own: no path, no dots in front, plain letters."""
        last = re.split(r"[\\/]", self.key.replace("\x00", ""))[-1]
        plain = re.sub(r"[^\w.() +-]", "_", last).lstrip(". ")[-LONGEST_NAME:]
        return plain or "file"


@dataclass(frozen=True)
class Store:
    """The files of one place, as `pyarrow.fs` shows them."""

    files: Any
    root: str
    pattern: str
    is_folder: bool

    def list(self) -> list[Found]:
        """The files that the pattern takes, without hidden ones and symbolic links.

        Raises:
            StorageFailed: If the place cannot be reached.
            Missing: If it is not there.
        """
        return sorted(self._found(), key=lambda one: (one.changed, one.key))

    def _found(self) -> Iterator[Found]:
        from pyarrow.fs import FileSelector, FileType

        try:
            infos = self.files.get_file_info(FileSelector(self.root, recursive=False))
        except FileNotFoundError:
            raise Missing(f"There is no {self.root} to watch.") from None
        except OSError as error:
            raise StorageFailed(f"{self.root} cannot be reached: {_first_line(error)}") from None
        for info in infos:
            if info.type != FileType.File or info.base_name.startswith("."):
                continue
            if self.is_folder and not _is_regular(Path(info.path)):
                continue
            if fnmatch.fnmatch(info.base_name, self.pattern):
                changed = info.mtime.timestamp() if info.mtime else 0.0
                yield Found(info.base_name, info.size or 0, changed)

    def fetch(self, found: Found, target: Path, limits: Limits) -> None:
        """Copy one file to a place of our own.

        Raises:
            BadFile: If it is larger than the limits allow; nothing is kept of it.
            StorageFailed: If it cannot be read.
        """
        most = limits.received_bytes
        written = 0
        try:
            with (
                self.files.open_input_stream(f"{self.root}/{found.key}") as source,
                target.open("wb") as copy,
            ):
                while chunk := source.read(CHUNK):
                    written += len(chunk)
                    if most is not None and written > most:
                        raise BadFile(
                            f"{found.name} has more than {most:,} bytes, which is the limit."
                        )
                    copy.write(chunk)
        except OSError as error:
            raise StorageFailed(f"{found.name} cannot be read: {_first_line(error)}") from None


def open_store(place: Place, beside: Path) -> Store:
    """Open a place.

    Args:
        place: As the settings name it.
        beside: The workspace, for relative folders.

    Raises:
        BadSetting: If its address is refused.
        Missing: If the environment lacks the credentials, or there is no such folder.
    """
    from pyarrow import fs

    if not place.is_store:
        folder = (beside / Path(place.at).expanduser()).resolve()
        if not folder.is_dir():
            raise Missing(f"There is no folder {folder} to watch.")
        return Store(fs.LocalFileSystem(), str(folder), place.pattern, is_folder=True)
    scheme, _, path = place.at.partition("://")
    root = path.strip("/")
    if ".." in root.split("/"):
        raise BadSetting(f"{place.at} leaves its bucket; expected a path without `..`.")
    files = _s3(place) if scheme == "s3" else _gcs(place)
    return Store(files, root, place.pattern, is_folder=False)


def _s3(place: Place) -> Any:
    from pyarrow import fs

    endpoint = (
        place.endpoint
        or os.environ.get("AWS_ENDPOINT_URL_S3")
        or os.environ.get("AWS_ENDPOINT_URL")
    )
    options: dict[str, Any] = {"region": os.environ.get("AWS_REGION", "us-east-1")}
    if endpoint:
        options |= _endpoint(endpoint, place.allow_private_addresses)
    # Given here, so that no link-local metadata service is asked for them.
    options["access_key"] = _from_environment("AWS_ACCESS_KEY_ID", place)
    options["secret_key"] = _from_environment("AWS_SECRET_ACCESS_KEY", place)
    if token := os.environ.get("AWS_SESSION_TOKEN"):
        options["session_token"] = token
    return fs.S3FileSystem(
        **options, connect_timeout=TIMEOUT_SECONDS, request_timeout=TIMEOUT_SECONDS
    )


def _gcs(place: Place) -> Any:
    from datetime import timedelta

    from pyarrow import fs

    _from_environment("GOOGLE_APPLICATION_CREDENTIALS", place)
    options = _endpoint(place.endpoint, place.allow_private_addresses) if place.endpoint else {}
    return fs.GcsFileSystem(**options, retry_time_limit=timedelta(seconds=TIMEOUT_SECONDS))


def _from_environment(name: str, place: Place) -> str:
    value = os.environ.get(name)
    if not value:
        raise Missing(f"{place.at} needs {name} in the environment; settings hold no credentials.")
    return value


def _endpoint(address: str, allow_private: bool) -> dict[str, str]:
    """Where to connect: looked up and checked now, since a name can be bound anew at any time."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = public_addresses(host, port, allow_private)
    # Without TLS the checked address itself is used, so that the name cannot change meanwhile.
    shown = addresses[0] if parts.scheme == "http" else host
    if ":" in shown:
        shown = f"[{shown}]"
    return {"scheme": parts.scheme, "endpoint_override": f"{shown}:{port}"}


def public_addresses(host: str, port: int, allow_private: bool) -> list[str]:
    """The addresses of a host, none of them on this machine or a private network.

    Raises:
        BadSetting: If one of them is, and the settings do not allow it.
        StorageFailed: If the host has no address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise StorageFailed(f"{host} has no address; is it spelt right?") from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for address in addresses:
        if not allow_private and not _is_public(address):
            raise BadSetting(
                f"{host} is {address}, on this machine or a private network; say "
                "allow_private_addresses = true in its [[watch]] if it is meant."
            )
    return addresses


def _is_public(address: str) -> bool:
    value = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(value, ipaddress.IPv6Address) and value.ipv4_mapped:
        value = value.ipv4_mapped
    return value.is_global and not value.is_multicast


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _first_line(error: OSError) -> str:
    return str(error).partition("\n")[0][:300]


def now() -> float:
    """Seconds since 1970."""
    return time.time()
