"""Addresses that are not pages of the catalogue."""

from __future__ import annotations

from django.urls import path

from northing.web.measure import views

urlpatterns = [
    path("definitions/<slug:name>/propose", views.propose, name="definition-propose"),
    path("definitions/proposals/<int:proposal>/sign", views.sign, name="definition-sign"),
    path("definitions/proposals/<int:proposal>/decline", views.decline, name="definition-decline"),
]
