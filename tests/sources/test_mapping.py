"""Mapping files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from northing.errors import AmbiguousFile, BadMapping
from northing.sources import ReadDefaults, Reading, load_mapping, read_file

DEFAULTS = ReadDefaults(today=date(2026, 6, 30))


def rows_of(reading: Reading) -> list[dict[str, Any]]:
    return [row for rows in reading.batches() for row in rows.table.to_pylist()]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"decimals": ","}, "no key 'decimals'"),
        ({"decimal": ";"}, "expected '.' or ','"),
        ({"day_first": "yes"}, "true or false"),
        ({"currency": "EURO"}, "not a currency"),
        ({"time_zone": "Mars/Olympus"}, "no time zone"),
        ({"header_line": 0}, "line number"),
        ({"delimiter": ";;"}, "one character"),
        ({"table": {"table": "spend"}}, r"\[\[table\]\]"),
        ({"table": [{"table": "spends"}]}, "no table 'spends'"),
        ({"table": [{"table": "spend", "column": {}}]}, "no key 'column'"),
        ({"table": [{"table": "spend", "columns": {"cost": "Cost"}}]}, "no column 'cost'"),
        ({"table": [{"table": "spend", "columns": {"amount": 3}}]}, "expected a column's name"),
        ({"table": [{"table": "spend", "columns": {"amount": {"colum": "C"}}}]}, "no key 'colum'"),
        ({"table": [{"table": "spend", "columns": {"amount": {"scale": 2}}}]}, "one of column"),
        (
            {"table": [{"table": "spend", "columns": {"amount": {"column": "C", "scale": 0}}}]},
            "scale",
        ),
        ({"table": [{"columns": {"amount": "C"}}]}, "needs `table"),
        ({"synonyms": ["Cost"]}, "expected a table"),
    ],
)
def test_wrong_keys_and_values_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(BadMapping, match=says):
        load_mapping(given)


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text("decimal = ", encoding="utf-8")
    with pytest.raises(BadMapping, match="not TOML"):
        load_mapping(path)
    with pytest.raises(BadMapping, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")


def test_one_file_fills_several_tables(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "cookie,when,via,sale,micros\n"
        "a,2026-01-01,mail,0,0\n"
        "a,2026-01-02,mail,1,2500000\n"
        "b,2026-01-03,,1,1\n",
        encoding="utf-8",
    )
    mapping = load_mapping(
        {
            "currency": "EUR",
            "time_zone": "Europe/Berlin",
            "table": [
                {
                    "table": "touches",
                    "columns": {
                        "person_id": "cookie",
                        "at": "when",
                        "channel": {"column": "via", "values": {"MAIL": "email"}},
                    },
                },
                {
                    "table": "conversions",
                    "where": "sale = 1",
                    "columns": {
                        "conversion_id": {"template": "{cookie}-{when}"},
                        "person_id": "cookie",
                        "at": {"column": "when", "format": "%Y-%m-%d", "time_zone": "UTC"},
                        "kind": {"constant": "order"},
                        "value": {"column": "micros", "scale": 0.000001},
                    },
                },
            ],
        }
    )

    touches, conversions = read_file(path, mapping=mapping, defaults=DEFAULTS)

    assert [(r["channel"], r["at"].hour) for r in rows_of(touches)] == [("email", 23)] * 2
    assert [r["conversion_id"] for r in rows_of(conversions)] == ["a-2026-01-02", "b-2026-01-03"]
    assert [r["value"] for r in rows_of(conversions)] == [Decimal("2.5"), Decimal("0")]
    assert {(r["currency"], r["at"].hour) for r in rows_of(conversions)} == {("EUR", 0)}


def test_a_column_that_the_file_lacks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    for columns in ({"campaign": "Campaign"}, {"campaign": {"template": "{Campaign}"}}):
        mapping = load_mapping({"table": [{"table": "campaigns", "columns": columns}]})
        with pytest.raises(BadMapping, match=r"no column 'Campaign'.*It has: a, b"):
            read_file(path, mapping=mapping, defaults=DEFAULTS)


def test_synonyms_and_constants_answer_for_headings(tmp_path: Path) -> None:
    path = tmp_path / "werbung.csv"
    path.write_text("Wann,Ausgabe EUR\n2026-01-01,5.50\n", encoding="utf-8")
    mapping = load_mapping(
        {
            "currency": "EUR",
            "table": [
                {
                    "table": "spend",
                    "synonyms": {"date": ["wann"], "amount": ["ausgabe (eur)"]},
                    "constants": {"channel": "print"},
                }
            ],
        }
    )
    (reading,) = read_file(path, mapping=mapping, defaults=DEFAULTS)
    (row,) = rows_of(reading)
    assert (row["channel"], row["amount"]) == ("print", Decimal("5.5"))


def test_settings_and_mapping_must_agree_on_the_currency(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("date,channel,amount\n2026-01-01,display,5.50\n", encoding="utf-8")
    defaults = ReadDefaults(today=date(2026, 6, 30), currencies={"shop": "EUR"})
    agreeing = load_mapping({"source": "shop"})
    (reading,) = read_file(path, mapping=agreeing, defaults=defaults)
    assert rows_of(reading)[0]["currency"] == "EUR"
    with pytest.raises(AmbiguousFile, match="change one of them"):
        read_file(
            path, mapping=load_mapping({"source": "shop", "currency": "USD"}), defaults=defaults
        )


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    (tmp_path / "leads.csv").write_text("id;via\n1;mail\n2;Größe\n", encoding="cp1252")
    (tmp_path / "deals.csv").write_text("id,won\n1,2026-01-02\n", encoding="utf-8")
    (tmp_path / "map.toml").write_text(
        """
        [files]
        leads = "leads.csv"
        deals = "deals.csv"
        [[table]]
        table = "conversions"
        sql = "SELECT leads.id, via, won FROM leads LEFT JOIN deals USING (id) ORDER BY id"
        [table.columns]
        conversion_id = "id"
        at = "won"
        kind = { constant = "won" }
        declared_channel = "via"
        """,
        encoding="utf-8",
    )
    return tmp_path


def test_sql_joins_the_named_files(joined: Path) -> None:
    mapping = load_mapping(joined / "map.toml")
    (reading,) = read_file(joined / "leads.csv", mapping=mapping, defaults=DEFAULTS, allow_sql=True)
    (rows,) = reading.batches()
    assert rows.table.column("conversion_id").to_pylist() == ["1"]
    assert rows.refused.to_pylist()[0]["reason"] == "at is missing."
    assert "Größe" in rows.refused.to_pylist()[0]["cells"]


def test_sql_is_refused_unless_allowed(joined: Path) -> None:
    mapping = load_mapping(joined / "map.toml")
    with pytest.raises(BadMapping, match="only run from the command line"):
        read_file(joined / "leads.csv", mapping=mapping, defaults=DEFAULTS)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT content AS id FROM read_text('{folder}/secret.csv')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "SELECT 1; SELECT 2",
        "ATTACH '{folder}/out.db'",
        "SELECT * FROM nowhere",
        "SET enable_external_access = true",
    ],
)
def test_sql_reaches_nothing_but_the_named_files(joined: Path, sql: str) -> None:
    (joined / "secret.csv").write_text("id\nsecret\n", encoding="utf-8")
    query = sql.format(folder=joined)
    mapping = load_mapping(
        {"files": {"leads": "leads.csv"}, "table": [{"table": "campaigns", "sql": query}]}
    )
    with pytest.raises(BadMapping, match="sql"):
        read_file(joined / "leads.csv", mapping=mapping, defaults=DEFAULTS, allow_sql=True)
    assert sorted(path.name for path in joined.iterdir()) == [
        "deals.csv",
        "leads.csv",
        "map.toml",
        "secret.csv",
    ]
