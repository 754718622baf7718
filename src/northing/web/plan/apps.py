"""The app, as Django knows it."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """This app."""

    name = "northing.web.plan"
    label = "plan"
