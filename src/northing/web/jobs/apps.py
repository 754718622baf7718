"""The app, as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """This app."""

    name = "northing.web.jobs"
    label = "jobs"
