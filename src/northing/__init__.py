"""Northing: the open system a Chief Marketing Officer runs marketing on.

One chain, measured: objective → key result → metric → initiative → budget line → spend → touch →
conversion → revenue and margin → back to the metric.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from northing.workspace.workspace import Workspace

__version__ = "0.1.0"

_LAZY = ("attribution", "calendar", "engine", "errors", "lake", "metrics", "simulate", "sources")


def open(folder: str | Path) -> Workspace:  # noqa: A001 - `northing.open` reads as what it does
    """Open a workspace folder.

    Raises:
        Missing: If there is no workspace in it; `northing init DIR` makes one.
        BadSetting: If its `northing.toml` is wrong.
    """
    from northing.workspace.workspace import Workspace

    return Workspace(folder)


def __getattr__(name: str) -> Any:
    """Import the parts of the library on first use, so that importing it stays quick."""
    if name in _LAZY:
        return importlib.import_module(f"northing.{name}")
    raise AttributeError(f"module 'northing' has no attribute {name!r}")


__all__ = ["__version__", "open", *_LAZY]
