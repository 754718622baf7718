"""A value that cannot be known is None and says why: never 0, never a splendid ratio."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from northing.errors import BadInput, NotDivisible, Unknown


def row(table, **keys):
    return next(row for row in table.rows if dict(row.keys) == keys)


def test_a_zero_below_is_undefined(measure, tables):
    tables.rows["new_customers_daily"][0] |= {"customers": 0}
    total = measure("cac_paid", period="2026-05").total
    assert (total.value, total.numerator, total.denominator) == (None, Decimal(500), 0)
    assert total.note == "undefined: new customers is 0"


def test_a_measured_zero_above_is_zero(measure, tables):
    tables.rows["conversions_daily"] = tables.rows["conversions_daily"][:4]
    assert measure("mer", period="2026-05").total.value == 0.0


def test_spend_nobody_stated_is_not_zero(measure, tables):
    tables.rows["conversions_daily"].append(
        {"date": "2026-01-06", "kind": "order", "conversions": 1, "value": 5}
    )
    total = measure("mer", period="2026-01").total
    assert (total.value, total.denominator) == (None, None)
    assert "media spend: none recorded" in total.note


def test_spend_stated_as_zero_is_zero(measure, tables):
    tables.rows["spend_daily"].append({"date": "2026-01-05", "channel": "email", "amount": 0})
    total = measure("spend", period="2026-01").total
    assert (total.value, total.note) == (Decimal(0), None)
    tables.rows["conversions_daily"].append(
        {"date": "2026-01-06", "kind": "order", "conversions": 1, "value": 5}
    )
    assert measure("mer", period="2026-01").total.note == "undefined: media spend is 0"


def test_before_the_first_day_of_the_data_a_count_is_unknown(measure):
    total = measure("leads", period="2020-01").total
    assert total.value is None
    assert "first day of the data" in total.note


def test_a_missing_table_is_named_with_what_to_load(measure, tables):
    tables.rows["costs_monthly"] = []
    table = measure("cac")
    assert table.total.value is None
    assert "costs_monthly" in table.notes[0]
    assert "load costs" in table.notes[0]


def test_missing_credit_leaves_spend_readable(measure, tables):
    tables.rows["credit"] = []
    table = measure("roas", "channel")
    assert row(table, channel="search").denominator == Decimal(400)
    assert row(table, channel="search").value is None
    assert "touches" in table.notes[0]


def test_a_kind_never_loaded_is_unknown_and_one_without_cases_is_zero(measure, tables):
    assert measure("leads", period="2026-06").total.value == 0
    rows = tables.rows["conversions_daily"]
    tables.rows["conversions_daily"] = [line for line in rows if line["kind"] != "lead"]
    table = measure("leads", period="2026-06")
    assert table.total.value is None
    assert "kind lead were never loaded" in table.notes[0]
    assert measure("cpl").total.value is None


def test_television_is_not_measurable_by_a_rule_and_its_money_still_counts(measure):
    table = measure("roas", "channel")
    television = row(table, channel="television")
    assert (television.value, television.numerator) == (None, None)
    assert television.denominator == Decimal(400)
    assert "not measurable by this rule" in television.note
    assert table.total.denominator == Decimal(1000)
    assert measure("roas", where={"channel": "television"}).total.value is None
    assert measure("roas", where={"campaign": "spring"}).total.value is None
    assert measure("revenue", where={"channel": "television"}).total.value is None


def test_television_with_declared_credit_is_measured(measure, tables):
    tables.rows["credit"].append(
        {
            "date": "2026-06-10",
            "kind": "won",
            "channel": "television",
            "conversions": 1.0,
            "value": 200.0,
        }
    )
    assert row(measure("roas", "channel"), channel="television").value == 0.5


def test_a_channel_with_spend_and_no_credit_has_earned_nothing(measure, tables):
    tables.rows["spend_daily"].append({"date": "2026-05-05", "channel": "social", "amount": 10})
    assert row(measure("roas", "channel"), channel="social").value == 0.0


def test_spend_without_a_channel_has_no_return(measure, tables):
    tables.rows["spend_daily"].append({"date": "2026-05-05", "amount": 10})
    table = measure("roas", "channel")
    assert row(table, channel=None).value is None
    assert table.total.denominator == Decimal(1010)


def test_months_after_as_of_are_unknown(measure):
    table = measure("leads", "month")
    assert table.rows[2].value == 0
    future = measure("leads", "month", period="2026")
    assert [line.keys["month"] for line in future.rows][-1] == "2026-06"
    assert measure("leads", "month", period="2026-08").rows == ()
    assert any("runs past 2026-06-30" in note for note in future.notes)
    assert measure("leads", period="2026-08").total.value is None


def test_monthly_costs_take_their_share_of_days(measure):
    table = measure("cac", period="2026-05-01..2026-05-10")
    assert table.total.numerator == Decimal(300) + Decimal(100)  # spend; 310 × 10 ÷ 31
    assert any("share of its days" in note for note in table.notes)
    week = row(measure("cac", "week"), week="2026-W19")  # 4 to 10 May
    assert week.numerator == Decimal(300) + Decimal(70)
    assert not any("share of its days" in note for note in measure("cac", "month").notes)


def test_a_month_without_costs_is_named(measure, tables):
    del tables.rows["costs_monthly"][1]
    assert "No sales and marketing costs are recorded for 2026-05." in measure("cac").notes


def test_a_rule_solved_by_period_says_that_its_rows_do_not_add_up(measure):
    whole = measure("roas", "month")
    assert not any("does not add up" in note for note in whole.notes)
    by_month = measure("roas", "month", rule="winner", where={"channel": "search"})
    assert [line.numerator for line in by_month.rows] == [350.0, 0.0, 0.0]
    assert by_month.total.numerator == 1350.0
    assert any("does not add up" in note for note in by_month.notes)


@pytest.mark.parametrize(
    ("name", "dimension", "part"),
    [
        ("roas", "segment", "media spend"),
        ("roas", "content", "credited revenue"),
        ("cac", "country", "sales and marketing costs"),
        ("cac_paid", "channel", "new customers"),
        ("mer", "channel", "revenue"),
        ("cpl", "content", "credited leads"),
        ("leads", "kind", "leads"),
        ("win_rate_cohort", "country", "deals"),
    ],
)
def test_a_split_that_one_part_does_not_carry_is_refused(measure, name, dimension, part):
    with pytest.raises(NotDivisible) as refused:
        measure(name, dimension)
    said = str(refused.value)
    assert dimension in said
    assert part in said
    assert "It can be split by:" in said
    with pytest.raises(NotDivisible):
        measure(name, where={dimension: "x"})


def test_dimensions_that_do_not_exist_are_refused(measure):
    with pytest.raises(Unknown, match="channel"):
        measure("roas", "chanel")
    with pytest.raises(Unknown):
        measure("roas", where={"channel__contains": "a"})
    with pytest.raises(Unknown):
        measure("roas", where={'channel" OR 1=1 --': "a"})
    with pytest.raises(BadInput):
        measure("roas", "month", "week")
    with pytest.raises(BadInput):
        measure("roas", "channel", "channel")
    with pytest.raises(BadInput):
        measure("roas", where={"month": "2026-05"})


@pytest.mark.parametrize(
    "value",
    ["' OR '1'='1", "search' --", "\\' OR 1=1 --", "'); DROP TABLE facts; --", "%", "\x00", "√"],
)
def test_values_of_filters_are_inert(measure, value):
    assert measure("spend", where={"channel": value}).total.value is None
    assert measure("leads", where={"country": value}).total.value == 0
    assert measure("roas", where={"channel": ["search", value]}).total.value == 650 / 400
    with pytest.raises(Unknown):
        measure("roas", rule=value)
    assert measure("conversions", kind=value).total.value is None


def test_parameters_that_are_not_taken_are_refused(measure):
    with pytest.raises(BadInput, match="spend takes no rule"):
        measure("spend", rule="linear")
    with pytest.raises(BadInput, match=r"roas takes no kind.* It takes lookback_days, rule"):
        measure("roas", kind="lead")
    with pytest.raises(BadInput, match="measured in one way only"):
        measure("roas", variant="b")
    with pytest.raises(BadInput, match="spend takes no lookback_days"):
        measure("spend", lookback_days="7")
    with pytest.raises(Unknown, match="parameter of roas"):
        measure("roas", colour="red")
    with pytest.raises(BadInput, match="currency"):
        measure("roas", currency="USD")


def test_echoed_settings_can_be_handed_in_again(measure):
    table = measure("cpl", "channel", lookback_days="30", currency="EUR", rule="linear")
    assert table.parameters["lookback_days"] == 30


def test_revenue_without_kinds_is_refused(measure, context):
    with pytest.raises(BadInput, match="revenue_kinds"):
        measure("mer", under=replace(context, revenue_kinds=()))


def notes(table) -> str:
    return " ".join(table.notes)


def test_a_value_that_no_row_has_is_named_with_those_there_are(measure):
    said = notes(measure("spend", where={"channel": "serch"}))
    assert "No row has channel 'serch'" in said
    assert "Did you mean 'search'" in said
    assert "Known: display, search, television." in said
    assert "No row has country 'DEU'" in notes(measure("leads", where={"country": ["DE", "DEU"]}))
    assert "No row has" not in notes(measure("spend", where={"channel": "display"}))
    assert "No row has" not in notes(measure("leads", where={"country": "FR"}, period="2026-04"))


def test_a_value_that_earned_no_credit_is_told_from_one_that_is_misspelt(measure):
    assert "No row has channel 'radio' in 2026-Q2" in notes(
        measure("leads", where={"channel": "radio"})
    )
    assert "No row has" not in notes(measure("leads", where={"channel": "television"}))
    assert "No row has" not in notes(measure("cpl", where={"channel": "search"}, period="2026-05"))


def test_many_known_values_are_a_hint_and_not_a_list(measure, tables):
    for number in range(40):
        tables.rows["spend_daily"].append(
            {"date": "2026-05-05", "channel": f"network-{number:02}", "amount": 1}
        )
    said = notes(measure("spend", where={"channel": "radio"}))
    assert said.count("network-") < 13
    assert said.endswith(" ….")


@pytest.mark.parametrize("name", ["spend", "leads", "cac", "roas"])
def test_a_period_outside_of_the_data_says_what_the_data_cover(measure, name):
    assert "in 2019: the data run from 2026-0" in notes(measure(name, period="2019"))
    assert "the data run" not in notes(measure(name))


def test_kinds_of_conversion_are_never_added_up(measure, context):
    undecided = replace(context, kind=None)
    table = measure("conversions", under=undecided)
    assert table.by == ("kind",)
    assert row(table, kind="lead").value == 15
    assert (table.total.value, table.total.numerator) == (None, None)
    assert "not added up" in notes(table)
    assert measure("conversions", "channel", under=undecided).by == ("channel", "kind")
    both = measure("conversions", where={"kind": ["lead", "order"]})
    assert (both.by, both.total.value) == (("kind",), None)


def test_one_kind_of_conversion_is_a_total(measure, context):
    assert measure("conversions").total.value == 4  # the context's kind: order
    undecided = replace(context, kind=None)
    assert measure("conversions", under=undecided, kind="lead").total.value == 15
    assert measure("conversions", under=undecided, where={"kind": "lead"}).total.value == 15
    assert measure("conversions", "month", kind="lead").by == ("month",)


def test_what_is_unattributed_is_set_beside_the_period_before(measure):
    table = measure("leads", "channel", compare="2026-Q1")
    assert table.unattributed.value == 2.0
    assert table.unattributed.compare_value == 0.0
    assert table.to_json()["unattributed"]["difference"] == 2.0
