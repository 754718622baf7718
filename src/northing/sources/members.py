"""The readable parts of a file: the file itself, or what a gzip or zip archive holds.

Names inside an archive are only shown, never used as paths: every part is unfolded under a
name of our own.
"""

from __future__ import annotations

import gzip
import json
import lzma
import shutil
import stat
import struct
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

from northing.errors import BadFile
from northing.sources.limits import Limits

Kind = Literal["text", "json", "ndjson", "parquet", "xlsx"]
CHUNK = 1 << 20
ZIP, EMPTY_ZIP, GZIP = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)


class Scratch:
    """A folder that lives as long as someone holds this value."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="northing-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        self._count = 0

    def new(self, suffix: str = "") -> Path:
        self._count += 1
        return self.path / f"part-{self._count}{suffix}"


@dataclass(frozen=True)
class Member:
    """One readable part.

    Attributes:
        name: How it is shown: the file's name, or `archive.zip/part.csv`.
        path: Where its plain bytes are.
        kind: What its first bytes say it is.
        scratch: Holds unfolded parts for as long as they are read.
    """

    name: str
    path: Path
    kind: Kind
    scratch: Scratch


def open_members(
    path: Path | str, limits: Limits, left_out: list[BadFile] | None = None
) -> list[Member]:
    """Open a file and unfold it if it is an archive.

    Args:
        path: The file.
        limits: How large it may be.
        left_out: Takes the refusals of an archive's parts that are of no kind that is read,
            where others are; without it, one such part refuses the archive.

    Raises:
        BadFile: If it is not there, not a regular file, empty, of a kind that is not read, or
            beyond the limits.
    """
    path = _regular_file(path)
    size = path.stat().st_size
    if limits.received_bytes is not None and size > limits.received_bytes:
        raise BadFile(
            f"{path.name} has {size:,} bytes; at most {limits.received_bytes:,} are accepted."
        )
    scratch = Scratch()
    head = _head(path)
    if head.startswith(GZIP):
        plain = scratch.new()
        _unfold(partial(gzip.open, path, "rb"), plain, path.name, size, limits)
        return [_member(path.name.removesuffix(".gz"), plain, scratch)]
    if head.startswith(EMPTY_ZIP):
        raise BadFile(f"{path.name} is an empty archive.")
    if head.startswith(ZIP):
        if not _is_workbook(path):
            return _zip_members(path, scratch, limits, left_out)
        _check_workbook(path, size, limits)
    return [_member(path.name, path, scratch)]


def _regular_file(path: Path | str) -> Path:
    shown = str(path).replace("\x00", "\\0")
    if "\x00" in str(path):
        raise BadFile(f"{shown!r} is not a file name.")
    path = Path(path)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise BadFile(f"There is no readable file {shown}: {error.strerror}.") from None
    if not stat.S_ISREG(mode):
        raise BadFile(f"{shown} is not a regular file; give the file itself.")
    if path.stat().st_size == 0:
        raise BadFile(f"{path.name} is empty.")
    return path


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror}.") from None


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (*DAMAGED, OSError):
        raise BadFile(f"{path.name} is a damaged archive.") from None


def _check_workbook(path: Path, size: int, limits: Limits) -> None:
    """Refuse a workbook that unfolds too far or whose XML declares entities."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        _check_unfolded(sum(entry.file_size for entry in entries), size, path.name, limits)
        for entry in entries:
            if not entry.filename.endswith((".xml", ".rels")):
                continue
            try:
                with archive.open(entry) as part:
                    prolog = part.read(65536).replace(b"\x00", b"")
            except (*DAMAGED, OSError):
                raise BadFile(f"{path.name} is a damaged or encrypted workbook.") from None
            if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog:
                raise BadFile(f"{path.name} declares XML entities, which no workbook needs.")


def _zip_members(
    path: Path, scratch: Scratch, limits: Limits, left_out: list[BadFile] | None
) -> list[Member]:
    size = path.stat().st_size
    members: list[Member] = []
    refused: list[BadFile] = []
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if _is_data(entry)]
        if not entries:
            raise BadFile(f"{path.name} holds no file.")
        if len(entries) > 1000:
            raise BadFile(f"{path.name} holds {len(entries):,} files; at most 1,000 are read.")
        _check_unfolded(sum(entry.file_size for entry in entries), size, path.name, limits)
        for entry in entries:
            plain = scratch.new()
            shown = f"{path.name}/{entry.filename}"
            _unfold(partial(archive.open, entry), plain, shown, size, limits)
            if not plain.stat().st_size:
                continue
            try:
                members.append(_member(shown, plain, scratch))
            except BadFile as error:
                refused.append(error)
    if refused and (not members or left_out is None):
        raise refused[0]
    if left_out is not None:
        left_out += refused
    return members


def _is_data(entry: zipfile.ZipInfo) -> bool:
    """Leave out folders, symbolic links and what operating systems add."""
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    base = entry.filename.rsplit("/", 1)[-1]
    return not (entry.is_dir() or is_link or base.startswith(".") or "__MACOSX" in entry.filename)


def _unfold(
    source: Callable[[], Any], target: Path, name: str, received: int, limits: Limits
) -> None:
    written = 0
    try:
        with source() as packed, target.open("wb") as plain:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                _check_unfolded(written, received, name, limits)
                plain.write(chunk)
    except BadFile:
        raise
    except (*DAMAGED, gzip.BadGzipFile) as error:
        raise BadFile(f"{name} is damaged or encrypted: {error}.") from None


def _check_unfolded(unfolded: int, received: int, name: str, limits: Limits) -> None:
    if limits.unfolded_bytes is not None and unfolded > limits.unfolded_bytes:
        raise BadFile(
            f"{name} unfolds to more than {limits.unfolded_bytes:,} bytes, which is the limit."
        )
    ratio = unfolded / max(received, 1)
    if unfolded > limits.ratio_from_bytes and ratio > limits.unfold_ratio:
        raise BadFile(
            f"{name} unfolds to more than {limits.unfold_ratio:g} times its size "
            f"({unfolded:,} bytes and counting); it is refused as an archive bomb."
        )


def _member(name: str, path: Path, scratch: Scratch) -> Member:
    return Member(name, path, _kind(name, path), scratch)


def _kind(name: str, path: Path) -> Kind:
    head = _head(path)
    lower = name.lower()
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(ZIP):
        if lower.endswith((".xlsx", ".xlsm")) or _is_workbook(path):
            return "xlsx"
        raise BadFile(f"{name} is an archive within an archive; unpack it first.")
    if head.startswith(GZIP):
        raise BadFile(f"{name} is compressed twice; unpack it first.")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(f"{name} is an Excel 97 or encrypted workbook; save it as XLSX or CSV.")
    if head.startswith(b"%PDF"):
        raise BadFile(f"{name} is a PDF; export the table as CSV or XLSX.")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise BadFile(f"{name} is a web page or XML, not a table; was the download signed in?")
    if lower.endswith((".ndjson", ".jsonl")):
        return "ndjson"
    if text[:1] in (b"{", b"[") and _looks_like_json(text):
        first, _, rest = text.partition(b"\n")
        return "ndjson" if text[:1] == b"{" and rest.strip() and _is_object(first) else "json"
    return "text"


def _looks_like_json(text: bytes) -> bool:
    return text[1:].lstrip()[:1] in (b'"', b"{", b"}", b"]", b"[")


def _is_object(line: bytes) -> bool:
    """Whether a line is a JSON document by itself, so that whatever follows is another."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def open_bytes(path: Path) -> IO[bytes]:
    """Open for reading, with a buffer that suits large files."""
    return path.open("rb", buffering=CHUNK)
