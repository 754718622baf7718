"""Build the first page of the day before anybody asks for it, once a snapshot and scope."""

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

PAGE = "home"
_MOST_SCOPES = 10


def warm() -> int:
    """Build the shared sections of Home for everybody who may open it.

    Returns:
        How many were built or were there already.
    """
    scopes: dict[str, Scope] = {}
    for membership in Membership.objects.filter(user__is_active=True)[:200]:
        scope = scope_of(membership)
        scopes[scope.key] = scope
    allowed = [scope for scope in scopes.values() if scope.may(PAGES[PAGE].permission)]
    return sum(_warm(scope) for scope in allowed[:_MOST_SCOPES])


def _warm(scope: Scope) -> int:
    workspace = site_workspace()
    context = PageContext(PAGE, workspace, workspace.snapshots.latest(), scope)
    context = replace(context, filters=read_filters(context, PAGES[PAGE].filters))
    shared = {
        key: section
        for key, section in sections_of(PAGE).items()
        if not section.own and may_see(section, context)
    }
    for key, section in shared.items():
        show_section(key, section, context)
    return len(shared)
