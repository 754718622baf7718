"""The analyst's first hour: a dirty file and the tables of a CRM, from empty to what is missing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from northing.web.jobs.models import Run
from northing.web.jobs.tasks import perform
from northing.web.measure.workspace import forget
from northing.web.place import SitePlace
from northing.web.site.cache import SECTION_HTML
from northing.workspace.workspace import Workspace

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow, pytest.mark.timeout(900)]

HUBSPOT = (
    "contact_data.csv",
    "deal_data.csv",
    "deal_stage_data.csv",
    "deal_pipeline_stage_data.csv",
)
DEVICES = "DESKTOP = desktop\nMOBILE = mobile\nTABLET = tablet"
READING_MS = 120_000


@pytest.fixture
def new_company(settings: Any, tmp_path: Path) -> Iterator[SitePlace]:
    """The site shows a workspace in US dollars in which nothing was loaded."""
    Workspace.init(tmp_path / "new", name="New Company", currency="USD")
    settings.PLACE = SitePlace(tmp_path / "new")
    forget()
    SECTION_HTML.clear()
    yield settings.PLACE
    forget()
    SECTION_HTML.clear()


def test_from_an_empty_company_to_spend_without_outcomes(
    shared_data, new_company, visit, check_accessible, check_fits
):
    dirty = shared_data / "dirty_google_ads" / "GoogleAds_DataAnalytics_Sales_Uncleaned.csv"
    page = visit("analyst", "/data/")
    page.set_default_timeout(READING_MS)
    page.get_by_text("Nothing has been loaded yet. A first picture needs").wait_for()
    check_accessible(page)

    _drop(page, dirty)
    page.wait_for_url("**/data/files/**")
    assert "lacks the required columns date and channel" in page.inner_text("#file")
    check_accessible(page)

    _correct(page)
    page.locator("fieldset.ask").wait_for()
    assert "'$' can be USD" in page.inner_text("fieldset.ask")
    page.fill("input[name=currency]", "USD")
    page.click("text=Read it again")
    page.get_by_text("What loading it would do").wait_for()
    rows, refused, amount = _independently(dirty)
    assert f"{rows:,} rows for spend" in page.inner_text("#file")
    assert f"{refused:,} will be in quarantine: amount is missing" in page.inner_text("#file")
    check_accessible(page)

    page.click("button:text-is('Load it')")
    page.wait_for_url("**/data/")
    assert f"{rows:,} rows for spend loaded" in page.inner_text("main")

    _drop(page, *(shared_data / "fivetran_seeds" / "dbt_hubspot" / name for name in HUBSPOT))
    page.wait_for_url("**/data/uploads/**")
    check_accessible(page)
    page.locator("tr", has_text="deal_stage_data.csv").get_by_text("Correct").click()
    page.wait_for_url("**/data/files/**")
    page.fill("input[name=currency]", "USD")
    page.click("text=Read it again")
    page.get_by_text("What loading it would do").wait_for()
    page.click("text=/other files? that came with it/")
    page.click("text=Load 2 files")
    page.get_by_text("What is loaded shows at the next refresh").wait_for()

    page.click("text=Go to the data")
    page.click("text=Refresh now")
    perform.call(Run.objects.get(kind="refresh").pk)
    page.goto("/data/")
    finding = page.locator("#data_health tr", has_text="Spend without outcomes")
    finding.wait_for()
    said = finding.inner_text()
    assert f"{amount:,.0f}" in said, f"{amount} is not in {said}"
    page.locator("#data_sources tr", has_text="google_ads").wait_for()
    assert f"{rows:,}" in page.inner_text("#data_sources")
    page.wait_for_load_state("networkidle")
    check_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    check_fits(page)


def _drop(page: Any, *files: Path) -> None:
    page.set_input_files("#drop-files", [str(file) for file in files])
    page.click("text=Read them")


def _correct(page: Any) -> None:
    """As examples/dirty_google_ads.toml says, but for the currency."""
    for heading, column in {
        "Ad_ID": "content",
        "Ad_Date": "date",
        "Location": "country",
        "Sale_Amount": "platform_value",
    }.items():
        page.select_option(f'select[aria-label="What {heading} becomes"]', column)
    _how(page, "Ad_Date", "input[name^=format]", "%d-%m-%Y")
    _how(page, "Device", "textarea", DEVICES)
    page.fill("input[name=same-channel]", "paid_search")
    page.fill("input[name=source]", "google_ads")
    page.click("text=Read it again")


def _how(page: Any, heading: str, field: str, value: str) -> None:
    row = page.locator("tr", has=page.locator("th", has_text=heading))
    row.locator("summary").click()
    row.locator(field).fill(value)


def _independently(file: Path) -> tuple[int, int, Decimal]:
    """Rows with a cost, rows without, and what they cost, straight from the file."""
    with file.open(encoding="utf-8", newline="") as lines:
        costs = [row["Cost"].strip() for row in csv.DictReader(lines)]
    known = [Decimal(re.sub(r"[$,]", "", cost)) for cost in costs if cost]
    return len(known), len(costs) - len(known), sum(known, Decimal())
