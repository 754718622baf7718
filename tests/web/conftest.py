"""A small cast and a small company for the site's tests.

The cast: owner, analyst, finance, executive, viewer, board, agency, outsider. `company` is a
workspace of a simulated company, made once a run and shared; who changes it takes `own_company`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from filelock import FileLock

from northing.web.accounts.models import Membership, User
from northing.web.measure.workspace import forget
from northing.web.place import SitePlace
from northing.web.site.cache import SECTION_HTML

PASSWORD = "correct horse battery staple"  # noqa: S105 - of the cast, on no real site
PEOPLE = 3_000
PARTNER = "agency_north"
COMPANY_VARIABLE = "NORTHING_TEST_COMPANY"


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of a simulated company; every worker of a run shares it."""
    if COMPANY_VARIABLE in os.environ:  # of the run that started this one, on another database
        return Path(os.environ[COMPANY_VARIABLE])
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if root.name.startswith("popen-") else root
    folder = shared / "company"
    with FileLock(shared / "company.lock"):
        if not (folder / "northing.toml").exists():
            from northing.workspace.demo import build_demo

            build_demo(folder, people=PEOPLE, seed=7, tell=lambda _line: None)
    return folder


@pytest.fixture
def company(company_folder: Path, settings: object) -> Iterator[SitePlace]:
    """The site shows the shared company."""
    yield from _shown(company_folder, settings)


@pytest.fixture
def own_company(company_folder: Path, settings: object, tmp_path: Path) -> Iterator[SitePlace]:
    """The site shows a copy of the company that the test may change."""
    folder = tmp_path / "company"
    shutil.copytree(company_folder, folder)
    yield from _shown(folder, settings)


def _shown(folder: Path, settings: object) -> Iterator[SitePlace]:
    place = SitePlace(folder)
    settings.PLACE = place  # type: ignore[attr-defined]
    forget()
    SECTION_HTML.clear()
    yield place
    forget()
    SECTION_HTML.clear()


@pytest.fixture
def cast(db: None) -> Callable[[str], User]:
    """Somebody of a role, made on first asking; "outsider" has no membership."""
    known: dict[str, User] = {}

    def somebody(role: str) -> User:
        if role not in known:
            user = User.objects.create_user(f"{role}@example.com", PASSWORD, name=role)
            if role != "outsider":
                partner = PARTNER if role == "agency" else ""
                Membership.objects.create(user=user, role=role, partner=partner)
            known[role] = user
        return known[role]

    return somebody


@pytest.fixture
def signed_in(cast: Callable[[str], User]) -> Callable[[str], Client]:
    """A browser in which somebody of a role is signed in."""

    def client(role: str) -> Client:
        browser = Client()
        backend = "django.contrib.auth.backends.ModelBackend"
        browser.force_login(cast(role), backend=backend)
        return browser

    return client
