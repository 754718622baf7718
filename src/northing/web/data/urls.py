"""Addresses of what is done with files; their pages are in the catalogue."""

from __future__ import annotations

from django.urls import URLPattern, path

from northing.web.data import views

urlpatterns: list[URLPattern] = [
    path("data/upload", views.upload, name="upload"),
    path("data/files/<uuid:file>/read", views.correct, name="file-read"),
    path("data/files/<uuid:file>/forget", views.forget, name="file-forget"),
    path("data/files/<uuid:file>/load", views.load, name="file-load"),
    path("data/files/<uuid:file>/discard", views.discard, name="file-discard"),
    path("data/files/<uuid:file>/mapping.toml", views.mapping_file, name="file-mapping"),
    path("data/uploads/<uuid:drop>/load", views.load_all, name="drop-load"),
    path("data/loads/<slug:batch>/take-back", views.take_back, name="take-back"),
]
