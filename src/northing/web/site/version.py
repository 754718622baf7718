"""What every write to definitions, locks or plans draws anew: shared pages depend on it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from northing.web.site.models import SiteState

if TYPE_CHECKING:
    from northing.web.plan.store import Stored


class SiteNow:
    """What the site itself keeps, each read once, when it is first asked for."""

    @cached_property
    def version(self) -> str:
        """The version in force."""
        return site_version()

    @cached_property
    def stored(self) -> Stored:
        """The whole plan, with its versions."""
        from northing.web.plan.store import stored

        return stored()


def site_version() -> str:
    """The version in force."""
    return str(SiteState.current())


def renew_version() -> None:
    """Say that something shown on shared pages has changed."""
    SiteState.advance()
