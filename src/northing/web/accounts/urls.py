"""Addresses that are not pages of the catalogue."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from northing.web.accounts import views


def closed(_request: HttpRequest) -> HttpResponse:
    """What allauth offers and this site does not: signing up, more addresses, more providers."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("accounts/link/<str:token>", views.come_in, name="one-time-link"),
    path("accounts/password/choose/", views.choose_password, name="choose-password"),
    path("people/invite", views.invite, name="invite"),
    path("people/<int:person>/invite", views.invite_again, name="invite-again"),
    path("people/<int:person>/role", views.change_role, name="change-role"),
    path("people/<int:person>/remove", views.remove, name="remove-person"),
]
CLOSED: list[URLPattern] = [
    re_path(
        r"^accounts/(?:(?:signup|email|confirm-email|inactive|social|login/code"
        r"|reauthenticate/code|password/set)(?:/.*)?|3rdparty/(?!login/).*)$",
        closed,
        name="closed",
    )
]
"""Stands before allauth's own addresses."""
