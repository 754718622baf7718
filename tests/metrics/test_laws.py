"""What holds for every metric and measure of the catalogues: a new entry inherits these."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pyarrow.parquet as pq
import pytest

from northing.calendar import GRAINS, parse_period
from northing.engine import ParquetFiles
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

every_metric = pytest.mark.parametrize("name", list(METRICS))


@every_metric
def test_a_metric_says_what_it_is(name):
    metric = METRICS[name]
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
    for term in METRICS[name].terms:
        measure = MEASURES[term.measure]
        assert term.credit == "never" or measure.credit_column
    for table in tables_needed(METRICS[name]):
        assert table == "credit" or table in DERIVED


@pytest.mark.parametrize("name", list(MEASURES))
def test_a_measure_fits_its_table(name):
    measure = MEASURES[name]
    columns = set(DERIVED[measure.table].schema.names)
    wanted = {measure.column, *measure.dimensions, "month" if measure.monthly else "date"}
    wanted |= {"kind"} if measure.kinds else set()
    wanted |= {measure.only_where} if measure.only_where else set()
    assert wanted <= columns
    assert not set(measure.dimensions) - set(all_dimensions(MEASURES))


@every_metric
def test_only_sums_may_be_added_and_only_by_what_they_carry(name):
    metric = METRICS[name]
    if metric.denominator:
        assert metric.additive == ()
    assert set(metric.additive) <= set(possible_dimensions(metric, MEASURES))


@every_metric
def test_the_ratio_is_of_the_sums_and_is_taken_last(name, measure):
    total = measure(name).total
    if METRICS[name].denominator:
        assert total.value == pytest.approx(float(total.numerator) / float(total.denominator))
    else:
        assert total.value == total.numerator
        assert total.denominator is None


@every_metric
def test_every_possible_dimension_splits_it_and_the_parts_add_up(name, measure):
    for dimension in possible_dimensions(METRICS[name], MEASURES):
        table = measure(name, dimension)
        if dimension == "kind" and name == "conversions":
            continue  # kinds are steps of one path: nothing to add up
        for part in ("numerator", "denominator"):
            parts = [getattr(row, part) for row in table.rows]
            added = sum(float(number) for number in parts if number is not None)
            if part == "numerator" and table.unattributed and not METRICS[name].denominator:
                added += float(table.unattributed.value)
            whole = float(getattr(table.total, part) or 0)
            if None in parts and len(METRICS[name].numerator) > 1:
                assert added <= whole  # a group that lacks one of several terms is unknown
            else:
                assert added == pytest.approx(whole), (dimension, part)
            for row in table.rows:
                assert row.value is not None or row.note


@every_metric
def test_every_other_dimension_is_refused(name, measure):
    possible = possible_dimensions(METRICS[name], MEASURES)
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
    assert any(needed in said for needed in tables_needed(METRICS[name]))
    assert measure(name, "month").total.value is None


@every_metric
def test_each_missing_table_alone_is_named(name, measure, tables):
    for needed in tables_needed(METRICS[name]):
        if needed != "credit" or METRICS[name].terms[0].credit == "always":
            kept = tables.rows.pop(needed)
            table = measure(name)
            assert table.total.value is None or needed == "conversions_daily"
            assert any(needed in note for note in table.notes)
            tables.rows[needed] = kept


@every_metric
def test_a_zero_below_is_undefined_never_zero(name, measure, tables):
    if not METRICS[name].denominator:
        return
    columns = {MEASURES[term.measure].column for term in METRICS[name].denominator}
    for rows in tables.rows.values():
        for row in rows:
            row |= dict.fromkeys(columns & row.keys(), 0)
    total = measure(name).total
    assert total.value is None
    assert total.denominator == 0
    assert total.note.startswith("undefined")


@every_metric
def test_fractions_lie_between_0_and_1(name, measure):
    if METRICS[name].unit == "fraction":
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
    uses = {MEASURES[term.measure] for term in METRICS[name].terms}
    if any(part.unit == "money" for part in uses):
        assert shown["parameters"]["currency"] == "EUR"
    if any(part.kinds == "revenue_kinds" for part in uses):
        assert shown["parameters"]["revenue_kinds"] == ["order", "won"]
    if any(term.credit == "always" for term in METRICS[name].terms):
        assert shown["parameters"]["rule"] == "linear"
        assert shown["parameters"]["lookback_days"] == {"order": 30, "won": 180}


@every_metric
def test_another_version_than_ours_is_refused(name, measure, tables, context):
    asked = MetricRef.of(name, version=METRICS[name].version)
    period = parse_period("2026-Q2")
    assert compute(asked, tables, period=period, context=context).version == asked.version
    other = replace(asked, version=METRICS[name].version + 1)
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

    monkeypatch.setattr(tables, "engine", Recording())
    for dimension in possible_dimensions(METRICS[name], MEASURES):
        measure(name, dimension, where={} if dimension in GRAINS else {dimension: [None, "x"]})
    assert asked
    for sql in asked:
        assert to_spark(sql)


@every_metric
def test_the_catalogue_describes_it(name):
    described = describe_metric(name)
    assert json.loads(json.dumps(described)) == described
    assert described["metric"] == name
    assert described["dimensions"]
    assert set(described["parameters"]) == set(parameters_of(METRICS[name]))


def test_credit_dimensions_are_the_columns_of_credit():
    fixed = set(DERIVED["credit_daily"].schema.names) | set(
        DERIVED["credit_places_daily"].schema.names
    )
    assert set(CREDIT_DIMENSIONS) == fixed - {"date"}


def test_parameters_are_those_that_can_change_the_metric():
    assert parameters_of(METRICS["roas"]) == ("rule",)
    assert parameters_of(METRICS["mer"]) == ()
