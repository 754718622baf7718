"""Data: drop files; those that wait to be loaded."""

from __future__ import annotations

import uuid

from northing.sources import UPLOAD
from northing.web.data.selectors import waiting
from northing.web.data.store import MOST_FILES
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Block:
    values = {
        "key": uuid.uuid4().hex,
        "waiting": waiting(context)[:20],
        "most_bytes": UPLOAD.received_bytes,
        "most_files": MOST_FILES,
        "is_empty": not context.workspace.batches.all(),
    }
    return Fragment("data/upload.html", values)


ENTRY = Section(
    page="data",
    title="Load files",
    lead="CSV, Excel, JSON or Parquet, as the systems give them out, zipped or not. "
    "You see how each is read before anything is loaded.",
    build=_build,
    order=10,
    permission="load",
    own=True,
)
