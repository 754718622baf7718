"""Where a site keeps its own things: a folder `site` beside the workspace's settings."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from northing.errors import BadInput, Conflict, Missing

WORKSPACE_VARIABLE = "NORTHING_WORKSPACE"
DATABASE_VARIABLE = "NORTHING_DATABASE_URL"
KEY_VARIABLE = "NORTHING_SECRET_KEY"
SHORTEST_KEY = 50
KNOWN_KEYS = ("django-insecure", "changeme", "change-me", "secret", "password", "northing")


@dataclass(frozen=True)
class SitePlace:
    """The folder of one site.

    Attributes:
        workspace: The workspace folder that the site shows.
    """

    workspace: Path

    @classmethod
    def from_environment(cls) -> SitePlace:
        """The site of the workspace that the environment names.

        Raises:
            Missing: If it names none.
        """
        named = os.environ.get(WORKSPACE_VARIABLE)
        if not named:
            raise Missing(f"${WORKSPACE_VARIABLE} names no workspace; expected its folder.")
        return cls(Path(named).expanduser().resolve())

    @property
    def folder(self) -> Path:
        return self.workspace / "site"

    @property
    def database(self) -> Path:
        return self.folder / "site.sqlite3"

    @property
    def has_database(self) -> bool:
        """Whether somebody has made a site here; the environment may name its database."""
        return self.database.exists() or bool(os.environ.get(DATABASE_VARIABLE))

    @property
    def static(self) -> Path:
        return self.folder / "static"

    @property
    def uploads(self) -> Path:
        return self.folder / "uploads"

    @property
    def key_file(self) -> Path:
        return self.folder / "secret.key"

    @property
    def previous_keys_file(self) -> Path:
        return self.folder / "previous.keys"

    @property
    def key_in_environment(self) -> bool:
        """Whether the key comes from the environment and not from the file."""
        return bool(os.environ.get(KEY_VARIABLE))

    def create_key(self) -> None:
        """Make the site's key, once; readable by its owner alone.

        Raises:
            Conflict: If a database is there whose key is lost: what it signed and encrypted
                would be unreadable under another.
        """
        if self.key_file.exists() or self.key_in_environment:
            return
        if self.database.exists():
            raise Conflict(
                f"{self.key_file} is missing, but {self.database.name} was made with it. Restore "
                "the key from your backup; nothing was overwritten."
            )
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(self.key_file, secrets.token_urlsafe(64) + "\n", new=True)

    def replace_key(self) -> None:
        """Put a new key in the old one's place; the old one is kept among the previous first."""
        known = [self.read_key(), *self.read_previous_keys()]
        write_secret(self.previous_keys_file, "".join(f"{key}\n" for key in dict.fromkeys(known)))
        write_secret(self.key_file, secrets.token_urlsafe(64) + "\n")

    def forget_previous_keys(self) -> None:
        """Let what earlier keys signed, such as sessions, be void."""
        self.previous_keys_file.unlink(missing_ok=True)

    def read_previous_keys(self) -> list[str]:
        """Earlier keys, newest first: what they signed is good, nothing new is signed with them.

        Raises:
            BadInput: If one is short or known.
        """
        if not self.previous_keys_file.exists():
            return []
        lines = self.previous_keys_file.read_text().split()
        return [checked_key(key) for key in lines]

    def read_key(self) -> str:
        """The key that signs sessions and links: the environment's, else the file's.

        Raises:
            Missing: If there is none.
            BadInput: If it is short or one that everybody knows.
        """
        key = os.environ.get(KEY_VARIABLE, "")
        if not key and self.key_file.exists():
            key = self.key_file.read_text().strip()
        if not key:
            raise Missing(
                f"The site has no key: {self.key_file} is missing and ${KEY_VARIABLE} is empty. "
                "`northing user add` makes one for a new site; an old site's comes from its backup."
            )
        return checked_key(key)


def write_secret(path: Path, text: str, *, new: bool = False) -> None:
    """Write a file that its owner alone reads: whole or not at all, on disk when it returns.

    Raises:
        FileExistsError: If it is to be new and is there.
    """
    target = path if new else path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if target != path:
        target.replace(path)


def checked_key(key: str) -> str:
    """The key, if it can keep a secret.

    Raises:
        BadInput: If it is short, or one that everybody knows.

    Examples:
        >>> checked_key("changeme")
        Traceback (most recent call last):
        northing.errors.BadInput: The site's key has 8 characters; expected at least 50, random.
    """
    if len(key) < SHORTEST_KEY:
        raise BadInput(
            f"The site's key has {len(key)} characters; expected at least {SHORTEST_KEY}, random."
        )
    if len(set(key)) < 10 or key.lower().startswith(KNOWN_KEYS):
        raise BadInput("The site's key is one that anybody could guess; expected a random one.")
    return key
