"""Adds to the site's navigation what no list should have to repeat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent


def on_config(config: Any) -> Any:
    """Append the benchmarks, if they were measured here, and every decision in order."""
    nav = list(config["nav"])
    if (DOCS / "benchmarks.md").is_file():
        nav.append({"Benchmarks": "benchmarks.md"})
    pages = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    nav.append({"Decisions": ["decisions/index.md", *(f"decisions/{name}" for name in pages)]})
    config["nav"] = nav
    return config
