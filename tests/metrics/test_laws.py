"""What holds for every metric and measure of the catalogues: a new entry inherits these."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pyarrow.parquet as pq
import pytest

from northing.calendar import GRAINS, parse_period
from northing.engine import ParquetFiles
from northing.engine.columns import Unfit
from northing.engine.dialect import to_spark
from northing.errors import NotDivisible, Unknown
from northing.metrics import (
    MEASURES,
    METRICS,
    MetricRef,
    all_dimensions,
    compute,
    describe_metric,
    parameters_of,
    possible_dimensions,
    tables_needed,
)
from northing.metrics.measure import CREDIT_DIMENSIONS
from northing.metrics.metric import Family, Good, Unit
from northing.tables import DERIVED

EVERY = [
    str(MetricRef.of(name, **({"variant": variant} if variant else {})))
    for name, metric in METRICS.items()
    for variant in metric.variant_names or (None,)
]
SAID_IN_SPARK: set[str] = set()
every_metric = pytest.mark.parametrize("name", EVERY)


def defined(name):
    """The definition that a reference means, as its variant has it."""
    asked = MetricRef.parse(name)
    return METRICS[asked.name].as_variant(dict(asked.parameters).get("variant"))


def adds_up(metric, dimension):
    """Whether the parts of a split come to the whole; stocks, windows and products do not."""
    terms = [(term, MEASURES[term.measure]) for term in metric.terms]
    if metric.product:
        return False
    if dimension in GRAINS:
        return all(part.span == "days" and not term.before for term, part in terms)
    return not (dimension in ("channel", "campaign") and any(part.once for _, part in terms))


@every_metric
def test_a_metric_says_what_it_is(name):
    metric = defined(name)
    for words in (metric.title, metric.definition, metric.trap, metric.source, metric.owner):
        assert len(words) > 3
    assert metric.definition.endswith(".")
    assert metric.trap.endswith(".")
    assert metric.family in get_args(Family)
    assert metric.unit in get_args(Unit)
    assert metric.good in get_args(Good)
    assert metric.version >= 1


@every_metric
def test_its_measures_exist_and_read_columns_of_derived_tables(name):
    for term in defined(name).terms:
        measure = MEASURES[term.measure]
        assert term.credit == "never" or measure.credit_column
    for table in tables_needed(defined(name)):
        assert table == "credit" or table in DERIVED


@pytest.mark.parametrize("name", list(MEASURES))
def test_a_measure_fits_its_table(name):
    measure = MEASURES[name]
    columns = set(DERIVED[measure.table].schema.names)
    wanted = {measure.column, *measure.dimensions, measure.date_column}
    wanted |= {"kind"} if measure.kinds else set()
    wanted |= {"end_month"} if measure.span == "window" else set()
    wanted |= {"counted_by", "channel", "campaign"} if measure.once else set()
    wanted |= {measure.ages} if measure.ages else set()
    wanted |= {measure.only_where} if measure.only_where else set()
    assert wanted <= columns
    assert not set(measure.dimensions) - set(all_dimensions(MEASURES))


@every_metric
def test_only_sums_may_be_added_and_only_by_what_they_carry(name):
    metric = defined(name)
    if metric.denominator:
        assert metric.additive == ()
    assert set(metric.additive) <= set(possible_dimensions(metric, MEASURES))


@every_metric
def test_the_ratio_is_of_the_sums_and_is_taken_last(name, measure):
    total, metric = measure(name).total, defined(name)
    if metric.denominator:
        ratio = metric.scale * float(total.numerator) / float(total.denominator)
        assert total.value == pytest.approx(ratio) or metric.minus
    elif not metric.median_of:
        assert total.value == total.numerator
        assert total.denominator is None


@every_metric
def test_every_possible_dimension_splits_it_and_the_parts_add_up(name, measure):
    for dimension in possible_dimensions(defined(name), MEASURES):
        table = measure(name, dimension)
        if dimension == "kind" and name == "conversions":
            continue  # kinds are steps of one path: nothing to add up
        if not adds_up(defined(name), dimension):
            assert all(row.value is not None or row.note for row in table.rows)
            continue
        for part in ("numerator", "denominator"):
            parts = [getattr(row, part) for row in table.rows]
            added = sum(float(number) for number in parts if number is not None)
            if part == "numerator" and table.unattributed and not defined(name).denominator:
                added += float(table.unattributed.value)
            whole = float(getattr(table.total, part) or 0)
            if None in parts and any(term.sign < 0 for term in defined(name).numerator):
                continue  # a group that lacks what is taken away is unknown
            if None in parts and len(defined(name).numerator) > 1:
                assert added <= whole + 0.005  # a group that lacks one of several terms is unknown
            else:
                assert added == pytest.approx(whole, abs=0.005), (dimension, part)
            for row in table.rows:
                assert row.value is not None or row.note


@every_metric
def test_every_other_dimension_is_refused(name, measure):
    possible = possible_dimensions(defined(name), MEASURES)
    for dimension in set(all_dimensions(MEASURES)) - set(possible) - set(GRAINS):
        with pytest.raises(NotDivisible, match=dimension):
            measure(name, dimension)


@every_metric
def test_no_tables_at_all_give_no_value_and_name_what_is_missing(name, measure, tables):
    tables.rows.clear()
    table = measure(name)
    assert table.total.value is None
    assert table.rows == ()
    said = " ".join(table.notes)
    assert any(needed in said for needed in tables_needed(defined(name)))
    assert measure(name, "month").total.value is None


@every_metric
def test_each_missing_table_alone_is_named(name, measure, tables):
    for needed in tables_needed(defined(name)):
        if needed != "credit" or defined(name).terms[0].credit == "always":
            kept = tables.rows.pop(needed)
            table = measure(name)
            assert table.total.value is None or needed == "conversions_daily"
            assert any(needed in note for note in table.notes)
            tables.rows[needed] = kept


@every_metric
def test_a_zero_below_is_undefined_never_zero(name, measure, tables):
    if not defined(name).denominator:
        return
    columns = {MEASURES[term.measure].column for term in defined(name).denominator}
    for rows in tables.rows.values():
        for row in rows:
            row |= dict.fromkeys(columns & row.keys(), 0)
    total = measure(name).total
    assert total.value is None
    assert total.denominator == 0
    assert total.note.startswith("undefined")


@every_metric
def test_fractions_lie_between_0_and_1(name, measure):
    if defined(name).unit == "fraction" and not defined(name).open_ended:
        assert 0 <= measure(name).total.value <= 1


@every_metric
def test_everything_it_depends_on_is_echoed(name, measure):
    table = measure(name, "month")
    shown = table.to_json()
    assert json.loads(json.dumps(shown)) == shown
    assert {"metric", "title", "unit", "good", "definition", "parameters", "period"} <= set(shown)
    assert shown["snapshot"] == "snapshot-1"
    assert shown["period"]["last_day"] == "2026-06-30"
    assert set(shown["rows"][0]) >= {"month", "value", "numerator", "denominator"}
    uses = {MEASURES[term.measure] for term in defined(name).terms}
    if any(part.unit == "money" for part in uses):
        assert shown["parameters"]["currency"] == "EUR"
    if any(part.kinds == "revenue_kinds" for part in uses):
        assert shown["parameters"]["revenue_kinds"] == ["order", "won"]
    if any(term.credit == "always" for term in defined(name).terms):
        assert shown["parameters"]["rule"] == "linear"
        assert shown["parameters"]["lookback_days"] == {"order": 30, "won": 180}


@every_metric
def test_another_version_than_ours_is_refused(name, measure, tables, context):
    asked = replace(MetricRef.parse(name), version=defined(name).version)
    period = parse_period("2026-Q2")
    assert compute(asked, tables, period=period, context=context).version == asked.version
    other = replace(asked, version=defined(name).version + 1)
    with pytest.raises(Unknown, match="version"):
        compute(other, tables, period=period, context=context)


@every_metric
def test_it_computes_the_same_from_parquet_files(name, measure, tables, tmp_path, monkeypatch):
    expected = measure(name, "month")
    whole = type(tables).dataset

    def stored(self, table):
        held = whole(self, table)
        path = tmp_path / f"{table}.parquet"
        pq.write_table(held, path)
        return ParquetFiles((str(path),), held.schema)

    monkeypatch.setattr(type(tables), "dataset", stored)
    assert measure(name, "month") == expected


@every_metric
def test_its_queries_mean_the_same_on_a_cluster(name, measure, tables, monkeypatch):
    pytest.importorskip("sqlglot", reason="the extra northing[spark] is not installed")
    asked = []
    engine = tables.engine

    class Recording:
        def query(self, sql, **given):
            asked.append(sql)
            return engine.query(sql, **given)

    def not_in_memory(*_given):
        raise Unfit

    monkeypatch.setattr(tables, "engine", Recording())
    monkeypatch.setattr("northing.metrics.sums.sum_columns", not_in_memory)
    for dimension in possible_dimensions(defined(name), MEASURES):
        measure(name, dimension, where={} if dimension in GRAINS else {dimension: [None, "x"]})
    assert asked
    for sql in set(asked) - SAID_IN_SPARK:
        assert to_spark(sql)
    SAID_IN_SPARK.update(asked)


@every_metric
def test_the_catalogue_describes_it(name):
    name = MetricRef.parse(name).name
    described = describe_metric(name)
    assert json.loads(json.dumps(described)) == described
    assert described["metric"] == name
    assert described["dimensions"]
    assert set(described["parameters"]) == set(parameters_of(defined(name)))


def test_credit_dimensions_are_the_columns_of_credit():
    fixed = set(DERIVED["credit_daily"].schema.names) | set(
        DERIVED["credit_places_daily"].schema.names
    )
    assert set(CREDIT_DIMENSIONS) == fixed - {"date"}


def test_parameters_are_those_that_can_change_the_metric():
    assert parameters_of(METRICS["roas"]) == ("lookback_days", "rule")
    assert parameters_of(METRICS["sourced_pipeline"]) == ("variant",)
    assert parameters_of(METRICS["mer"]) == ()
