"""A site gets ready by itself, once, and never under a key that is lost or that anybody knows."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from northing.errors import BadInput, Conflict
from northing.web.place import KEY_VARIABLE, SitePlace
from northing.web.prepare import prepare
from northing.workspace.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path) -> SitePlace:
    return SitePlace(Workspace.init(tmp_path / "acme").folder)


def prepared(place: SitePlace) -> tuple[str, float]:
    """Prepare in a process of its own, as commands do: what Python says, and its seconds."""
    code = (
        "import sys; from northing.web.prepare import prepare; prepare(sys.argv[1]); "
        "print('django' in sys.modules)"
    )
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("NORTHING_", "DJANGO_"))
    }
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(place.workspace)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    return done.stdout.strip() or done.stderr, time.monotonic() - began


def test_a_new_site_gets_a_key_a_database_and_its_files_and_then_is_quick(
    place: SitePlace,
) -> None:
    assert prepared(place)[0] == "True"
    assert stat.S_IMODE(place.key_file.stat().st_mode) == 0o600
    assert place.database.exists()
    assert list(place.static.glob("northing/site.*.css"))

    assert prepared(place)[0] == "False", "nothing has changed, so Django is not imported"

    place.database.unlink()
    assert prepared(place)[0] == "True"
    assert place.database.exists()


def test_a_lost_key_is_refused_and_nothing_is_overwritten(
    place: SitePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_VARIABLE)
    place.folder.mkdir()
    place.database.write_bytes(b"made with the key")

    with pytest.raises(Conflict, match=r"secret\.key is missing"):
        prepare(place.workspace)
    assert place.database.read_bytes() == b"made with the key"
    assert not place.key_file.exists()


@pytest.mark.parametrize("key", ["changeme", "x" * 60, "django-insecure-" + "abcdefghij" * 6])
def test_a_key_that_anybody_knows_is_refused(
    place: SitePlace, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, key)

    with pytest.raises(BadInput, match="key"):
        prepare(place.workspace)
