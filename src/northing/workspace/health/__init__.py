"""Data health: can these data be trusted, and do the systems agree?"""

from northing.workspace.health.check import CHECKS, Check, Look
from northing.workspace.health.finding import Delivery, Finding, Health, Level, Selection
from northing.workspace.health.statement import SYSTEMS, Agreement, Cause, Statement, System

__all__ = [
    "CHECKS",
    "SYSTEMS",
    "Agreement",
    "Cause",
    "Check",
    "Delivery",
    "Finding",
    "Health",
    "Level",
    "Look",
    "Selection",
    "Statement",
    "System",
]
