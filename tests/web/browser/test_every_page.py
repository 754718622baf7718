"""Every page in a browser: light, dark, on a phone; accessible, charts drawn, numbers there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from northing.web.place import SitePlace
from northing.web.site.charts import ON_DARK, PALETTE
from northing.web.site.formats import show, show_short
from northing.web.site.page import PAGES
from northing.workspace.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.needs("chromium")

LOOKS = {"light": ("light", 1380), "dark": ("dark", 1380), "phone": ("light", 390)}
Q2 = "period=2026-Q2"


@dataclass(frozen=True)
class Expected:
    """What a reader finds on a page: its address, headings, how many charts, a number."""

    path: str
    headings: tuple[str, ...]
    charts: int = 0
    number: Callable[[Workspace], str] | None = None


def _money(workspace: Workspace, name: str) -> str:
    return show_short(workspace.metric(name, period="2026-Q2").total.value, "money")


EXPECTED = {
    "home": Expected(
        f"/?{Q2}", ("How we stand", "What stands out"), 0, lambda ws: _money(ws, "revenue")
    ),
    "metrics": Expected(f"/metrics/?{Q2}", (), 0, lambda ws: _full(ws, "new_pipeline")),
    "metric": Expected(
        f"/metrics/spend/?{Q2}",
        ("Media spend over time", "By channel", "What it means", "Where it comes from"),
        1,
        lambda ws: _full(ws, "spend"),
    ),
    "attribution": Expected(
        f"/attribution/?kind=order&{Q2}",
        ("Credit by rule", "Rules side by side", "How few bring most", "Waste"),
        2,
        lambda ws: show(ws.attribute(kind="order", period="2026-Q2").total.value, "money"),
    ),
    "journeys": Expected(
        f"/journeys/?kind=order&{Q2}",
        ("How long journeys are", "Paths", "Who opens and who closes"),
        2,
    ),
    "rows": Expected(f"/rows/spend_daily/?{Q2}", ()),
    "definitions": Expected("/definitions/", ("Contested definitions",)),
    "definition": Expected(
        f"/definitions/sourced_pipeline/?{Q2}",
        ("Side by side", "The lock"),
        0,
        lambda ws: _full(ws, "sourced_pipeline"),
    ),
}
"""Pages of objects that a test must make first have tests of their own."""

OWN_TESTS = {
    "alignment",
    "objectives",
    "objective",
    "key_result",
    "plan",
    "initiative",
    "campaign",
    "draft",
    "budget",
    "budget_line",
    "approvals",
    "data",
    "drop",
    "file",
    "journey",
    "runs",
    "run",
    "people",
    "person",
    "audit",
    "security",
}


def _full(workspace: Workspace, name: str) -> str:
    return show(workspace.metric(name, period="2026-Q2").total.value, "money")


def settle(page: Page) -> None:
    """Wait until what is fetched after the page stands has come."""
    from playwright.sync_api import expect

    expect(page.locator(".waiting")).to_have_count(0, timeout=30_000)


def test_every_page_is_looked_at() -> None:
    assert set(PAGES) <= EXPECTED.keys() | OWN_TESTS


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("key", EXPECTED)
def test_a_page_stands(
    key: str,
    look: str,
    company: SitePlace,
    visit: Any,
    check_accessible: Callable[[Page], None],
    check_fits: Callable[[Page], None],
) -> None:
    expected = EXPECTED[key]
    scheme, width = LOOKS[look]
    page = visit("owner", expected.path, scheme=scheme, width=width)
    settle(page)

    found = page.locator("main h2").all_inner_texts()
    assert [one for one in expected.headings if one not in found] == []
    assert drawn(page) == expected.charts
    if expected.number is not None:
        assert expected.number(Workspace(company.workspace)) in page.inner_text("main")
    check_accessible(page)
    check_fits(page)


def drawn(page: Page) -> int:
    """Charts of the page, each with marks in it and as wide as its place."""
    plots = page.locator("[data-chart]")
    count = plots.count()
    for place in range(count):
        plot = plots.nth(place)
        plot.scroll_into_view_if_needed()
        plot.locator("svg").wait_for()
        marks = plot.locator("svg [class*='mark-'] path[d]").count()
        assert marks >= 1, f"the chart {plot.get_attribute('aria-label')} has no marks"
        box, inner = plot.bounding_box(), plot.locator("svg").bounding_box()
        assert box is not None
        assert inner is not None
        assert inner["width"] > 0.7 * box["width"]
    return int(count)


def test_a_filter_lives_in_the_address(company: SitePlace, visit: Any) -> None:
    page = visit("owner", "/attribution/")
    page.select_option("[name=rule]", "markov")
    page.wait_for_url("**rule=markov**")
    settle(page)

    assert page.locator("[name=rule]").input_value() == "markov"
    assert "rule=markov" in page.locator(".exports a").first.get_attribute("href")


def test_every_number_of_home_opens_to_its_definition(company: SitePlace, visit: Any) -> None:
    page = visit("owner", f"/?{Q2}")
    page.get_by_role("link", name="Media spend").click()

    assert page.locator("h1").inner_text() == "Media spend"
    assert "Where it comes from" in page.inner_text("main")
    page.get_by_role("link", name="spend_daily").click()
    assert page.locator("h1").inner_text() == "Rows of spend_daily"
    assert Q2 in page.url


def test_the_look_is_switched_and_kept(company: SitePlace, visit: Any) -> None:
    page = visit("owner", "/definitions/")
    page.click("[data-theme-switch]")
    page.reload()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_chart_is_drawn_in_the_hues_of_the_look(company: SitePlace, visit: Any) -> None:
    page = visit("owner", f"/metrics/spend/?{Q2}")
    for hues in (PALETTE, ON_DARK):
        page.wait_for_selector("[data-chart][data-drawn]")
        page.wait_for_selector(f'[data-chart] path[stroke="{hues[0]}"]')
        named = page.locator("[data-chart] text").evaluate_all(
            "all => all.map(one => one.getAttribute('fill'))"
        )
        assert set(hues[:2]) <= set(named)
        page.click("[data-theme-switch]")


def test_the_menu_opens_on_a_phone(company: SitePlace, visit: Any) -> None:
    page = visit("owner", "/", width=390)
    assert not page.locator("#navigation").is_visible()
    page.click("[data-menu]")

    assert page.locator("#navigation").is_visible()
