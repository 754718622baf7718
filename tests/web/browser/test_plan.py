"""The plan in a browser: pages stand, a sheet comes back by its differences, money is approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from small_plan import PLAN, entry

from northing.plan import read_plan
from northing.web.accounts.models import User
from northing.web.place import SitePlace
from northing.web.plan.approvals import ask
from northing.web.plan.importing import import_plan
from northing.web.plan.selectors import live_plan
from northing.web.plan.services import save

pytestmark = pytest.mark.needs("chromium")

LOOKS = {"light": ("light", 1380), "dark": ("dark", 1380), "phone": ("light", 390)}
PAGES = {
    "/plan/": ("How the plan stands", "When", "What", "Due"),
    "/plan/initiatives/spring/": ("What it is", "Money", "Hand-offs", "History"),
    "/budget/": ("How the money stands", "Month by month", "Pacing", "Lines"),
    "/budget/lines/spring-search/": ("What it is", "By month", "Change it", "History"),
    "/approvals/": ("Waits for you", "Who holds what", "Limits", "Delegation"),
    "/plan/initiatives/spring/edit": (),
    "/budget/lines/spring-search/edit": ("Money by month",),
    "/plan/links/new": (),
}


@pytest.fixture
def planned(own_company: SitePlace) -> SitePlace:
    """A company with the small plan."""
    import_plan(None, read_plan(PLAN), "The plan of the year.")
    return own_company


def settle(page: Any) -> None:
    from playwright.sync_api import expect

    expect(page.locator(".waiting")).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_the_plan_stand(
    look: str,
    planned: SitePlace,
    visit: Any,
    cast: Callable[[str], User],
    check_accessible: Callable[[Any], None],
    check_fits: Callable[[Any], None],
) -> None:
    scheme, width = LOOKS[look]
    ask(cast("planner"), "spring-search", Decimal(500), date(2026, 3, 1), "Clicks.")
    page = visit("owner", "/plan/", scheme=scheme, width=width)
    for path, headings in PAGES.items():
        page.goto(path)
        settle(page)
        found = page.locator("main h2").all_inner_texts()
        assert [one for one in headings if one not in found] == [], path
        check_accessible(page)
        check_fits(page)


THEMES = ("Be found", "Be known", "Be seen", "Build", "Meet", "Stay close", "Talk to teams")


@pytest.mark.parametrize("width", [390, 800])
def test_a_timeline_of_many_themes_names_each_of_them(
    width: int, planned: SitePlace, visit: Any, check_fits: Callable[[Any], None]
) -> None:
    for theme in THEMES:
        key = theme.lower().replace(" ", "-")
        like = {**entry("initiative", "spring"), "key": key, "title": f"Work to {theme.lower()}"}
        save(None, "initiative", {**like, "theme": theme, "campaigns": []})
    page = visit("owner", "/plan/", width=width)
    settle(page)
    page.locator("[data-chart]").first.scroll_into_view_if_needed()
    check_fits(page)
    assert {*THEMES} <= {*page.locator("[data-chart] .role-legend-label text").all_text_contents()}


def test_a_sheet_goes_out_is_edited_and_comes_back_by_its_differences(
    planned: SitePlace, visit: Any, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    page = visit("owner", "/budget/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="The budget as a sheet").click()
    book = load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[heads.index("key")].value == "tour-stand")
    row[heads.index("2026-06")].value = 6500
    edited = tmp_path / "edited.xlsx"
    book.save(edited)

    page.set_input_files("#budget-file", edited)
    page.get_by_role("button", name="Show the differences").click()
    assert "planned 2026-06" in page.inner_text("main")
    assert [a.amount for a in live_plan().budget_lines["tour-stand"].amounts] == [Decimal(5000)]
    page.get_by_role("button", name="Apply all of it").click()

    page.get_by_text("The differences are applied.").wait_for()
    assert [a.amount for a in live_plan().budget_lines["tour-stand"].amounts] == [Decimal(6500)]


def test_money_is_asked_for_and_approved_with_one_click(planned: SitePlace, visit: Any) -> None:
    page = visit("planner", "/budget/lines/spring-search/")
    page.fill("#ask-amount", "500")
    page.fill("#ask-month", "2026-03")
    page.fill("#ask-reason", "Clicks are cheap.")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Asked. The page Approvals shows").wait_for()

    finance = visit("finance", "/approvals/")
    finance.get_by_role("button", name="Approve 500 EUR for Search in spring").click()
    finance.get_by_text("Approved: it is committed money").wait_for()

    held = live_plan().budget_lines["spring-search"].amounts
    assert [(a.state, a.amount) for a in held if a.state == "committed"] == [
        ("committed", Decimal(500))
    ]
