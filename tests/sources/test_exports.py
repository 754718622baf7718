"""Laws of the catalogue of exports, and the known ones at work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from northing.errors import BadFile
from northing.sources import EXPORTS, ReadDefaults, read_file
from northing.tables import CONTRACTS

DEFAULTS = ReadDefaults(
    today=date(2026, 6, 30),
    currencies={one.source: "EUR" for one in EXPORTS.values() if one.source},
)
SHAPES = [(key, shape) for key, export in EXPORTS.items() for shape in export.tables]


@pytest.mark.parametrize(("key", "shape"), SHAPES)
def test_fills_columns_that_its_table_has(key: str, shape: object) -> None:
    contract = CONTRACTS[shape.table]
    assert set(shape.columns) <= set(contract.by_name)
    assert shape.signature
    rules = set(shape.columns)
    required = {c.name for c in contract.columns if c.required and c.type != "currency"}
    assert required <= rules or shape.match


@pytest.mark.parametrize(("key", "shape"), [one for one in SHAPES if not one[1].where])
def test_its_own_headings_yield_canonical_rows(key: str, shape: object, tmp_path: Path) -> None:
    """Each shape, written with its first headings, is recognised as itself."""
    cells = {
        "instant": "2026-01-05 10:00", "date": "2026-01-05", "month": "2026-01-05", "money": "1.50",
        "integer": "3", "number": "2.5", "currency": "EUR",
    }  # fmt: skip
    headings = {group[0]: "x" for group in shape.signature}
    for name, rule in shape.columns.items():
        if rule.columns:
            type_ = CONTRACTS[shape.table].by_name[name].type
            cell = "4" if "nth_day" in rule.format else cells.get(type_, "x")
            headings[rule.columns[0]] = cell
    lines = [
        "# Start date: 20260101",
        "# End date: 20260131",
        ",".join(headings),
        ",".join(headings.values()),
    ]
    path = tmp_path / "download.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    (reading,) = read_file(path, defaults=DEFAULTS)
    (rows,) = reading.batches()

    assert (reading.export, reading.table) == (key, shape.table)
    assert rows.table.num_rows == 1
    assert rows.refused.num_rows == 0
    contract = CONTRACTS[shape.table]
    at = contract.at
    first = "2026-01-01" if contract.by_name[at].type == "month" else "2026-01-05"
    assert str(rows.table.column(at)[0].as_py())[:10] == first


def test_google_ads_by_day_loads_without_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "Campaign report.csv"
    path.write_text(
        "Campaign report\n"
        '"January 1, 2026 - January 31, 2026"\n'
        "Day,Campaign status,Campaign,Campaign type,Currency code,Impr.,Clicks,Cost,Conversions\n"
        '2026-01-03,Enabled,Brand,Search,INR,"25,881",120,"1,661.67",2.00\n'
        "2026-01-03,Enabled,Reach,Video,INR, --, --,904.26,0.00\n"
        'Total: Campaigns, --, --, --,INR,"25,881",120,"2,565.93",2.00\n',
        encoding="utf-8",
    )
    (reading,) = read_file(path, defaults=ReadDefaults(today=date(2026, 6, 30)))
    (rows,) = reading.batches()
    assert reading.export == "google_ads"
    assert reading.window == (date(2026, 1, 1), date(2026, 1, 31))
    assert [
        (r["channel"], r["amount"], r["impressions"], r["currency"], r["source"])
        for r in rows.table.to_pylist()
    ] == [
        ("paid_search", Decimal("1661.67"), 25881, "INR", "google_ads"),
        ("video", Decimal("904.26"), None, "INR", "google_ads"),
    ]
    assert reading.layout.totals_count == 1


UI_EXPORTS = {
    "google_ads/Campaign report.csv": "date",
    "google_ads/Search keyword report.csv": "date",
    "ga4/data-export_azheng.csv": "date",
    "ga4/data-export_brightsite.csv": "date",
    "ga4/download_brightsite.csv": "date",
}


@pytest.mark.parametrize("name", UI_EXPORTS)
def test_interface_downloads_are_refused_with_the_column_they_lack(
    shared_data: Path, name: str
) -> None:
    path = shared_data / "ui_exports" / name
    with pytest.raises(BadFile, match=rf"lacks the required column.*\b{UI_EXPORTS[name]}\b"):
        read_file(path, defaults=DEFAULTS)


def test_every_interface_download_is_covered(shared_data: Path) -> None:
    found = {
        path.relative_to(shared_data / "ui_exports").as_posix()
        for path in (shared_data / "ui_exports").rglob("*.csv")
    }
    assert found == set(UI_EXPORTS) | {"google_trends/allianz_vs_prima.csv"}


def test_google_trends_are_turned_round_into_one_row_a_term(shared_data: Path) -> None:
    path = shared_data / "ui_exports" / "google_trends" / "allianz_vs_prima.csv"
    raw = [line.split(",") for line in path.read_text("utf-8").splitlines()[3:] if line]
    (reading,) = read_file(path, defaults=DEFAULTS)
    rows = [row for piece in reading.batches() for row in piece.table.to_pylist()]
    assert (reading.export, reading.table) == ("google_trends", "market")
    for place, term in ((1, "Allianz"), (2, "Prima Assicurazioni")):
        of_term = [row for row in rows if row["brand"] == term]
        assert {row["segment"] for row in of_term} == {"Italia"}
        assert [int(row["value"]) for row in of_term] == [int(line[place]) for line in raw]


def test_fivetran_tables_load_without_a_mapping(shared_data: Path) -> None:
    seeds = shared_data / "fivetran_seeds"
    stats = seeds / "dbt_ad_reporting" / "google_ads_campaign_stats_data.csv"
    (spend,) = read_file(stats, defaults=DEFAULTS)
    assert (spend.export, spend.table) == ("google_ads_fivetran", "spend")
    (leads,) = read_file(seeds / "dbt_hubspot" / "contact_data.csv", defaults=DEFAULTS)
    assert (leads.export, leads.table) == ("hubspot_fivetran", "conversions")
    assert sum(rows.table.num_rows for rows in leads.batches()) == 22
