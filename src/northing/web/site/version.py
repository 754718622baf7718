"""What every write to definitions, locks or plans draws anew: shared pages depend on it."""

from __future__ import annotations

from northing.web.site.models import SiteState


def site_version() -> str:
    """The version in force."""
    return str(SiteState.current())


def renew_version() -> None:
    """Say that something shown on shared pages has changed."""
    SiteState.advance()
