"""A process that answers builds what is slow once a snapshot, and forgets the erased."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from northing.web.accounts.models import User
from northing.web.accounts.scope import scope_of
from northing.web.erasing import note_erasure
from northing.web.measure.workspace import site_workspace
from northing.web.place import SitePlace
from northing.web.site import render
from northing.web.site.blocks import Prose
from northing.web.site.cache import SECTION_HTML
from northing.web.site.page import SECTIONS, Section
from northing.web.site.page_context import PageContext
from northing.web.tending import tend


def test_the_first_visitor_finds_the_first_page_built(
    company: SitePlace, cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    cast("owner")
    tend({})
    built = dict(SECTION_HTML._values)
    assert built

    page = signed_in("owner").get("/").content.decode()

    anew = {key[2] for key in SECTION_HTML._values if key not in built}
    assert anew == {"\0filters"}, "nothing but the form of the filters had to be built"
    later = re.findall(r'hx-get="[^"]*/section/(\w+)', page)
    assert all(SECTIONS[key].own for key in later), "only what is one's own comes later"


def test_nobody_waits_for_what_is_slow(
    company: SitePlace, cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    cast("owner")
    tend({})
    owner = signed_in("owner")
    for page in ("/attribution/", "/journeys/", "/metrics/", "/alignment/"):
        later = re.findall(r'hx-get="[^"]*/section/(\w+)', owner.get(page).content.decode())
        assert all(SECTIONS[key].own for key in later), page


def test_what_is_kept_is_forgotten_once_somebody_was_erased(
    company: SitePlace, cast: Callable[[str], User]
) -> None:
    known: dict[str, Any] = {}
    tend(known)
    SECTION_HTML.put("planted", "somebody")
    tend(known)
    assert SECTION_HTML.peek("planted") == "somebody"

    note_erasure()
    tend(known)

    assert SECTION_HTML.peek("planted") is None


def test_what_tells_of_more_than_the_snapshot_is_shared_for_its_time_only(
    company: SitePlace, cast: Callable[[str], User], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, built = site_workspace(), []
    scope = scope_of(cast("owner").membership)
    context = PageContext("data", workspace, workspace.snapshots.latest(), scope)

    def build(_context: PageContext) -> Prose:
        built.append(1)
        return Prose((f"Looked {len(built)} times.",))

    for lasts, wanted in ((60, 2), (0, 1)):
        section = Section("data", build, lasts=lasts)
        for seconds in (0, 30, 70):
            monkeypatch.setattr(render.time, "time", lambda at=seconds: 1_800_000_000 + at)
            render.show_section(f"looks_{lasts}", section, context)
        assert len(built) == wanted, lasts
        built.clear()
