"""What every template knows: the navigation, the company, the look."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from northing.web.accounts.scope import scope_of
from northing.web.site.page import GROUPS, PAGES


def site(request: HttpRequest) -> dict[str, Any]:
    """The values that the frame of a page needs."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "theme": theme_of(request)}
    scope = scope_of(getattr(user, "membership", None))
    from northing.web.measure.workspace import site_workspace

    return {
        # Only the frame of a page asks for it, not each of the sections in it.
        "navigation": SimpleLazyObject(lambda: navigation(scope, _current(request))),
        "scope": scope,
        "company": site_workspace().settings.name,
        "theme": theme_of(request),
    }


def navigation(scope: Any, current: str = "") -> list[dict[str, Any]]:
    """Headings with the pages that a scope may open, in order."""
    found = []
    for group in GROUPS:
        pages = sorted(
            (page.order, key, page)
            for key, page in PAGES.items()
            if page.group == group and page.in_navigation and scope.may(page.permission)
        )
        links = [
            {"title": page.title, "href": reverse(key), "current": key == current}
            for _, key, page in pages
        ]
        if links:
            found.append({"title": group, "links": links})
    return found


def theme_of(request: HttpRequest) -> str:
    """Light, dark, or as the system says."""
    wanted = request.COOKIES.get("theme", "")
    return wanted if wanted in ("light", "dark") else "auto"


def _current(request: HttpRequest) -> str:
    match = request.resolver_match
    key = str(match.kwargs.get("page", "")) if match else ""
    page = PAGES.get(key)
    return page.menu or key if page else ""
