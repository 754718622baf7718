"""A demo's site as its company would have left it: its people, its plan, what waits for a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from northing.web.accounts.demo import demo_cast
from northing.web.measure.models import DefinitionProposal
from northing.web.measure.services import propose
from northing.web.plan.publishing import adopt

if TYPE_CHECKING:
    from northing.web.accounts.models import User

TO_LOCK = (
    ("sourced_pipeline?variant=first_touch", "Sales and marketing count it three ways today."),
    ("cac", "Finance asks that people and tools count."),
)
"""Definitions that wait for two names, and why."""


@transaction.atomic
def settle_demo() -> User:
    """Make the people, take the plan over from its file, and propose definitions to lock.

    What is there already stays as it is, so that whoever tried something finds it again.

    Returns:
        The owner.
    """
    people = demo_cast()
    adopt()
    analyst = next(one for one in people if one.membership.role == "analyst")
    if not DefinitionProposal.objects.exists():
        for reference, reason in TO_LOCK:
            propose(analyst, reference, reason)
    return people[0]
