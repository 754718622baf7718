"""The app, as Django knows it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """This app."""

    name = "northing.web.site"
    label = "site"
