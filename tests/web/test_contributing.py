"""The page, section and exception of the contributor's guide work as one file each."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches

from northing.catalog import Catalog
from northing.web.place import SitePlace
from northing.web.site.exception import EXCEPTIONS
from northing.web.site.page import PAGES, SECTIONS
from northing.workspace.workspace import Workspace

Browser = Callable[[str], Client]


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Adds the file that a section of the guide shows to a catalogue's folder, for one test."""
    touched: list[Catalog[Any]] = []

    def add(catalogue: Catalog[Any], heading: str, repository: Path) -> str:
        text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
        section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
        name = re.search(r"`src/northing/[\w/]+/(\w+)\.py`", section)
        code = re.search(r"```python\n(.*?)```", section, re.DOTALL)
        assert name is not None
        assert code is not None
        (tmp_path / f"{name[1]}.py").write_text(code[1], encoding="utf-8")
        folder = importlib.import_module(catalogue.package)
        monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
        catalogue.__dict__.pop("_entries", None)
        touched.append(catalogue)
        return name[1]

    yield add
    for catalogue in touched:
        catalogue.__dict__.pop("_entries", None)
    _read_addresses_again()


def _read_addresses_again() -> None:
    importlib.reload(importlib.import_module("northing.web.urls"))
    clear_url_caches()


def test_the_page_of_the_guide_is_in_the_navigation_and_opens(
    one_more: Any, repository: Path, company: SitePlace, signed_in: Browser
) -> None:
    name = one_more(PAGES, "Add a page", repository)
    _read_addresses_again()

    assert signed_in("owner").get(f"/{PAGES[name].path}").status_code == 200
    assert "Where did the money go?" in signed_in("owner").get("/spend/").content.decode()
    assert signed_in("outsider").get("/spend/").status_code == 404


def test_the_section_of_the_guide_stands_on_its_page_and_is_exported(
    one_more: Any, repository: Path, company: SitePlace, signed_in: Browser
) -> None:
    name = one_more(SECTIONS, "Add a section", repository)
    browser = signed_in("owner")

    assert "Spend by channel" in browser.get("/metrics/").content.decode()
    exported = browser.get(f"/metrics/export/{name}.csv").content.decode("utf-8-sig")
    assert exported.startswith("channel,spend")


def test_the_exception_of_the_guide_is_on_home_where_no_lead_came(
    one_more: Any, repository: Path, company: SitePlace, signed_in: Browser
) -> None:
    one_more(EXCEPTIONS, "Add an exception", repository)
    workspace = Workspace(company.workspace)
    leads = workspace.metric("leads", by="day", period="2025-01").rows
    quiet = next(row.keys["day"] for row in leads if row.value == 0)
    busy = next(row.keys["day"] for row in leads if row.value)
    browser, home = signed_in("owner"), "/section/home_exceptions"

    assert "No lead came in" in browser.get(f"{home}?period={quiet}..{quiet}").content.decode()
    assert "No lead came in" not in browser.get(f"{home}?period={busy}..{busy}").content.decode()
