"""Health names the faults that were planted in the simulated company, and no others."""

from __future__ import annotations

import time

import pytest

from northing.simulate.spelling import UNKNOWN_CHANNELS, WRONG_CAMPAIGNS


@pytest.fixture(scope="module")
def health(demo):
    return demo.health()


def test_the_silent_source_is_named_with_its_days(health, truth):
    planted = truth["planted"]["silent_source"]

    (found,) = (one for one in health.of("silent_sources") if one.level != "green")

    assert found.about["source"] == planted["source"]
    assert found.about["table"] == planted["table"]
    assert str(found.about["first"]) == planted["first"]
    assert str(found.about["last"]) == planted["last"]
    assert found.count == planted["days"]
    assert found.level == "amber", "it has delivered since"
    assert float(found.money) == pytest.approx(planted["spend_missing"], rel=0.25)
    for said in (planted["source"], planted["first"], planted["last"], "rows", "EUR"):
        assert said in found.sentence


def test_as_many_duplicates_are_counted_as_were_planted(health, truth):
    (found,) = (one for one in health.of("duplicates") if one.level != "green")
    assert (found.about["table"], found.count) == (
        "touches",
        truth["planted"]["duplicates"]["rows"],
    )


def test_as_many_late_rows_are_counted_as_were_planted(health, truth):
    (found,) = (one for one in health.of("late_rows") if one.level != "green")
    assert found.count == truth["planted"]["late_rows"]["rows"]
    assert truth["planted"]["late_rows"]["file"] in found.sentence


def test_the_campaigns_that_nobody_knows_are_those_planted(health, truth):
    (found,) = health.of("unknown_campaigns")
    assert set(found.about["campaigns"]) == set(WRONG_CAMPAIGNS)
    assert found.count == truth["planted"]["unknown_spellings"]["campaign_rows"]


def test_the_channels_that_nobody_knows_are_those_planted(health, truth):
    (found,) = health.of("unknown_channels")
    assert set(found.about["given"]) == set(UNKNOWN_CHANNELS)
    assert found.count == truth["planted"]["unknown_spellings"]["channel_rows"]


def test_campaigns_that_serve_no_objective_are_those_planted(demo, health, truth):
    (found,) = health.of("campaigns_without_initiative")
    planted = set(truth["planted"]["campaigns_without_objective"])
    by_rule = demo.engine.query(
        "SELECT campaign FROM p WHERE matched = 'rule'", p=demo.dataset("plan_campaigns")
    )["campaign"].to_pylist()
    assert set(found.about["campaigns"]) == planted - set(by_rule)
    assert found.about["campaigns"]
    assert found.level == "green", "their money is within the tolerance of the settings"


def test_nothing_else_is_found(health):
    planted = {
        "silent_sources",
        "duplicates",
        "late_rows",
        "unknown_campaigns",
        "unknown_channels",
    }
    assert {one.check for one in health.findings if one.level != "green"} - {"storage"} == planted


def test_health_of_the_company_is_quick(demo):
    started = time.process_time()  # of all threads: what others do meanwhile does not count
    demo.health()
    assert time.process_time() - started < 3


def test_rows_behind_a_finding_say_what_and_never_who(demo, health):
    for finding in health.findings:
        rows = demo.health_rows(finding.id, 3)
        assert len(rows) <= 3
        assert bool(rows) == (finding.rows is not None), finding.id
        for row in rows:
            assert not {"person_id", "account_id", "journey_id", "text", "cells"} & set(row)
