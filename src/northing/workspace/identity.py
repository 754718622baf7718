"""Who is who: the workspace key, the hashed ids, and the one place that knows contacts.

Every identifier of a person becomes a 64-bit hash under the workspace's own key before anything
is stored. `identity.sqlite` maps hashes back to the identifiers for those who may see them;
no other file holds one. An erased person's hash stays behind as a tombstone, so that a later
load does not bring the person back.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from northing.errors import Missing

KEY_FILE = "identity.key"
DATABASE_FILE = "identity.sqlite"
_KEY_BYTES = 32


def create_identity(folder: Path) -> None:
    """Make the key (readable by its owner only) and the empty mapping of a new workspace."""
    handle = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
    handle = os.open(folder / DATABASE_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(handle)
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as database, database:
        database.executescript(
            """
            PRAGMA secure_delete = ON;
            CREATE TABLE people (person_id INTEGER PRIMARY KEY, identifier TEXT NOT NULL);
            CREATE TABLE erased (person_id INTEGER PRIMARY KEY, at TEXT NOT NULL);
            """
        )


def normalise(identifier: object) -> str:
    """One spelling for one person: trimmed; addresses without regard to case.

    Examples:
        >>> normalise(" Ada@Example.com "), normalise(17)
        ('ada@example.com', '17')
    """
    text = str(identifier).strip()
    return text.lower() if "@" in text else text


class Identity:
    """The key and the mapping of one workspace.

    Raises:
        Missing: If the key or the mapping is not there, or the key is of the wrong length; a
            new key is never made silently, because every known person would become a stranger.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._key = (folder / KEY_FILE).read_bytes()
        except FileNotFoundError:
            raise Missing(
                f"{folder / KEY_FILE} is missing. Restore it from a backup: without the key no "
                "new row can be matched to the people already loaded."
            ) from None
        if len(self._key) != _KEY_BYTES:
            raise Missing(f"{folder / KEY_FILE} is damaged: restore it from a backup.")
        self._path = folder / DATABASE_FILE
        if not self._path.exists():
            raise Missing(f"{self._path} is missing. Restore it from a backup.")

    def hash(self, identifier: object) -> int:
        """The 64-bit id of a person, under this workspace's key."""
        return self._digest(normalise(identifier), b"person")

    def account_key(self, account_id: str) -> int:
        """A 64-bit key for an account, in a space of its own."""
        return self._digest(account_id, b"account")

    def _digest(self, text: str, space: bytes) -> int:
        digest = hashlib.blake2b(text.encode(), digest_size=8, key=self._key, person=space).digest()
        return int.from_bytes(digest, "little", signed=True)

    def hash_column(self, identifiers: pa.ChunkedArray) -> tuple[pa.ChunkedArray, dict[int, str]]:
        """Hash a column of identifiers of any type.

        Returns:
            The ids (int64, null where the identifier is), and who they are.
        """
        encoded = pc.dictionary_encode(identifiers).combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], identifiers.type)
        names = [normalise(name) for name in encoded.dictionary.to_pylist()]
        person, key, blake2b = b"person", self._key, hashlib.blake2b
        ids = [
            int.from_bytes(
                blake2b(name.encode(), digest_size=8, key=key, person=person).digest(),
                "little",
                signed=True,
            )
            for name in names
        ]
        column = pc.take(pa.array(ids, pa.int64()), encoded.indices)
        return pa.chunked_array([column]), dict(zip(ids, names, strict=True))

    def remember(self, people: dict[int, str]) -> None:
        """Keep who the ids are."""
        if not people:
            return
        with closing(self._connect()) as database, database:
            database.execute("PRAGMA cache_size = -131072")
            database.executemany(
                "INSERT OR IGNORE INTO people SELECT ?1, ?2 "
                "WHERE NOT EXISTS (SELECT 1 FROM erased WHERE person_id = ?1)",
                sorted(people.items()),
            )

    def who(self, person_ids: Sequence[int]) -> dict[int, str]:
        """The identifiers behind ids, for those who may see them."""
        with closing(self._connect()) as database:
            found = {}
            for person_id in person_ids:
                row = database.execute(
                    "SELECT identifier FROM people WHERE person_id = ?", (person_id,)
                ).fetchone()
                if row:
                    found[person_id] = row[0]
            return found

    def erased(self) -> frozenset[int]:
        """The ids of erased people, whom no load may bring back."""
        with closing(self._connect()) as database:
            return frozenset(row[0] for row in database.execute("SELECT person_id FROM erased"))

    def erasures(self) -> dict[int, str]:
        """When each erased id was erased, in UTC."""
        with closing(self._connect()) as database:
            return dict(database.execute("SELECT person_id, at FROM erased ORDER BY at, person_id"))

    def fingerprint(self) -> str:
        """Names the key without giving it away: a backup says which key belongs to it."""
        return hashlib.blake2b(b"fingerprint", digest_size=16, key=self._key).hexdigest()

    def erase(self, person_ids: Iterable[int]) -> None:
        """Forget who these ids were, for good, and remember that they may not come back."""
        ids = [(person_id,) for person_id in person_ids]
        with closing(self._connect()) as database:
            with database:
                database.executemany(
                    "INSERT OR IGNORE INTO erased VALUES (?, datetime('now'))", ids
                )
                database.executemany("DELETE FROM people WHERE person_id = ?", ids)
            database.execute("VACUUM")

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=30)
        database.execute("PRAGMA secure_delete = ON")
        return database
