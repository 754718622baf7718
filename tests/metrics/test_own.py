"""Metrics that a workspace defines in TOML: composed of measures, checked, computed like ours."""

from __future__ import annotations

import tomllib

import pytest

from northing.calendar import parse_period
from northing.errors import BadSetting, Unknown
from northing.metrics import METRICS, MetricRef, compute, parse_metric

TEXT = """
title = "Cost per qualified lead, France"
family = "profitability"
definition = "Media spend in France ÷ qualified leads there."
unit = "money"
good = "down"
trap = "Media only."
numerator = [{ measure = "spend", where = { country = "FR" } }]
denominator = [{ measure = "qualified_leads", where = { country = ["FR"] }, credit = "when split" }]
"""


def changed(**keys):
    content = {**tomllib.loads(TEXT), **keys}
    return {key: value for key, value in content.items() if value is not None}


def test_it_is_computed_like_a_metric_of_the_catalogue(tables, context):
    metrics = {**METRICS, "cpql_fr": parse_metric("cpql_fr", tomllib.loads(TEXT))}
    table = compute(
        MetricRef.of("cpql_fr"),
        tables,
        by="channel",
        period=parse_period("2026-Q2"),
        context=context,
        metrics=metrics,
    )
    assert (table.total.value, table.total.denominator) == (300 / 4, 4.0)
    assert table.title == "Cost per qualified lead, France"
    german = compute(
        MetricRef.of("cpql_fr", where={"country": "DE"}),
        tables,
        period=parse_period("2026-Q2"),
        context=context,
        metrics=metrics,
    )
    assert german.total.value is None  # nothing is both French and German


def test_what_is_taken_away_is_taken_away(tables, context):
    content = changed(numerator=["revenue", {"measure": "spend", "minus": True}], denominator=None)
    metric = parse_metric("contribution", content)
    table = compute(
        MetricRef.of("contribution"),
        tables,
        period=parse_period("2026-Q2"),
        context=context,
        metrics={"contribution": metric},
    )
    assert table.total.value == 1400 - 1000


@pytest.mark.parametrize(
    ("name", "keys", "said"),
    [
        ("x", {"numerator": ["spent"]}, r"no measure 'spent'\. Did you mean 'spend'\?"),
        ("x", {"titel": "X"}, "no key 'titel'. Did you mean 'title'"),
        ("x", {"title": None}, "title is None; expected a text"),
        ("x", {"unit": "euro"}, "unit is 'euro'; expected one of money"),
        ("x", {"family": "sales"}, "expected one of revenue"),
        ("x", {"numerator": []}, "expected a list of measures"),
        ("x", {"numerator": "spend"}, "expected a list of measures"),
        ("x", {"numerator": [{"measure": "costs", "where": {"channel": "x"}}]}, "does not carry"),
        ("x", {"numerator": [{"measure": "spend", "where": {"channel": 3}}]}, "a text or a list"),
        ("x", {"numerator": [{"measure": "spend", "credit": "always"}]}, "leave credit away"),
        ("x", {"numerator": [{"measure": "leads", "credit": "often"}]}, "expected one of never"),
        ("x", {"numerator": [{"measure": "spend", "of": 1}]}, "no key 'of'"),
        ("x", {"scale": 0}, "a whole number above 0"),
        ("x", {"open_ended": "yes"}, "true or false"),
        ("roas", {}, "is a metric of the catalogue"),
        ("Roas 2", {}, "is no metric's name"),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_refused_with_what_is_known(name, keys, said):
    with pytest.raises(BadSetting, match=said) as refused:
        parse_metric(name, changed(**keys))
    assert str(refused.value).startswith(f"metrics/{name}.toml")


def test_a_metric_that_nobody_defined_names_those_there_are(tables, context):
    with pytest.raises(Unknown, match="Did you mean 'cpl'"):
        compute(MetricRef.of("cpll"), tables, period=parse_period("2026-Q2"), context=context)
