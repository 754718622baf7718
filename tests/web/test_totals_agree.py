"""One snapshot, one number: page, export, command line and library agree to the cent."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from northing.cli import build
from northing.web.place import SitePlace
from northing.web.site.formats import UNIT_KINDS, show, show_short
from northing.workspace.workspace import Workspace

Browser = Callable[[str], Client]
PERIOD = "2026-Q2"
CENT = Decimal("0.005")
METRICS = ("revenue", "spend", "roas", "mer", "leads", "new_pipeline", "cac_paid", "aov", "ctr")


def command(*words: str, workspace: SitePlace) -> Any:
    done = CliRunner().invoke(build(), [*words, "--json", "-w", str(workspace.workspace)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def exported(browser: Client, address: str) -> list[dict[str, str]]:
    answer = browser.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_is_the_same_everywhere(name: str, company: SitePlace, signed_in: Browser) -> None:
    library = Workspace(company.workspace).metric(name, period=PERIOD)
    told = command("metric", name, "--period", PERIOD, workspace=company)
    browser = signed_in("owner")
    page = browser.get(f"/metrics/{name}/?period={PERIOD}")
    rows = exported(browser, f"/metrics/{name}/export/metric_split.csv?period={PERIOD}")

    value = Decimal(str(library.total.value))
    assert abs(Decimal(str(told["total"]["value"])) - value) < CENT
    assert abs(Decimal(rows[-1]["value"]) - value) < CENT
    assert told["snapshot"] == library.snapshot == page.context["page_context"].snapshot.id
    kind = UNIT_KINDS[library.unit]
    shown = {show(library.total.value, kind), show_short(library.total.value, kind)}
    assert any(text in page.content.decode() for text in shown)


@pytest.mark.parametrize("rule", ["first", "linear", "markov", "declared"])
def test_credit_is_the_same_everywhere(rule: str, company: SitePlace, signed_in: Browser) -> None:
    library = Workspace(company.workspace).attribute(kind="order", rule=rule, period=PERIOD)
    told = command(
        "attribute", "--kind", "order", "--rule", rule, "--period", PERIOD, workspace=company
    )
    address = f"/attribution/export/attribution_credit.csv?kind=order&rule={rule}&period={PERIOD}"
    rows = exported(signed_in("owner"), address)

    by_channel = {row.keys["channel"]: row.amount.value for row in library.rows}
    printed = {row["channel"]: row["value"] for row in told["rows"]}
    taken = {row["channel"]: float(row["value"]) for row in rows}
    assert printed.keys() == by_channel.keys()
    for channel, value in by_channel.items():
        assert printed[channel] == pytest.approx(value, abs=0.005)
        assert taken[channel] == pytest.approx(value, abs=0.005)
    assert taken["total"] == pytest.approx(library.total.value, abs=0.005)
    assert taken["unattributed"] == pytest.approx(library.unattributed.value, abs=0.005)


def test_home_and_its_export_say_what_the_library_says(
    company: SitePlace, signed_in: Browser
) -> None:
    rows = exported(signed_in("owner"), f"/export/home_standing.csv?period={PERIOD}")
    workspace = Workspace(company.workspace)

    told = {row["figure"]: row["value"] for row in rows}

    for name in ("revenue", "spend", "cac"):
        table = workspace.metric(name, period=PERIOD)
        assert abs(Decimal(told[table.title]) - Decimal(str(table.total.value))) < CENT
