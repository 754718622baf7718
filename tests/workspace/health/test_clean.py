"""Where nothing is amiss health says so; a fault brought into a clean company is named alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clean_company import LAST, make_clean, settle

from northing.errors import Unknown
from northing.workspace.health import CHECKS
from northing.workspace.workspace import Workspace


def alarms(ws: Workspace) -> set[tuple[str, str]]:
    return {(one.check, one.level) for one in ws.health().findings if one.level != "green"}


def load_lines(ws: Workspace, table: str, *lines: str) -> None:
    path = ws.folder.parent / f"{table}-more-{len(ws.batches.all())}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ws.load(table, path)
    ws.refresh()


@pytest.fixture
def clean(tmp_path):
    return make_clean(tmp_path)


def test_a_clean_company_is_green_throughout(clean):
    health = clean.health()
    assert health.level == "green", [one.sentence for one in health.findings]
    assert not any(one.is_silent for one in health.deliveries)
    assert {one.check for one in health.findings} | set(health.not_checked) == set(CHECKS)


def test_a_source_off_on_weekends_is_not_silent_on_them(clean):
    (events,) = (one for one in clean.health().deliveries if one.source == "event_tool")
    assert events.usual_pause_days == 1
    assert not events.is_silent


def test_a_source_that_has_stopped_is_red_with_since_when_and_what_it_used_to_bring(tmp_path):
    stopped = frozenset(LAST - timedelta(days=back) for back in range(7))
    ws = make_clean(tmp_path, stopped)

    assert alarms(ws) == {("silent_sources", "red")}
    (found,) = ws.health().of("silent_sources")
    assert found.about["first"] == LAST - timedelta(days=6)
    assert found.count == 7
    assert float(found.money) == 70
    assert f"nothing since {LAST - timedelta(days=6)}" in found.sentence
    assert "1 row and 10.00 EUR a day" in found.sentence
    assert ws.health().level == "red"


def test_two_days_without_rows_are_no_silence(tmp_path):
    gap = frozenset(LAST - timedelta(days=back) for back in (40, 41))
    assert not alarms(make_clean(tmp_path, gap))


def test_a_limit_of_the_settings_takes_effect_without_a_refresh(tmp_path):
    gap = frozenset(LAST - timedelta(days=back) for back in (40, 41))
    ws = make_clean(tmp_path, gap)
    assert alarms(settle(ws, "free_mb = 0\nsilent_days = 1")) == {("silent_sources", "amber")}


def test_another_part_of_a_source_is_not_late(clean):
    lines = (f"q{back},{LAST - timedelta(days=back)}T09:00:00Z,search,Spring,visit,web"
             for back in range(100))  # fmt: skip
    load_lines(clean, "touches", "person_id,at,channel,campaign,kind,source", *lines)
    assert not alarms(clean)


def test_a_few_rows_of_days_already_reported_are_late(clean):
    lines = (f"q{back},{LAST - timedelta(days=back)}T09:00:00Z,search,Spring,visit,web"
             for back in range(10, 100, 20))  # fmt: skip
    load_lines(clean, "touches", "person_id,at,channel,campaign,kind,source", *lines)
    assert alarms(clean) == {("late_rows", "amber")}
    assert clean.health().of("late_rows")[0].count == 5


def test_an_amount_without_a_rate_is_in_quarantine_by_reason(clean):
    load_lines(clean, "orders", "order_id,person_id,at,revenue,currency",
               f"x1,p1,{LAST}T10:00:00Z,80.00,USD")  # fmt: skip
    assert ("quarantined", "amber") in alarms(clean)
    (found,) = clean.health().of("quarantined")
    assert found.count == 1
    assert "No exchange rate from USD to EUR" in found.sentence
    assert clean.health_rows(found.id)[0]["table"] == "orders"


def test_a_load_that_waits_is_said_with_its_rows(clean, tmp_path):
    path = tmp_path / "later.csv"
    path.write_text("date,channel,campaign,amount,currency,source\n"
                    f"{LAST},search,Spring,11.00,EUR,search_ads\n")  # fmt: skip
    clean.load("spend", path)
    (found,) = clean.health().of("refreshes")
    assert (found.level, found.count) == ("green", 1)
    assert "later.csv" in found.sentence
    late = settle(clean, "free_mb = 0\nwaiting_hours = 0")
    assert alarms(late) == {("refreshes", "amber")}


def test_a_workspace_without_a_snapshot_says_what_to_do(tmp_path):
    health = Workspace.init(tmp_path / "new").health()
    assert health.snapshot is None
    (found,) = health.of("refreshes")
    assert "northing load" in found.to_do


def test_a_finding_that_is_not_there_is_named_with_those_that_are(clean):
    with pytest.raises(Unknown, match="refreshes"):
        clean.health_rows("nothing")


def test_health_is_plain_for_programs(clean):
    import json

    told = clean.health().to_json()
    assert json.loads(json.dumps(told)) == told
