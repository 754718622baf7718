"""One simulated company, made once, of more people than one block holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from northing.simulate import Company, simulate_company

PEOPLE = 24_000


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return simulate_company(tmp_path_factory.mktemp("company"), people=PEOPLE, seed=7)


@pytest.fixture(scope="session")
def truth(company: Company) -> dict[str, Any]:
    """As it stands in the file."""
    folder = company.files[0][1].parent.parent
    found: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def ask(company: Company) -> Callable[[str], list[tuple[Any, ...]]]:
    """SQL over the company's tables, each the union of its files."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for table in sorted({table for table, _ in company.files}):
        parts = []
        for name, path in company.files:
            if name == table:
                reader = "read_parquet" if path.suffix == ".parquet" else "read_csv"
                parts.append(f"SELECT *, '{path.name}' AS file FROM {reader}('{path}')")
        union = " UNION ALL BY NAME ".join(parts)
        connection.execute(f'CREATE VIEW "{table}" AS {union}')
    connection.register("filled", _filled(connection))

    def answer(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    return answer


def _filled(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """A rate for every day: the day's, or the last one of the seven days before."""
    rows: list[tuple[date, str, float]] = []
    known = connection.execute(
        "SELECT currency, date, rate FROM fx ORDER BY currency, date"
    ).fetchall()
    for (currency, day, rate), following in zip(known, [*known[1:], None], strict=True):
        until = day + timedelta(days=8)
        if following and following[0] == currency:
            until = min(until, following[1])
        while day < until:
            rows.append((day, currency, float(rate)))
            day += timedelta(days=1)
    columns = list(zip(*rows, strict=True))
    return pa.table({"date": columns[0], "currency": columns[1], "rate": columns[2]})
