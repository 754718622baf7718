"""What a person is told: of samples, of a file that fits no table, of a lacking currency."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from northing.errors import AmbiguousFile, BadFile
from northing.sources import ReadDefaults, load_mapping, read_file
from northing.sources.reading import Reading

DEFAULTS = ReadDefaults(today=date(2026, 6, 30), time_zone="Europe/Berlin")


def read_as(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {match.column: match.samples_read for match in reading.columns}


def test_samples_are_shown_as_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(
        "Tag;Kanal;Kosten;Impressionen;Währung\n"
        "01/03/2026;display;1.234,50 €;1.200;EUR\n13/03/2026;display;x;7;EUR\n"
    )
    (reading,) = read_file(path, defaults=DEFAULTS)
    shown = read_as(reading)
    assert shown["date"] == ("2026-03-01", "2026-03-13")
    assert shown["amount"] == ("1234.5", "refused")
    assert shown["impressions"] == ("1200", "7")
    assert shown["channel"] == ()


@pytest.mark.parametrize("name", ["touches.csv", "touches.parquet"])
def test_epochs_and_local_times_are_shown_as_instants(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("person_id,channel,at\n1,display,1777172700\n")
    else:
        pq.write_table(pa.table({"person_id": ["1"], "channel": ["a"], "at": [1777172700]}), path)
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert read_as(reading)["at"] == ("2026-04-26 03:05:00 UTC",)
    path = tmp_path / "local.csv"
    path.write_text("person_id,channel,at\n1,display,2026-04-26 05:05\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert read_as(reading)["at"] == ("2026-04-26 03:05:00 UTC",)


def test_typed_columns_are_shown_as_stored(tmp_path: Path) -> None:
    path = tmp_path / "spend.parquet"
    columns = {
        "date": [datetime(2026, 3, 1, 23, 30, tzinfo=UTC)],
        "channel": ["a"],
        "amount": [0.00005],
        "platform_value": [Decimal("1234.50")],
        "currency": ["EUR"],
    }
    pq.write_table(pa.table(columns), path)
    (reading,) = read_file(path, defaults=DEFAULTS)
    (rows,) = reading.batches()
    (row,) = rows.table.to_pylist()
    shown = read_as(reading)
    assert shown["date"] == (row["date"].isoformat(),) == ("2026-03-02",)
    assert [Decimal(*shown[name]) for name in ("amount", "platform_value")] == [
        row["amount"],
        row["platform_value"],
    ]


def test_a_tab_and_totals_are_shown_as_text(tmp_path: Path) -> None:
    path = tmp_path / "spend.tsv"
    path.write_text("date\tchannel\tamount\tcurrency\n2026-01-01\ta\t5\tEUR\nTotal\t\t5\t\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.layout.delimiter == "tab"
    assert reading.layout.totals == ("line 3: Total",)


def test_only_the_nearest_table_is_named_with_a_mapping_to_start_from(tmp_path: Path) -> None:
    path = tmp_path / "office.csv"
    more = [f"Extra {number}" for number in range(15)]
    path.write_text(",".join(["Amount", "Currency", "Initiative", "When", *more]) + "\n1,EUR,a,b\n")
    with pytest.raises(BadFile) as refused:
        read_file(path, defaults=DEFAULTS)
    first, *stub = str(refused.value).split("\n")
    assert first.startswith(
        "office.csv fits no table: it comes nearest to costs, but lacks the required columns "
        "month, category and department. Not understood: 'When', 'Extra 0',"
    )
    assert first.endswith("'Extra 10' and 4 more.")
    assert "see docs/loading.md" in stub[0]
    mapping = "\n".join(stub[1:]).replace('month = ["…"]', 'month = ["When"]')
    target = tmp_path / "mapping.toml"
    target.write_text(mapping)
    assert load_mapping(target).tables[0].answers.synonyms["month"] == ("When",)


def test_a_file_named_after_a_table_comes_nearest_to_it(tmp_path: Path) -> None:
    path = tmp_path / "costs_2026.csv"
    path.write_text("Datum,Preis\n2026-01-01,5\n")
    with pytest.raises(BadFile, match="nearest to costs"):
        read_file(path, defaults=DEFAULTS)


def test_tables_refused_alike_are_said_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for month in ("January", "February", "March", "April", "May"):
        sheet = book.create_sheet(month)
        sheet.append(["date", "amount", "Foo"])
        sheet.append(["2026-01-01", 5, "x"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    with pytest.raises(BadFile) as refused:
        read_file(path, defaults=DEFAULTS)
    text = str(refused.value)
    assert text.count("no table") == 1
    assert "January, February, March and 2 more fit no table: they come nearest to spend" in text
    assert text.count("[[table]]") == 1


@pytest.mark.parametrize(
    ("head", "wanted", "unwanted"),
    [
        ("date,channel,amount", "or add a currency column", "northing.toml"),
        (
            "Day,Campaign,Campaign type,Cost,Impr.,Clicks",
            "account of google_ads in northing.toml",
            "of it",
        ),
    ],
)
def test_a_lacking_currency_says_where_it_can_be_given(
    tmp_path: Path, head: str, wanted: str, unwanted: str
) -> None:
    path = tmp_path / "file.csv"
    cells = ["2026-01-01", "Search", "Search", "5", "5", "5"]
    row = cells if "Impr." in head else [*cells[:2], "5"]
    path.write_text(f"{head}\n{','.join(row)}\n")
    with pytest.raises(AmbiguousFile) as asked:
        read_file(path, defaults=DEFAULTS)
    (question,) = asked.value.questions
    assert 'say currency = "EUR" in a mapping' in question
    assert wanted in question
    assert unwanted not in question
