"""Where things of the plan lead, for those who may go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.web.site.page import PAGES

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext


def link_to(context: PageContext, page: str, /, **values: str) -> str | None:
    """The address of an object's page; None for those who may not open it."""
    if page not in PAGES or not context.scope.may(PAGES[page].permission):
        return None
    return context.link(page, keep=True, **values)
