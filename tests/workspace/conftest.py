"""A fresh workspace, and short ways of handing it files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from northing.workspace.loading import Load
from northing.workspace.workspace import Workspace

LoadText = Callable[..., Load]


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    folder = tmp_path / "Ärger & 100% Söhne"  # a folder's name may hold anything
    return Workspace.init(folder, currency="EUR", time_zone="Europe/Berlin")


@pytest.fixture
def load_text(ws: Workspace, tmp_path: Path) -> LoadText:
    """Write a CSV text to a file of its own and load it."""
    counter = iter(range(1000))

    def load(table: str, text: str, **options: object) -> Load:
        path = tmp_path / "files" / f"{table}-{next(counter)}.csv"
        path.parent.mkdir(exist_ok=True)
        lines = [line.strip() for line in text.strip().splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return ws.load(table, path, **options)

    return load
