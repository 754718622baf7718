"""What is kept in memory of people goes when somebody is erased."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from small_plan import PLAN

from northing.plan import read_plan
from northing.web.erasing import forget_what_is_kept
from northing.web.goals import selectors
from northing.web.measure import journeys
from northing.web.place import SitePlace
from northing.web.plan.importing import import_plan
from northing.web.plan.store import STORED


def test_journeys_in_memory_are_forgotten(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("owner")
    assert browser.get("/journeys/section/journeys_paths").status_code == 200
    kept = journeys._FOLDED
    assert len(kept)

    forget_what_is_kept()

    assert not len(kept)


def test_plans_and_what_was_made_of_them_are_forgotten(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    import_plan(None, read_plan(PLAN), "The plan of the year.")
    assert signed_in("owner").get("/objectives/section/objectives_tree").status_code == 200
    kept = (STORED, selectors._STANDINGS)
    assert all(len(shelf) for shelf in kept)

    forget_what_is_kept()

    assert not any(len(shelf) for shelf in kept)
