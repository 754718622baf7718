"""What is kept in memory of people goes when somebody is erased."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from northing.web.erasing import forget_what_is_kept
from northing.web.measure import journeys
from northing.web.place import SitePlace


def test_journeys_in_memory_are_forgotten(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("owner")
    assert browser.get("/journeys/section/journeys_paths").status_code == 200
    kept = journeys._FOLDED
    assert len(kept) == 1

    forget_what_is_kept()

    assert len(kept) == 0
