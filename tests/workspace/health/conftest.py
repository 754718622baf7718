"""A simulated company with planted faults."""

from __future__ import annotations

import json
from typing import Any

import pytest

from northing.workspace.demo import build_demo
from northing.workspace.workspace import Workspace


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("company") / "demo"
    return build_demo(folder, people=2000, seed=7, tell=lambda _: None)


@pytest.fixture(scope="session")
def truth(demo: Workspace) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((demo.folder / "truth.json").read_text(encoding="utf-8"))
    return told
