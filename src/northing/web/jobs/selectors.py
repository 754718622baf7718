"""The runs that somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.errors import Missing
from northing.web.jobs.models import QUEUED, RUNNING, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from northing.web.accounts.models import User
    from northing.web.accounts.scope import Scope

MOST_RUNS = 200


def runs(scope: Scope, user: User | None) -> Sequence[Run]:
    """The newest runs: all for those who see the data, else one's own."""
    found = Run.objects.select_related("asked_by")
    if not scope.may("see_data"):
        found = found.filter(asked_by=user) if user is not None else found.none()
    return list(found[:MOST_RUNS])


def run_of(number: int, scope: Scope, user: User | None) -> Run:
    """One run.

    Raises:
        Missing: If there is none, or none that they may see.
    """
    run = Run.objects.filter(pk=number).first()
    mine = run is not None and user is not None and run.asked_by_id == user.pk
    if run is None or not (mine or scope.may("see_data")):
        raise Missing("There is no such run.")
    return run


def newest_run(kind: str) -> Run | None:
    """The run of a kind that is at work or waits; else the one that ended last."""
    active = Run.objects.filter(kind=kind, state__in=(QUEUED, RUNNING)).order_by("asked_at").first()
    return active or Run.objects.filter(kind=kind).first()
