"""What data health asks is said in SQL that both engines understand."""

from __future__ import annotations

import pytest
from clean_company import make_clean

from northing.engine.dialect import to_spark
from northing.workspace.step import STEPS, Inputs
from northing.workspace.stored import empty_table


def test_every_query_of_health_can_be_said_to_spark(demo, monkeypatch):
    said = []
    query = type(demo.engine).query

    def listening(self, sql, **tables):
        columns = {name: list(table.schema.names) for name, table in tables.items()}
        said.append((sql, columns))
        return query(self, sql, **tables)

    monkeypatch.setattr(type(demo.engine), "query", listening)
    health = demo.health()
    demo.reconcile("2026-Q1")
    for finding in health.findings:
        if finding.rows:
            demo.health_rows(finding.id, 1)

    assert len(said) > 40
    for sql, columns in said:
        assert to_spark(sql, columns)


@pytest.fixture
def ws(tmp_path):
    return make_clean(tmp_path)


def test_the_step_that_counts_rows_can_be_said_to_spark(ws, monkeypatch):
    said = []
    query = type(ws.engine).query

    def listening(self, sql, **tables):
        said.append(sql)
        return query(self, sql, **tables)

    step, snapshot = STEPS["health_daily"], ws.snapshot()
    tables = {name: ws.dataset(name, snapshot) for name in step.reads if name in snapshot.tables}
    tables.update({name: empty_table(name) for name in step.reads if name not in tables})
    monkeypatch.setattr(type(ws.engine), "query", listening)
    step.run(Inputs(ws.engine, ws.settings, ws.identity, snapshot.as_of.isoformat(), tables))
    assert all(to_spark(sql) for sql in said)
