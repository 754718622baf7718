"""A small plan: two objectives, a key result each, two initiatives, money, hand-offs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_plan import PLAN

from northing.plan import Plan, read_plan
from northing.web.accounts.models import User
from northing.web.place import SitePlace
from northing.web.plan.importing import import_plan


@pytest.fixture
def site(tmp_path: Path, settings: Any, db: None) -> Iterator[SitePlace]:
    """The site of an empty workspace."""
    from northing.web.measure.workspace import forget
    from northing.workspace.workspace import Workspace

    folder = tmp_path / "company"
    Workspace.init(folder, name="Company")
    settings.PLACE = SitePlace(folder)
    forget()
    yield settings.PLACE
    forget()


@pytest.fixture
def planned(site: SitePlace) -> Plan:
    """The site with the small plan in it."""
    plan = read_plan(PLAN)
    import_plan(None, plan, "The plan of the year.")
    return plan


Somebody = Callable[[str], User]
