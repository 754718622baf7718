"""A metric that the workspace defines itself stands on the pages like any other."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from northing.web.measure.workspace import forget
from northing.web.place import SitePlace
from northing.workspace.workspace import Workspace

METRIC = """
title = "Clicks for each euro"
family = "profitability"
definition = "Clicks ÷ media spend."
unit = "×"
good = "up"
trap = "Platforms define a click differently."
numerator = ["clicks"]
denominator = ["spend"]
"""


def test_it_is_listed_and_opens_to_its_definition_and_tables(
    own_company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    folder = own_company.workspace / "metrics"
    folder.mkdir()
    (folder / "clicks_per_euro.toml").write_text(METRIC, encoding="utf-8")
    Workspace(own_company.workspace).refresh()
    forget()
    browser = signed_in("viewer")

    listed = browser.get("/metrics/section/metrics_list").content.decode()
    assert "Clicks for each euro" in listed
    assert "/metrics/clicks_per_euro/" in listed
    shown = browser.get("/metrics/clicks_per_euro/")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "Clicks ÷ media spend." in text
    assert "spend_daily" in text


def test_a_metric_that_nobody_defined_is_not_there(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in("viewer").get("/metrics/clicks_per_euro/").status_code == 404
