"""Delta tables in a folder: append, overwrite, restore, vacuum."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import TableNotFoundError

from northing.errors import BadSetting, Missing
from northing.lake.records import storage_errors

# Old versions become unloadable when their log is cleaned up, though their files are there.
_KEEP_LOG = PostCommitHookProperties(cleanup_expired_logs=False)
_CONFIGURATION = {"delta.enableExpiredLogCleanup": "false"}
# The log keeps the smallest and largest values of indexed columns for ever, so none of a text
# that a person wrote may be indexed: it would outlive the person's erasure.
_PERSON_CONFIGURATION = {**_CONFIGURATION, "delta.dataSkippingNumIndexedCols": "0"}
# What delta-rs 1.6 cannot have in a path, however it is written: it fails after the first write,
# or ends in a panic.
_NOT_STORABLE = re.compile(r"%[0-9A-Fa-f]{2}|[\[\]|^\x00-\x1f\x7f]|\\")


@dataclass(frozen=True)
class Lake:
    """The Delta tables below one folder.

    Attributes:
        root: The folder; tables are its sub-folders in `tables/`.
    """

    root: Path

    @classmethod
    def at(cls, url: str, base: Path) -> Lake:
        """The lake that a setting names: a folder, relative to `base`, or a `file://` address.

        Raises:
            BadSetting: If the address is of another kind, or its folder has a name below which
                no Delta table can be kept.
        """
        parts = urlsplit(url)
        if parts.scheme in ("", "file"):
            path = Path(url2pathname(parts.path)) if parts.scheme else Path(url)
            lake = cls(base / path.expanduser())
            _check_storable(lake.root)
            return lake
        raise BadSetting(
            f"lake is {url!r}; expected a folder or a file:// address. Object stores are not "
            "supported yet."
        )

    def path(self, name: str) -> Path:
        return self.root / "tables" / name

    def exists(self, name: str) -> bool:
        return DeltaTable.is_deltatable(self._uri(name))

    def version(self, name: str) -> int:
        """The newest version of a table, published or not."""
        return self._open(name).version()

    def files(self, name: str, version: int) -> tuple[tuple[str, ...], pa.Schema]:
        """The Parquet files that make up one version of a table, and its schema."""
        table = self._open(name, version)
        # Addresses come percent-encoded, once; a folder "My Company" is not on disk like that.
        uris = sorted(unquote(uri) for uri in table.file_uris())
        return tuple(uris), pa.schema(table.schema().to_arrow())

    def append(self, name: str, rows: pa.Table, *, person_level: bool = False) -> int:
        """Add rows; the table is made if need be. Returns the new version."""
        return self._write(name, rows, "append", person_level)

    def overwrite(self, name: str, rows: pa.Table, *, person_level: bool = False) -> int:
        """Replace all rows, and the columns if they changed. Returns the new version."""
        return self._write(name, rows, "overwrite", person_level)

    def delete(self, name: str, predicate: str) -> int:
        """Remove the rows that a predicate selects. Returns the new version."""
        with storage_errors(f"the table {name}"):
            table = self._open(name)
            table.delete(predicate, post_commithook_properties=_KEEP_LOG)
            return table.version()

    def restore(self, name: str, version: int) -> int:
        """Make an older version the newest again. Returns the version that now holds it."""
        with storage_errors(f"the table {name}"):
            table = self._open(name)
            if table.version() != version:
                table.restore(version, post_commithook_properties=_KEEP_LOG)
                table = self._open(name)
            return table.version()

    def drop(self, name: str) -> None:
        """Remove a table with all its versions and files."""
        shutil.rmtree(self.path(name), ignore_errors=True)

    def vacuum(
        self, name: str, keep: Iterable[int], *, retention_hours: int, everything: bool = False
    ) -> list[str]:
        """Delete the files that neither a kept version nor the retention needs.

        With `everything`, files that no version ever named go too: a killed write leaves such.

        Returns:
            The files that were deleted.
        """
        table = self._open(name)
        return table.vacuum(
            retention_hours=retention_hours,
            dry_run=False,
            enforce_retention_duration=False,
            keep_versions=sorted(set(keep)),
            full=everything,
            post_commithook_properties=_KEEP_LOG,
        )

    def _uri(self, name: str) -> str:
        """The address of a table: a bare path would be decoded where it holds a `%`."""
        path = Path(os.path.realpath(self.path(name)))
        _check_storable(path)
        return path.as_uri()

    def _open(self, name: str, version: int | None = None) -> DeltaTable:
        try:
            return DeltaTable(self._uri(name), version=version)
        except TableNotFoundError:
            raise Missing(f"The lake has no table {name!r}.") from None

    def _write(
        self, name: str, rows: pa.Table, mode: Literal["append", "overwrite"], person_level: bool
    ) -> int:
        options: dict[str, Any] = {"mode": mode}
        if mode == "overwrite":
            options["schema_mode"] = "overwrite"
        with storage_errors(f"the table {name}"):
            write_deltalake(
                self._uri(name),
                rows,
                configuration=_PERSON_CONFIGURATION if person_level else _CONFIGURATION,
                commit_properties=CommitProperties(max_commit_retries=0),
                post_commithook_properties=_KEEP_LOG,
                **options,
            )
        return self.version(name)


def _check_storable(folder: Path) -> None:
    """Refuse a folder that tables cannot be kept in, before anything is written."""
    path = Path(os.path.realpath(folder)).as_posix()
    if found := _NOT_STORABLE.search(path):
        raise BadSetting(
            f"The lake's folder is {path!r}; tables cannot be kept below a folder with "
            f"{found[0]!r} in its name. Rename that folder, or let `lake` in northing.toml name "
            "a folder elsewhere."
        )
