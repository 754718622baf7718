"""An empty company, and files to drop on its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from northing.web.measure.workspace import forget
from northing.web.place import SitePlace
from northing.web.site.cache import SECTION_HTML
from northing.workspace.workspace import Workspace

SPEND = b"date,channel,campaign,amount,currency\n2026-03-01,paid_search,Brand,12.50,EUR\n"


@pytest.fixture
def empty_company(settings: Any, tmp_path: Path) -> Iterator[SitePlace]:
    """The site shows a workspace in which nothing was loaded."""
    Workspace.init(tmp_path / "new", name="New Company")
    place = SitePlace(tmp_path / "new")
    settings.PLACE = place
    forget()
    SECTION_HTML.clear()
    yield place
    forget()
    SECTION_HTML.clear()


@pytest.fixture
def drop() -> Callable[..., Any]:
    """Send files through the form: `drop(client, ("a.csv", b"…"), key="k")`."""

    def send(client: Client, *files: tuple[str, bytes], key: str = "a key", **more: Any) -> Any:
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        return client.post("/data/upload", {"key": key, "files": sent}, **more)

    return send
