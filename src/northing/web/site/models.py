"""The one row that says how often the site's own state has changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class SiteState(models.Model):
    """One row; its version is part of every cache key."""

    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def current(cls) -> int:
        """The version in force; 0 before anything changed."""
        found = cls.objects.filter(pk=1).values_list("version", flat=True).first()
        return int(found or 0)

    @classmethod
    def advance(cls) -> None:
        """Raise the version by one."""
        if not cls.objects.filter(pk=1).update(version=F("version") + 1):
            cls.objects.get_or_create(pk=1)
