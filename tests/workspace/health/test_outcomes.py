"""Spend alone is half a picture, and health says so."""

from __future__ import annotations

import pytest

from northing.workspace.workspace import Workspace

FILES = {
    "spend": "date,channel,campaign,amount,currency\n2026-03-01,paid_search,Brand,12.50,EUR\n",
    "conversions": "conversion_id,person_id,at,kind\nc1,p1,2026-03-02,lead\n",
    "touches": "person_id,at,channel,campaign,kind\np1,2026-03-01,paid_search,Brand,visit\n",
}


@pytest.mark.parametrize(
    ("loaded", "level", "lacking"),
    [
        (("spend",), "amber", ["touches", "conversions"]),
        (("spend", "conversions"), "amber", ["touches"]),
        (("spend", "conversions", "touches"), "green", None),
    ],
)
def test_spend_asks_for_what_came_of_it(tmp_path, loaded, level, lacking):
    workspace = Workspace.init(tmp_path / "acme")
    for table in loaded:
        file = tmp_path / f"{table}.csv"
        file.write_text(FILES[table])
        workspace.load(table, file)
    workspace.refresh()

    (found,) = workspace.health().of("spend_without_outcomes")

    assert found.level == level
    if lacking:
        assert found.about["lacking"] == lacking
        assert float(found.money) == 12.5
        assert "Spend without outcomes" in found.sentence
