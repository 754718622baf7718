"""Adds to the site's navigation what no list should have to repeat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent


def on_config(config: Any) -> Any:
    """Append pages that the list does not place, the benchmarks if there are, every decision."""
    nav = list(config["nav"])
    placed = {*_paths(nav), "benchmarks.md"}
    nav += [path.name for path in sorted(DOCS.glob("*.md")) if path.name not in placed]
    if (DOCS / "benchmarks.md").is_file():
        nav.append({"Benchmarks": "benchmarks.md"})
    pages = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    nav.append({"Decisions": ["decisions/index.md", *(f"decisions/{name}" for name in pages)]})
    config["nav"] = nav
    return config


def _paths(entry: Any) -> Iterator[str]:
    """Every page that a list of the navigation names."""
    if isinstance(entry, str):
        yield entry
        return
    for part in entry.values() if isinstance(entry, dict) else entry:
        yield from _paths(part)
