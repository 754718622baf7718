"""The setting `[[watch]]`: places whose new files are loaded by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

SCHEMES = ("s3://", "gs://")


@dataclass(frozen=True)
class Place:
    """A folder or object store that is looked at for new files.

    Attributes:
        at: A folder (relative ones stand beside `northing.toml`), `s3://bucket/path` or
            `gs://bucket/path`.
        pattern: Which names are taken, such as "*.csv".
        table: The canonical table of all files; None lets each decide.
        mapping: A mapping file beside `northing.toml`.
        source: Which system the files are from, where they do not say.
        every_minutes: How often it is looked at.
        endpoint: Address of a store that speaks S3 but is not Amazon's.
        allow_private_addresses: Whether that address may lie on this machine or a private network.
    """

    at: str
    pattern: str = "*"
    table: str | None = None
    mapping: str | None = None
    source: str | None = None
    every_minutes: float = 60
    endpoint: str | None = None
    allow_private_addresses: bool = False

    @property
    def is_store(self) -> bool:
        """Whether it is an object store."""
        return self.at.startswith(SCHEMES)


def read_places(value: object) -> tuple[Place, ...]:
    """Check the entries of `[[watch]]`.

    Raises:
        ValueError: On a key or value that is not known.

    Examples:
        >>> read_places([{"at": "inbox", "pattern": "*.csv"}])[0].every_minutes
        60
    """
    if not isinstance(value, list | tuple):
        raise TypeError("expected [[watch]], with two brackets.")
    return tuple(_place(entry) for entry in value)


def _place(entry: object) -> Place:
    if not isinstance(entry, Mapping):
        raise TypeError("expected [[watch]], with two brackets.")
    known = {item.name for item in fields(Place)}
    if unknown := sorted(set(entry) - known):
        raise ValueError(f"[[watch]] has {unknown}; known: {', '.join(sorted(known))}.")
    texts = ("at", "pattern", "table", "mapping", "source", "endpoint")
    for name in texts:
        if entry.get(name) is not None and not _is_text(entry[name]):
            raise ValueError(f"`{name}` of [[watch]] must be a text.")
    _check_address(entry)
    minutes = entry.get("every_minutes", 60)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or minutes <= 0:
        raise ValueError("`every_minutes` of [[watch]] must be a number above 0.")
    if not isinstance(entry.get("allow_private_addresses", False), bool):
        raise TypeError("`allow_private_addresses` of [[watch]] must be true or false.")
    return Place(**entry)


def _check_address(entry: Mapping[str, Any]) -> None:
    at = entry.get("at")
    if not _is_text(at):
        raise ValueError('[[watch]] needs `at`: a folder, "s3://…" or "gs://…".')
    if "://" in str(at) and not str(at).startswith(SCHEMES):
        raise ValueError(f"{at} cannot be watched; expected a folder, s3://… or gs://….")
    if "@" in str(at).partition("://")[2] or "@" in str(entry.get("endpoint") or ""):
        raise ValueError("an address holds no credentials; they stand in the environment.")
    endpoint = entry.get("endpoint")
    if endpoint is not None and not str(endpoint).startswith(("https://", "http://")):
        raise ValueError(f"endpoint is {endpoint!r}; expected https://….")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
