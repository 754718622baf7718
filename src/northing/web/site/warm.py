"""Build what takes long before anybody asks for it, once a snapshot and scope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from northing.web.accounts.models import Membership
from northing.web.accounts.scope import scope_of
from northing.web.measure.workspace import site_workspace
from northing.web.site.filters import read_filters
from northing.web.site.page import PAGES, sections_of
from northing.web.site.page_context import PageContext
from northing.web.site.render import may_see, show_section

if TYPE_CHECKING:
    from northing.web.accounts.scope import Scope

FIRST = "home"
_MOST_SCOPES = 10


def warm() -> int:
    """Build Home for everybody who may open it, then what is slow on the other pages.

    Only shared sections, as they stand where the address chooses nothing.

    Returns:
        How many were built or were there already.
    """
    scopes: dict[str, Scope] = {}
    for membership in Membership.objects.filter(user__is_active=True)[:200]:
        scope = scope_of(membership)
        scopes[scope.key] = scope
    pages = [FIRST, *(key for key, page in PAGES.items() if page.in_navigation and key != FIRST)]
    asked = [(page, scope) for page in pages for scope in list(scopes.values())[:_MOST_SCOPES]]
    return sum(_warm(page, scope) for page, scope in asked if scope.may(PAGES[page].permission))


def _warm(page: str, scope: Scope) -> int:
    workspace = site_workspace()
    context = PageContext(page, workspace, workspace.snapshots.latest(), scope)
    context = replace(context, filters=read_filters(context, PAGES[page].filters))
    shared = {
        key: section
        for key, section in sections_of(page).items()
        if not section.own and (section.slow or page == FIRST) and may_see(section, context)
    }
    for key, section in shared.items():
        show_section(key, section, context)
    return len(shared)
