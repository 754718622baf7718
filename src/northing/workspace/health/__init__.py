"""Data health: can these data be trusted, and do the systems agree?"""

from northing.workspace.health.check import CHECKS, Check, Look
from northing.workspace.health.finding import Delivery, Finding, Health, Level, Selection

__all__ = ["CHECKS", "Check", "Delivery", "Finding", "Health", "Level", "Look", "Selection"]
