"""What the truth says was planted can be found in the files, and effect is not credit."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import pytest

from northing.simulate.spelling import UNKNOWN_CHANNELS, WRONG_CAMPAIGNS

Ask = Callable[[str], list[tuple[Any, ...]]]
Truth = dict[str, Any]
HARVESTERS = ("paid_search_brand", "display_retargeting")


@pytest.fixture(scope="module")
def planted(truth: Truth) -> Truth:
    found: Truth = truth["planted"]
    return found


@pytest.mark.parametrize(
    ("table", "channel", "measure"),
    [("sessions", "paid_search", "sessions"), ("spend", "Paid Search", "clicks")],
)
def test_the_dip_shows_in_its_cell_and_nowhere_else(
    ask: Ask, planted: Truth, table: str, channel: str, measure: str
) -> None:
    dip = planted["dip"]
    cell = f"channel = '{channel}' AND device = '{dip['device']}' AND country = '{dip['country']}'"
    week = f"date BETWEEN '{dip['first']}' AND '{dip['last']}'"
    around = f"date BETWEEN DATE '{dip['first']}' - 56 AND DATE '{dip['last']}' + 28"

    def ratio(where: str) -> float:
        inside, outside = ask(
            f"""SELECT sum({measure}) FILTER ({week}), sum({measure}) FILTER (NOT {week}) / 12
                FROM {table} WHERE {around} AND {where}"""
        )[0]
        return float(inside or 0) / float(outside)

    assert ratio(cell) < 0.55
    assert ratio(f"NOT ({cell})") > 0.75


def test_the_silent_source_has_no_rows_for_nine_days_and_rows_around_them(
    ask: Ask, planted: Truth
) -> None:
    silence = planted["silent_source"]
    span = f"'{silence['first']}' AND '{silence['last']}'"
    source = f"source = '{silence['source']}'"
    assert silence["days"] == 9
    assert silence["spend_missing"] > 0
    assert ask(f"SELECT count(*) FROM spend WHERE {source} AND date BETWEEN {span}") == [(0,)]
    others = f"SELECT count(DISTINCT date) FROM spend WHERE NOT {source} AND date BETWEEN {span}"
    assert ask(others) == [(9,)]
    wider = f"DATE '{silence['first']}' - 9 AND DATE '{silence['last']}' + 9"
    days = f"SELECT count(DISTINCT date) FROM spend WHERE {source} AND date BETWEEN {wider}"
    assert ask(days) == [(18,)]


def test_one_source_alone_is_silent(ask: Ask, planted: Truth) -> None:
    found = ask(
        """SELECT source, max(gap) FROM (
             SELECT source, date - lag(date) OVER (PARTITION BY source ORDER BY date) AS gap
             FROM (SELECT DISTINCT source, date FROM spend WHERE channel NOT IN ('TV', 'OOH')))
           GROUP BY 1 HAVING max(gap) > 5"""
    )
    assert found == [(planted["silent_source"]["source"], 10)]


def test_four_percent_of_touches_are_there_twice_and_one_percent_late(
    ask: Ask, planted: Truth
) -> None:
    rows, late = ask(
        f"""SELECT count(*), count(*) FILTER (file = '{planted["late_rows"]["file"]}')
            FROM touches"""
    )[0]
    twice = ask(
        """SELECT sum(n - 1) FROM (
                  SELECT person_id, "at", channel, campaign, content, country, device, kind,
                         source, file, count(*) AS n
                  FROM touches GROUP BY ALL)"""
    )[0][0]
    assert twice == planted["duplicates"]["rows"]
    assert twice / rows == pytest.approx(0.04, abs=0.001)
    assert late == planted["late_rows"]["rows"]
    assert late / rows == pytest.approx(0.01, abs=0.001)


def test_thirty_percent_of_visits_leave_no_trace(ask: Ask, planted: Truth) -> None:
    consent = planted["consent"]
    assert consent["share"] == pytest.approx(0.30, abs=0.015)
    made = ask("SELECT sum(sessions) FROM sessions")[0][0]
    seen = ask(
        """SELECT count(*) FROM (SELECT DISTINCT person_id, "at" FROM touches
           WHERE kind IN ('visit', 'click'))"""
    )[0][0]
    assert made == consent["visits_made"]
    assert made - seen == consent["visits_lost"]


def test_platforms_claim_more_than_they_caused(ask: Ask, truth: Truth) -> None:
    claimed = dict(
        ask(
            """SELECT source, sum(platform_conversions) FROM spend
               WHERE platform_conversions IS NOT NULL GROUP BY source"""
        )
    )
    assert set(claimed) == set(truth["platforms"])
    for source, platform in truth["platforms"].items():
        channels = platform["channels"].values()
        assert platform["factor"] > 1
        said = sum(channel["claimed_conversions"] for channel in channels)
        assert claimed[source] == pytest.approx(said, abs=0.01)
        assert said > sum(channel["touched_conversions"] for channel in channels) * 0.9
        assert all(channel["claimed_to_caused"] > 1 for channel in channels)


def test_campaigns_without_objective_are_those_of_the_table(ask: Ask, planted: Truth) -> None:
    found = [name for (name,) in ask("SELECT campaign FROM campaigns WHERE initiative IS NULL")]
    assert sorted(found) == sorted(planted["campaigns_without_objective"])
    assert 3 <= len(found) < 30
    spent = ask("SELECT sum(amount) FROM spend JOIN campaigns c USING (campaign) "
                "WHERE c.initiative IS NULL")[0][0]  # fmt: skip
    assert spent > 0


def test_spellings_are_known_but_for_those_that_are_counted(ask: Ask, planted: Truth) -> None:
    known = {
        spelling
        for name, synonyms in ask("SELECT channel, synonyms FROM channels")
        for spelling in (name, *synonyms.split("|"))
    }
    found = dict(
        ask(
            """SELECT channel, count(*) FROM (SELECT DISTINCT * EXCLUDE file FROM touches)
               GROUP BY 1"""
        )
    )
    strange = set(found) - known
    assert strange == set(UNKNOWN_CHANNELS)
    assert sum(found[name] for name in strange) == planted["unknown_spellings"]["channel_rows"]
    assert {name for (name,) in ask("SELECT DISTINCT channel FROM spend")} <= known
    wrong = ", ".join(f"'{name}'" for name in WRONG_CAMPAIGNS)
    rows = ask(
        f"""SELECT count(*) FROM (SELECT DISTINCT * EXCLUDE file FROM touches)
            WHERE campaign IN ({wrong})"""
    )
    assert rows == [(planted["unknown_spellings"]["campaign_rows"],)]


def test_every_other_utm_is_a_campaign_once_case_and_separators_are_folded(ask: Ask) -> None:
    def folded(name: str) -> str:
        return "".join(c for c in name.replace("%20", " ").lower() if c.isalnum())

    campaigns = [folded(name) for (name,) in ask("SELECT campaign FROM campaigns")]
    assert len(set(campaigns)) == 60
    found = {name for (name,) in ask("SELECT DISTINCT campaign FROM touches") if name}
    strange = {name for name in found if folded(name) not in campaigns}
    assert strange == set(WRONG_CAMPAIGNS)
    assert len(found) > 200


def test_harvesters_gather_credit_that_they_did_not_earn(truth: Truth) -> None:
    totals = truth["totals"]["conversions"]
    web = totals["signup"] + totals["lead"]

    def share(name: str, part: str) -> float:
        channel = truth["channels"][name]
        counts = channel["effect"]["conversions"] if part == "effect" else channel["last_touch"]
        return float(counts["signup"] + counts["lead"]) / web

    for name in HARVESTERS:
        assert share(name, "effect") < 0.02
        assert share(name, "last_touch") > 0.12
    for name in ("television", "out_of_home"):
        assert share(name, "last_touch") == 0
        assert share(name, "effect") > 0.02
    for name in ("paid_search", "paid_social"):
        assert share(name, "effect") > 1.4 * share(name, "last_touch")


def test_true_returns_of_harvesters_are_far_below_their_claims(ask: Ask, truth: Truth) -> None:
    platform = truth["platforms"]["display_ads"]["channels"]["display_retargeting"]
    channel = truth["channels"]["display_retargeting"]
    spent = channel["spend"]["true"]
    assert channel["expected_roas"] < 0.5 < 2 < platform["claimed_value"] / spent
    assert channel["true_roas"] == pytest.approx(channel["effect"]["revenue"] / spent, rel=1e-3)


def test_channels_without_touches_leave_none(ask: Ask) -> None:
    assert ask(
        """SELECT count(*) FROM touches
           WHERE regexp_matches(lower(channel), 'tv|television|ooh|out of home|poster')"""
    ) == [(0,)]


def test_spend_of_the_truth_is_that_of_the_files(ask: Ask, truth: Truth) -> None:
    euros = ask(
        """SELECT sum(amount * CASE s.currency WHEN 'EUR' THEN 1 ELSE f.rate END)
           FROM spend s LEFT JOIN filled f ON f.currency = s.currency AND f.date = s.date"""
    )[0][0]
    assert euros == pytest.approx(truth["totals"]["spend"], abs=0.05)
    channels = truth["channels"].values()
    in_files = sum(channel["spend"]["in_files"] for channel in channels)
    assert in_files == pytest.approx(truth["totals"]["spend"], abs=0.05)
    hidden = sum(channel["spend"]["true"] for channel in channels) - in_files
    assert hidden == pytest.approx(truth["planted"]["silent_source"]["spend_missing"], abs=0.05)


def test_the_geographic_holdout_finds_the_effect_of_the_channel(ask: Ask, truth: Truth) -> None:
    trial = truth["experiments"]["geo_paid_social_2025"]
    cells = {
        (arm, during): (float(total), regions)
        for arm, during, total, regions in ask(
            f"""SELECT arm, date BETWEEN '{trial["first"]}' AND '{trial["last"]}',
                       sum(outcome), count(DISTINCT unit)
                FROM experiment_units WHERE experiment_id = 'geo_paid_social_2025' GROUP BY 1, 2"""
        )
    }
    held, control = cells["held_out", True], cells["control", True]
    expected = control[0] / control[1] * held[1]
    lost = 1 - held[0] / expected
    error = sqrt(1 / held[0] + 1 / control[0])
    assert trial["effect_share_outside"] > 0.05
    assert abs(lost - trial["effect_share_outside"]) < 3.5 * error


def test_the_split_test_finds_next_to_no_effect_of_retargeting(ask: Ask, truth: Truth) -> None:
    trial = truth["experiments"]["split_retargeting_2026"]
    assert 0 < trial["relative_lift"] < 0.02
    for arm, units, signed in ask(
        """SELECT arm, sum(units), sum(outcome) FROM experiment_units
           WHERE experiment_id = 'split_retargeting_2026' GROUP BY 1"""
    ):
        rate = trial[f"rate_{arm}"]
        assert abs(float(signed) / float(units) - rate) < 4 * sqrt(rate * (1 - rate) / float(units))


def test_last_touches_bias_what_the_crm_declares(ask: Ask) -> None:
    kinds = dict(ask("SELECT declared_by, count(*) FROM conversions GROUP BY 1"))
    assert set(kinds) == {None, "form", "crm", "customer"}
    television = dict(
        ask(
            """SELECT declared_by, count(*) FROM conversions
               WHERE declared_channel = 'Television' GROUP BY 1"""
        )
    )
    assert set(television) == {"customer"}
