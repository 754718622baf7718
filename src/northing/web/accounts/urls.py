"""Addresses that are not pages of the catalogue."""

from __future__ import annotations

from django.urls import URLPattern, path

from northing.web.accounts import views

urlpatterns: list[URLPattern] = [
    path("accounts/link/<str:token>", views.come_in, name="one-time-link"),
]
