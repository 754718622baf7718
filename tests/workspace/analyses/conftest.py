"""A small simulated company that the analyses are asked of, and SQL beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from northing.workspace.demo import build_demo
from northing.workspace.workspace import Workspace

Sql = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("company") / "demo"
    return build_demo(folder, people=3_000, seed=11, tell=lambda _text: None)


@pytest.fixture(scope="session")
def sql(company: Workspace) -> Sql:
    """Plain SQL over the tables of the company's snapshot, for a second opinion."""

    def run(text: str) -> list[dict[str, Any]]:
        snapshot = company.snapshot()
        named = {name: company.dataset(name, snapshot) for name in snapshot.tables if name in text}
        return company.engine.query(text, **named).to_pylist()

    return run
