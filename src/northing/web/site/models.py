"""The one row that tells one state of the site's own data from every other."""

from __future__ import annotations

import secrets

from django.db import models

_MOST = 2**62  # fits a signed column of 64 bits


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
        """Draw another version: counted on, a restored database would come to one it had before."""
        cls.objects.update_or_create(pk=1, defaults={"version": 1 + secrets.randbelow(_MOST)})
