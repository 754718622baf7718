"""The app, as Django knows it."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    """This app."""

    name = "northing.web.data"
    label = "data"
