"""A real browser over the site: what a page shows, says, refuses and leaves in its console.

    @pytest.mark.needs("chromium")
    def test_home_stands(company, visit, check_accessible):
        page = visit("analyst", "/")
        assert page.locator("h1").inner_text() == "Home"
        check_accessible(page)

A test fails at its end if one of its pages wrote an error to the console, raised one, or was
refused something by the site's Content-Security-Policy. `$NORTHING_SCREENSHOTS` names a folder
for pictures of the pages at the end of each test.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 60_000  # the first page of a run imports everything, on a busy machine
_WATCH = """addEventListener("securitypolicyviolation", (event) => console.error(
  `the policy refused ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))"""

_DRAWN = """() => [...document.querySelectorAll("[data-chart]")].every((chart) => {
  const unseen = chart.clientWidth < 60 || chart.getBoundingClientRect().top > innerHeight;
  return chart.dataset.drawn || unseen;
})"""
_CUT_OFF = """() => [...document.querySelectorAll("[data-chart] svg text")].filter((text) => {
  const word = text.getBoundingClientRect();
  const plot = text.closest("[data-chart]").getBoundingClientRect();
  return word.width && (word.right > plot.right + 1 || word.left < plot.left - 1);
}).map((text) => text.textContent)"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once a run."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    _let_answers_end()


def _let_answers_end() -> None:
    """Wait for what the server still works at: a thread cut off inside compiled code aborts."""
    until = time.monotonic() + PATIENCE_MS / 1000
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(max(0.0, until - time.monotonic()))


Visit = Callable[..., "Page"]


@pytest.fixture
def visit(
    browser: Browser,
    live_server: Any,
    cast: Callable[[str], AbstractBaseUser],
    request: pytest.FixtureRequest,
) -> Iterator[Visit]:
    """Open a page as somebody of a role: `visit(role, path, scheme="light", width=1380)`.

    `answers` names the statuses above 399 that the test expects, such as (422,): the browser
    writes each into the console.
    """
    pages: list[Page] = []
    problems: list[str] = []

    def open_page(
        role: str | None,
        path: str,
        scheme: str = "light",
        width: int = 1380,
        height: int = 900,
        answers: tuple[int, ...] = (),
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            base_url=live_server.url,
        )
        context.set_default_timeout(PATIENCE_MS)
        if role is not None:
            context.add_cookies([_session(cast(role), live_server.url)])
        page = context.new_page()
        _watch(page, problems, answers)
        pages.append(page)
        page.goto(path)
        return page

    yield open_page
    for number, page in enumerate(pages):
        if folder := os.environ.get("NORTHING_SCREENSHOTS"):
            picture(page, Path(folder) / f"{_plain(request.node.name)}-{number}.png")
        page.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def check_accessible() -> Callable[[Page], None]:
    """Let axe look at a page; it must find nothing."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        told = [
            f"{one['id']}: {one['help']}: {', '.join(str(node['target']) for node in one['nodes'])}"
            for one in found
        ]
        assert not told, "\n".join(told)

    return check


@pytest.fixture
def check_fits() -> Callable[[Page], None]:
    """The page is not wider than its window, and no chart loses a word at its edge."""

    def check(page: Page) -> None:
        wide, window = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px"
        page.wait_for_function(_DRAWN)
        assert page.evaluate(_CUT_OFF) == [], page.url

    return check


def picture(page: Page, path: Path) -> None:
    """Take a picture of the whole page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


def _session(user: AbstractBaseUser, url: str) -> Any:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


def _watch(page: Page, problems: list[str], answers: tuple[int, ...]) -> None:
    expected = tuple(f"the server responded with a status of {one} " for one in answers)

    def heard(message: Any) -> None:
        if message.type == "error" and not any(one in message.text for one in expected):
            problems.append(f"console of {page.url}: {message.text}")

    page.add_init_script(_WATCH)
    page.on("console", heard)
    page.on("pageerror", lambda error: problems.append(f"{page.url} raised {error}"))


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
