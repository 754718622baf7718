"""The app, as Django knows it."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    """This app."""

    name = "northing.web.measure"
    label = "measure"
