"""Data: bring everything up to date, and see how far that is."""

from __future__ import annotations

from northing.web.jobs.progress import run_block
from northing.web.jobs.selectors import newest_run
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

_PAGE = "data"


def _build(context: PageContext) -> tuple[Block, ...]:
    waiting = _waiting(context)
    note = (
        f"{waiting} loaded since the last refresh."
        if waiting
        else "Nothing was loaded since the last refresh."
    )
    values = {"back": context.link(_PAGE, keep=False), "note": note}
    form = Fragment("site/refresh_now.html", values)
    run = newest_run("refresh")
    return (form, run_block(run)) if run else (form,)


def _waiting(context: PageContext) -> str:
    """How many loads the published snapshot does not hold yet, in words."""
    held = set(context.snapshot.batches) if context.snapshot else set()
    count = sum(batch.id not in held for batch in context.workspace.batches.all())
    return "" if not count else "One file was" if count == 1 else f"{count} files were"


ENTRY = Section(
    page=_PAGE,
    title="Bring everything up to date",
    lead="Tables, credit and metrics are published as one snapshot, whole or not at all.",
    build=_build,
    order=12,
    permission="refresh",
    own=True,
)
