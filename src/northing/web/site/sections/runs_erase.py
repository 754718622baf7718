"""Runs: erase a person, with the reason that the audit keeps."""

from __future__ import annotations

from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

_PAGE = "runs"


def _build(context: PageContext) -> Fragment:
    return Fragment("site/erase.html", {"back": context.link(_PAGE, keep=False)})


ENTRY = Section(
    page=_PAGE,
    title="Erase a person",
    lead="Their rows go from every table, older version, upload and text; totals stay.",
    build=_build,
    order=80,
    permission="erase",
    own=True,
)
