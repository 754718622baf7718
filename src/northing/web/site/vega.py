"""The charting library for the browser: bundled once from what is installed, never fetched."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

_SNIPPET = "window.vegaEmbed = vegaEmbed;"


def bundle_folder() -> Path:
    """Where the bundle of the installed version lies, below the user's cache."""
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "northing" / f"vega-{version('vl-convert-python')}"


def ensure_bundle() -> Path:
    """Make the bundle if it is not there (about 5 s, once a version) and return its folder."""
    folder = bundle_folder()
    target = folder / "vega.js"
    if not target.exists():
        import vl_convert

        folder.mkdir(parents=True, exist_ok=True)
        # Its minified names would collide with the page's: it gets a scope of its own.
        text = f"(()=>{{{vl_convert.javascript_bundle(_SNIPPET)}}})();"
        making = folder / f"vega.{os.getpid()}.tmp"
        making.write_text(text, encoding="utf-8")
        making.replace(target)
    return folder


if __name__ == "__main__":  # at set-up, so that no test and no first page waits for it
    ensure_bundle()
