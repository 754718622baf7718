"""Every address of the site: the pages of the catalogue, their exports, and the accounts'."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from northing.web.accounts.urls import CLOSED
from northing.web.site import views
from northing.web.site.page import PAGES

urlpatterns: list[URLPattern | URLResolver] = [
    *CLOSED,
    path("accounts/", include("allauth.urls")),
    path("health", views.alive, name="alive"),
    *(path(page.path, views.show_page, {"page": key}, name=key) for key, page in PAGES.items()),
    *(
        path(
            f"{page.path}section/<slug:section>",
            views.show_section,
            {"page": key},
            name=f"{key}-section",
        )
        for key, page in PAGES.items()
    ),
    *(
        path(
            f"{page.path}export/<slug:section>.<str:form>",
            views.export_section,
            {"page": key},
            name=f"{key}-export",
        )
        for key, page in PAGES.items()
    ),
    path("", include("northing.web.accounts.urls")),
    path("", include("northing.web.jobs.urls")),
    path("", include("northing.web.data.urls")),
    path("", include("northing.web.measure.urls")),
    path("", include("northing.web.plan.urls")),
    path("", include("northing.web.goals.urls")),
]

handler403 = "northing.web.site.errors.forbidden"
handler404 = "northing.web.site.errors.not_found"
handler500 = "northing.web.site.errors.broken"
