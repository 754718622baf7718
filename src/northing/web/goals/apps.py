"""The application of objectives and key results; their rows are those of the plan."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Objectives, key results, who answers for them."""

    name = "northing.web.goals"
    label = "goals"
