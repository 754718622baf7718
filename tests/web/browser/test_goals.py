"""Objectives, key results and alignment in a browser, with the small plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from small_plan import PLAN

from northing.plan import read_plan
from northing.web.place import SitePlace
from northing.web.plan.importing import import_plan
from northing.web.plan.selectors import live_plan
from northing.web.plan.services import save

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.needs("chromium")

LOOKS = {"light": ("light", 1380), "dark": ("dark", 1380), "phone": ("light", 390)}
PAGES = {
    "/objectives/": ("From company to team", "A new objective", "Who decides what"),
    "/objectives/grow/": ("Key results", "What we do for it", "What it costs", "How it came about"),
    "/objectives/grow/key-results/new": (),
    "/key-results/leads/": ("Where it stands", "Its course", "Check-ins"),
    "/key-results/leads/check-in": (),
    "/alignment/": (
        "Does the money lie where it should?",
        "Objective by objective",
        "Spent against agreed",
        "None",
        "Horizon",
        "What hangs in the air",
        "Objective by channel",
        "Which number serves which objective",
    ),
}


@pytest.fixture
def planned(own_company: SitePlace, live_server: Any) -> SitePlace:
    """The company with the small plan, and a key result on leads."""
    import_plan(None, read_plan(PLAN), "The plan of the year.")
    leads = {
        "key": "leads", "objective": "grow", "title": "40 leads", "owner": "owner@example.com",
        "kind": "count", "target": 40, "starts": "2026-01-01", "due": "2026-12-31",
        "metric": "leads", "unit": "count",
    }  # fmt: skip
    save(None, "key_result", leads)
    return own_company


def settle(page: Page) -> None:
    """Wait until what is fetched after the page stands has come."""
    from playwright.sync_api import expect

    expect(page.locator(".waiting")).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_goals_stands(
    path: str,
    look: str,
    planned: SitePlace,
    visit: Any,
    check_accessible: Callable[[Page], None],
    check_fits: Callable[[Page], None],
) -> None:
    scheme, width = LOOKS[look]
    page = visit("owner", path, scheme=scheme, width=width)
    settle(page)

    found = page.locator("main h2").all_inner_texts()
    assert [one for one in PAGES[path] if one not in found] == []
    check_accessible(page)
    check_fits(page)


def test_the_course_shows_value_plan_target_and_events(planned: SitePlace, visit: Any) -> None:
    page = visit("viewer", "/key-results/leads/")
    settle(page)
    plot = page.locator("#key_result_course [data-chart]")
    plot.scroll_into_view_if_needed()
    plot.locator("svg").wait_for()

    said = plot.locator("svg text").all_text_contents()
    assert {"value", "planned", "target", "Spring starts"} <= set(said)


def test_from_a_template_to_a_check_in(planned: SitePlace, visit: Any) -> None:
    """Take a template, be refused a key result, mend it, say how sure one is."""
    page = visit("owner", "/objectives/", answers=(422,))
    page.get_by_role("link", name="Win more new customers at a cost that pays").click()
    page.fill("[name=title]", "Win customers in DACH")
    page.click("text=Set the objective")
    page.locator("summary", has_text="Drafts that suit it").click()
    page.get_by_role("link", name="Qualified leads won by the day").first.click()
    page.click("main button[type=submit]")
    refused = page.inner_text("main")
    assert "A key result needs a number" in refused
    assert "A key result needs a date" in refused
    assert "A key result needs an owner" in refused
    assert page.input_value("[name=title]") == "Qualified leads won by the day"
    assert page.input_value("[name=metric]") == "qualified_leads"

    page.fill("[name=target]", "120")
    page.fill("[name=due]", "2026-12-31")
    page.fill("[name=owner]", "owner@example.com")
    page.click("main button[type=submit]")
    page.get_by_role("link", name="Qualified leads won by the day").first.click()
    page.get_by_role("link", name="Check in").click()
    page.select_option("[name=confidence]", "60")
    page.fill("[name=note]", "The fair comes in autumn.")
    page.click("main button[type=submit]")

    assert "The fair comes in autumn." in page.inner_text("main")
    assert live_plan().key_results["qualified-leads-won-by-the-day"].target == 120
