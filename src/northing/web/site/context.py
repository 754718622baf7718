"""What every template knows: the navigation, the company, the look."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from northing.web.accounts.scope import scope_of
from northing.web.site.page import GROUPS, PAGES

if TYPE_CHECKING:
    from northing.web.accounts.scope import Scope


def site(request: HttpRequest) -> dict[str, Any]:
    """The values that the frame of a page needs."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": "", "theme": theme_of(request)}
    scope = scope_of(getattr(user, "membership", None))
    from northing.web.measure.workspace import site_workspace

    return {
        "navigation": navigation(opened_by(scope), _current(request)),
        "scope": scope,
        "company": site_workspace().settings.name,
        "theme": theme_of(request),
    }


def opened_by(scope: Scope) -> tuple[str, ...]:
    """The pages of the navigation that a scope may open."""
    return tuple(
        key for key, page in PAGES.items() if page.in_navigation and scope.may(page.permission)
    )


@lru_cache(maxsize=1_000)
def navigation(pages: tuple[str, ...], current: str = "") -> SafeString:
    """Headings with pages in order, as HTML; the same for all who may open the same."""
    groups = []
    for group in GROUPS:
        mine = sorted((PAGES[key].order, key) for key in pages if PAGES[key].group == group)
        if mine:
            heading = format_html("<h2>{}</h2>", group) if group else ""
            links = format_html_join("", _LINK, (_link(key, current) for _, key in mine))
            groups.append(format_html("{}<ul>{}</ul>", heading, links))
    if not groups:
        return mark_safe("")
    return format_html(
        '<nav id="navigation" class="side" aria-label="Pages">{}</nav>',
        format_html_join("", "{}", ((one,) for one in groups)),
    )


_LINK = '<li><a href="{}"{}>{}</a></li>'


def _link(key: str, current: str) -> tuple[str, str, str]:
    mark = mark_safe(' aria-current="page"') if key == current else ""
    return reverse(key), mark, PAGES[key].title


def theme_of(request: HttpRequest) -> str:
    """Light, dark, or as the system says."""
    wanted = request.COOKIES.get("theme", "")
    return wanted if wanted in ("light", "dark") else "auto"


def _current(request: HttpRequest) -> str:
    match = request.resolver_match
    key = str(match.kwargs.get("page", "")) if match else ""
    page = PAGES.get(key)
    return page.menu or key if page else ""
