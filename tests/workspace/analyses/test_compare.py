"""Rules side by side agree with each rule asked alone, and with SQL over touches."""

from __future__ import annotations

import json

import pytest

from northing.attribution import RULES
from northing.errors import Unknown
from northing.workspace.analyses.asked import UNATTRIBUTED


@pytest.mark.parametrize("by", ["channel", "campaign"])
@pytest.mark.parametrize("kind", ["lead", "order"])
def test_each_rule_gets_what_it_gives_alone(company, kind, by):
    found = company.compare_rules(kind=kind, by=by)
    for rule in found.rules:
        alone = company.attribute(kind=kind, rule=rule, by=by)
        given = {row.key: row.credit[rule] for row in found.rows if rule in row.credit}
        for row in alone.rows:
            amount = given[row.keys[by]]
            assert amount.conversions == pytest.approx(row.amount.conversions, abs=1e-6)
            assert amount.value == pytest.approx(row.amount.value, abs=1e-4)
        unattributed = found.unattributed.credit[rule].conversions
        assert unattributed == pytest.approx(alone.unattributed.conversions, abs=1e-6)


def test_shares_of_every_rule_come_to_one_with_the_unattributed(company):
    found = company.compare_rules(kind="order")
    for rule in found.rules:
        shares = [row.share[rule] for row in found.rows if rule in row.share]
        assert sum(shares) + found.unattributed.share[rule] == pytest.approx(1)


def test_what_moves_and_the_spread_are_those_of_the_rows(company):
    found = company.compare_rules(kind="lead", by="campaign")
    rows = [*found.rows, found.unattributed]
    for (one, other), share in found.moved.items():
        gaps = [abs(row.share.get(one, 0.0) - row.share.get(other, 0.0)) for row in rows]
        assert share == pytest.approx(sum(gaps) / 2)
    row = found.rows[0]
    assert row.spread == pytest.approx(max(row.share.values()) - min(row.share.values()))
    assert found.most_moved[1] == max(found.moved.values()) > 0


def test_a_channel_that_leaves_no_touches_is_not_zero(company):
    rows = {row.key: row for row in company.compare_rules(kind="won").rows}
    assert not rows["television"].credit
    assert rows["television"].spread is None
    assert "television" in company.compare_rules(kind="won").notes[-1]


def test_a_rule_without_what_it_needs_says_so(company):
    found = company.compare_rules(kind="order")
    assert set(found.rules) | set(found.absent) == set(RULES)
    assert "declared" in found.absent["declared"]
    assert not any("declared" in pair for pair in found.moved)


def test_leads_have_no_value_and_are_compared_by_number(company):
    assert company.compare_rules(kind="lead").of == "conversions"
    assert company.compare_rules(kind="won").of == "value"


def test_declared_agrees_with_last_touch_as_often_as_the_log_says(company, sql):
    found = company.compare_rules(kind="lead").agreement
    lookback = company.settings.lookback("lead")
    (seen,) = sql(f"""
        WITH c AS (
            SELECT conversion_id, journey_id, "at", declared_channel,
                   lag("at") OVER (PARTITION BY journey_id ORDER BY "at") AS before
            FROM journey_conversions WHERE kind = 'lead'
        ),
        seen AS (
            SELECT c.conversion_id, arg_max(t.channel, (t."at", t.channel)) AS last
            FROM c JOIN identities i ON i.journey_id = c.journey_id
            JOIN touches t ON t.person_id = i.person_id
            WHERE t."at" <= c."at" AND t."at" > c."at" - INTERVAL {lookback} DAY
              AND (c.before IS NULL OR t."at" > c.before)
              AND (t.kind IS NULL OR lower(t.kind) <> 'impression')
            GROUP BY c.conversion_id
        )
        SELECT count(*) AS conversions, count(declared_channel) AS declared,
               count(*) FILTER (WHERE declared_channel IS NOT NULL AND last IS NOT NULL) AS both,
               count(*) FILTER (WHERE declared_channel = last) AS agreeing
        FROM c LEFT JOIN seen USING (conversion_id)""")
    assert found.conversions == seen["conversions"]
    assert found.declared == seen["declared"]
    assert abs(found.both - seen["both"]) <= 1
    assert abs(found.agreeing - seen["agreeing"]) <= 1
    assert found.agreeing > 0
    share, low, high = found.share
    assert low < share < high


def test_a_period_counts_its_conversions_alone(company):
    found = company.compare_rules(kind="lead", period="2025-Q3")
    alone = company.attribute(kind="lead", period="2025-Q3")
    assert found.total.conversions == pytest.approx(alone.total.conversions)
    assert found.agreement.conversions == pytest.approx(alone.total.conversions)


def test_unknown_names_are_refused_with_the_known_ones(company):
    with pytest.raises(Unknown, match="channel"):
        company.compare_rules(by="chanel")
    with pytest.raises(Unknown, match="lead"):
        company.compare_rules(kind="leed")


def test_the_answer_is_plain_json(company):
    told = json.loads(json.dumps(company.compare_rules(kind="won").to_json()))
    assert UNATTRIBUTED not in json.dumps(told)
    assert told["moved"][0]["rules"] == ["declared", "first"]
    assert told["currency"] == "EUR"
