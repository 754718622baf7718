"""The CMO's first hour: a budget sheet and a CRM's export, from unaligned money to an approval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from northing.plan.kinds.approval import Approval
from northing.web.jobs.models import Run
from northing.web.jobs.tasks import perform
from northing.web.measure.workspace import forget
from northing.web.place import SitePlace
from northing.web.plan.selectors import live_plan
from northing.web.site.cache import SECTION_HTML
from northing.workspace.demo_samples import BUDGET, CRM, FOLDER
from northing.workspace.workspace import Workspace

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow, pytest.mark.timeout(900)]

LINE = "Search for teams that outgrow spreadsheets: paid search"
REFUSED = (422,)


@pytest.fixture
def new_company(settings: Any, tmp_path: Path) -> Iterator[SitePlace]:
    """The site shows a workspace in which nothing was loaded and nothing planned."""
    Workspace.init(tmp_path / "new", name="New Company", currency="EUR")
    settings.PLACE = SitePlace(tmp_path / "new")
    forget()
    SECTION_HTML.clear()
    yield settings.PLACE
    forget()
    SECTION_HTML.clear()


def test_from_a_budget_sheet_to_an_approved_request(
    company_folder: Path, new_company: SitePlace, visit: Any, check_accessible: Any, check_fits: Any
) -> None:
    samples = company_folder / FOLDER
    page = visit("owner", "/data/", answers=REFUSED)
    page.set_default_timeout(60_000)
    _load(page, samples / CRM)
    _bring_in(page, samples / BUDGET, check_accessible)

    # Nothing was asked yet, and the money that serves nothing is there to be seen.
    page.goto("/")
    page.get_by_text("planned for 2026 serve no objective").wait_for()
    check_accessible(page)

    _take_template(page, check_accessible)
    _be_refused_then_set(page, check_accessible)
    before = _unaligned(page)
    _link_money(page, check_accessible)
    assert _unaligned(page) < before
    _ask(page)
    _approve(visit("finance", "/approvals/"), check_accessible)
    page.goto("/approvals/")
    page.set_viewport_size({"width": 390, "height": 844})
    check_fits(page)


def _load(page: Any, file: Path) -> None:
    page.set_input_files("#drop-files", str(file))
    page.click("text=Read them")
    page.wait_for_url("**/data/files/**")
    page.get_by_text("What loading it would do").wait_for()
    page.click("button:text-is('Load it')")
    page.wait_for_url("**/data/")
    page.click("text=Refresh now")
    perform.call(Run.objects.get(kind="refresh").pk)


def _bring_in(page: Any, file: Path, check_accessible: Any) -> None:
    page.goto("/budget/")
    page.set_input_files("#budget-file", str(file))
    page.click("text=Show the differences")
    page.wait_for_url("**/draft**")
    assert "totals of the lines above, and right" in page.inner_text("main")
    check_accessible(page)
    page.click("text=Apply all of it")
    page.get_by_text("The differences are applied").wait_for()
    assert len(live_plan().budget_lines) > 20
    assert not live_plan().objectives


def _take_template(page: Any, check_accessible: Any) -> None:
    page.click("text=Win more new customers at a cost that pays")
    page.wait_for_url("**/objectives/new**")
    check_accessible(page)
    page.fill("input[name=due]", "2026-12-31")
    page.click("text=Set the objective")
    page.get_by_text("Key results").first.wait_for()
    assert [one.level for one in live_plan().objectives.values()] == ["marketing"]


def _be_refused_then_set(page: Any, check_accessible: Any) -> None:
    page.click("text=Drafts that suit it")
    page.locator("main a:visible", has_text="New pipeline by the day").first.click()
    page.wait_for_url("**/key-results/new**")
    assert page.input_value("select[name=metric]") == "new_pipeline"
    page.fill("input[name=owner]", "")
    page.click("main button[type=submit]")
    for lacking in ("a number", "a date", "an owner"):
        page.get_by_text(f"A key result needs {lacking}").wait_for()
    check_accessible(page)
    assert not live_plan().key_results
    page.fill("input[name=target]", "250000")
    page.fill("input[name=due]", "2026-12-31")
    page.fill("input[name=owner]", "owner@example.com")
    page.click("main button[type=submit]")
    page.get_by_text("The key result stands").wait_for()
    assert [one.metric for one in live_plan().key_results.values()] == ["new_pipeline"]


def _unaligned(page: Any) -> int:
    """Planned money that serves no objective, as Alignment shows it."""
    page.goto("/alignment/")
    row = page.locator("#alignment_table tr", has=page.get_by_role("rowheader", name="None"))
    found = re.findall(r"€([\d,]+)", row.inner_text())
    return int(found[0].replace(",", ""))


def _link_money(page: Any, check_accessible: Any) -> None:
    (objective,) = live_plan().objectives
    page.goto("/plan/initiatives/new")
    page.fill("input[name=title]", "Search for teams")
    page.select_option("select[name=kind]", "campaign")
    page.fill("input[name=owner]", "owner@example.com")
    page.fill("input[name=starts]", "2026-01-01")
    page.fill("input[name=ends]", "2026-12-31")
    page.fill("[name=contributions]", f"{objective} | 100")
    check_accessible(page)
    page.click("main button[type=submit]")
    page.wait_for_url("**/plan/initiatives/search-for-teams**")
    page.goto("/budget/")
    page.click(f"main a:text-is('{LINE}')")
    page.click("text=Edit the line and its months")
    page.select_option("select[name=initiative]", "search-for-teams")
    page.fill("input[name=reason]", "It serves the new objective.")
    page.click("button:text-is('Save')")
    page.get_by_role("heading", name=LINE).wait_for()


def _ask(page: Any) -> None:
    page.goto("/budget/")
    page.click(f"main a:text-is('{LINE}')")
    page.fill("#ask-amount", "250")
    page.fill("#ask-month", "2026-07")
    page.fill("#ask-reason", "A second language")
    page.click("button:text-is('Ask')")
    page.get_by_text("Asked.").wait_for()


def _approve(page: Any, check_accessible: Any) -> None:
    """A second person, in a browser of her own."""
    assert "A second language" in page.inner_text("main")
    check_accessible(page)
    page.get_by_role("button", name=re.compile("^Approve")).click()
    page.get_by_text("committed").first.wait_for()
    (asked,) = live_plan().all(Approval)
    assert (asked.state, asked.asked_by) == ("approved", "owner@example.com")
    assert asked.decided_by == "finance@example.com"
