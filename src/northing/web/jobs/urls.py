"""Addresses that are not pages of the catalogue."""

from __future__ import annotations

from django.urls import URLPattern, path

from northing.web.jobs import views

urlpatterns: list[URLPattern] = [
    path("runs/refresh", views.start_refresh, name="start-refresh"),
    path("runs/erase", views.start_erasure, name="start-erasure"),
    path("runs/<int:run>/progress", views.run_progress, name="run-progress"),
]
