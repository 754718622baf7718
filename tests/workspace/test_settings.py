"""Settings are read, checked, and refused with the known ones."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date

import pytest

from northing.errors import BadSetting
from northing.workspace.settings import (
    CHECKS,
    TEMPLATE,
    Settings,
    parse_settings,
    read_settings,
    settings_text,
)


def test_a_new_file_holds_the_defaults(tmp_path):
    path = tmp_path / "northing.toml"
    path.write_text(settings_text("Acme", currency="SEK", time_zone="Europe/Stockholm"))
    settings = read_settings(path)
    assert (settings.name, settings.currency, settings.rule) == ("Acme", "SEK", "linear")
    assert settings.lookback("won") == 365
    assert settings.lookback("lead") == 90


def test_a_name_with_quotes_survives_the_file():
    name = 'O"Neill \\ Sons'
    assert tomllib.loads(settings_text(name))["name"] == name


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("currency", "EURO", "ISO 4217"),
        ("campaign_pattern", "spring_{country}", "row of fields"),
        ("time_zone", "Europe/Nowhere", "IANA"),
        ("time_zone", "../etc/passwd", "IANA"),
        ("fiscal_year_start", 13, "1 to 12"),
        ("fiscal_year_start", True, "month"),
        ("week_start", "friday", "monday"),
        ("lookback_days", {"won": 0}, "1 to 3650"),
        ("lookback_days", {"won": 3.5}, "whole number"),
        ("margin_rate", 70, "0 to 1"),
        ("journeys", "household", "person, account"),
        ("stages", {"win": ["won"]}, "before_opportunity"),
        ("revenue_kinds", "won", "list"),
        ("as_of", "yesterday", "as_of"),
        ("accounts", {"google_ads": {"zone": "UTC"}}, "time_zone"),
    ],
)
def test_a_wrong_value_is_refused_with_what_was_expected(key, value, expected):
    with pytest.raises(BadSetting, match=expected) as refused:
        parse_settings({"name": "Acme", key: value})
    assert key in str(refused.value)


def test_a_wrong_key_is_refused_with_the_nearest_known_one():
    with pytest.raises(BadSetting, match="Did you mean 'currency'"):
        parse_settings({"name": "Acme", "curency": "EUR"})


def test_a_file_that_is_not_toml_is_refused(tmp_path):
    path = tmp_path / "northing.toml"
    path.write_text("name = Acme")
    with pytest.raises(BadSetting, match="not valid TOML"):
        read_settings(path)


def test_settings_come_back_from_a_snapshots_record():
    settings = Settings(name="Acme", as_of=date(2026, 6, 30), lookback_days={"default": 30})
    record = settings.as_record()
    assert Settings.from_record({**record, "as_of": "2026-06-30"}) == settings


def test_every_setting_is_checked_and_explained_in_a_new_file():
    names = {entry.name for entry in fields(Settings)}
    assert set(CHECKS) == names
    explained = {line.lstrip("# [").split(" ")[0].split("]")[0] for line in TEMPLATE.splitlines()}
    assert names <= explained | {"accounts"}
