"""The same rows in every format give the same table."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northing.errors import AmbiguousFile, BadFile, BadMapping, NorthingError
from northing.sources import UPLOAD, ReadDefaults, load_mapping, read_file

DEFAULTS = ReadDefaults(today=date(2026, 6, 30))
HEAD = ["date", "channel", "campaign", "amount", "currency", "impressions", "clicks"]
ROWS = [
    [
        date(2026, 1, day),
        "display",
        f"Größe {day}",
        Decimal("1234.56") * day,
        "EUR",
        1000 * day,
        day,
    ]
    for day in range(1, 29)
]


def delimited(mark: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    lines = [mark.join(HEAD), *(mark.join(str(cell) for cell in row) for row in ROWS)]
    return (end.join(lines) + end).encode(encoding)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for row in ROWS:
        day = datetime(row[0].year, row[0].month, row[0].day)
        book.active.append([day, *row[1:3], float(row[3]), *row[4:]])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def objects() -> list[dict[str, object]]:
    return [
        {**dict(zip(HEAD, row, strict=True)), "date": str(row[0]), "amount": float(row[3])}
        for row in ROWS
    ]


def parquet() -> bytes:
    columns = [list(column) for column in zip(*ROWS, strict=True)]
    target = io.BytesIO()
    pq.write_table(pa.table(dict(zip(HEAD, columns, strict=True))), target)
    return target.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


FILES = {
    "spend.csv": delimited(","),
    "spend.tsv": delimited("\t"),
    "semicolons.csv": delimited(";"),
    "pipes.txt": delimited("|"),
    "windows.csv": delimited(",", "cp1252", "\r\n"),
    "latin.csv": delimited(";", "latin-1"),
    "mark.csv": delimited(",", "utf-8-sig", "\r\n"),
    "wide.csv": delimited("\t", "utf-16"),
    "wide_le.csv": delimited("\t", "utf-16-le"),
    "old_mac.csv": delimited(",", "utf-8", "\r"),
    "no_end.csv": delimited(",").rstrip(b"\n"),
    "spend.csv.gz": gzip.compress(delimited(",")),
    "spend.zip": zipped("folder/spend.csv", delimited(";")),
    "spend.xlsx": workbook(),
    "spend.json": json.dumps(objects()).encode(),
    "keyed.json": json.dumps({"spend": objects(), "meta": {"page": 1}}).encode(),
    "spend.ndjson": "\n".join(map(json.dumps, objects())).encode(),
    "spend.jsonl.gz": gzip.compress("\n".join(map(json.dumps, objects())).encode()),
    "spend.parquet": parquet(),
    "parquet.zip": zipped("spend.parquet", parquet()),
}


@pytest.mark.parametrize("name", FILES)
def test_reads_every_format_alike(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])

    (reading,) = read_file(path, defaults=DEFAULTS)
    batches = list(reading.batches())

    assert reading.table == "spend"
    assert sum(batch.refused.num_rows for batch in batches) == 0
    rows = [row for batch in batches for row in batch.table.to_pylist()]
    assert [[row[name] for name in HEAD] for row in rows] == ROWS
    assert len({row["_line"] for row in rows}) == len(ROWS)


@pytest.mark.parametrize("name", FILES)
def test_can_be_read_twice(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    (reading,) = read_file(path, defaults=DEFAULTS)
    first = pa.concat_tables([batch.table for batch in reading.batches()])
    assert first.equals(pa.concat_tables([batch.table for batch in reading.batches()]))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("page.csv", b"<!DOCTYPE html><html>", "web page"),
        ("report.pdf", b"%PDF-1.7 ...", "PDF"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97"),
        ("binary.csv", b"a,b\n\x00\x01\x02,3\n", "binary"),
        ("broken.parquet", b"PAR1garbage", "damaged"),
        ("broken.xlsx", b"PK\x03\x04garbage", "damaged"),
        ("broken.csv.gz", b"\x1f\x8bgarbage", "damaged"),
        ("broken.json", b'[{"date": 1},', "not JSON"),
        ("scalar.json", b'{"a": {"b": 1}}', "no list of objects"),
        ("empty.zip", b"PK\x05\x06" + b"\x00" * 18, "empty archive"),
    ],
)
def test_refuses_what_it_cannot_read(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadFile, match=says):
        read_file(path, defaults=DEFAULTS)


def test_reads_every_sheet_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Only a note"])
    for month, title in enumerate(("January", "February"), start=1):
        sheet = book.create_sheet(title)
        sheet.append(["Spend of the month"])
        sheet.append([])
        sheet.append(HEAD)
        sheet.append([f"2026-0{month}-05", "display", "Brand", 12.5, "EUR", 10, 1])
        sheet.append(["Total", None, None, 12.5, None, 10, 1])
    path = tmp_path / "book.xlsx"
    book.save(path)

    readings = read_file(path, defaults=DEFAULTS)

    assert [reading.file for reading in readings] == ["book.xlsx, January", "book.xlsx, February"]
    assert [reading.layout.header_line for reading in readings] == [3, 3]
    assert [reading.layout.totals_count for reading in readings] == [1, 1]


def test_reaches_nested_values_by_dotted_paths(tmp_path: Path) -> None:
    path = tmp_path / "touches.parquet"
    rows = [{"who": {"id": 7, "device": {"kind": "mobile"}}, "at": 1767225600, "via": "email"}]
    pq.write_table(pa.Table.from_pylist(rows), path)
    mapping = load_mapping(
        {"table": [{"table": "touches", "columns": {
            "person_id": "who.id", "device": "who.device.kind", "channel": "via", "at": "at"}}]}
    )  # fmt: skip

    (reading,) = read_file(path, mapping=mapping, defaults=DEFAULTS)
    (rows_read,) = reading.batches()

    row = rows_read.table.to_pylist()[0]
    assert (row["person_id"], row["device"], row["channel"]) == ("7", "mobile", "email")
    assert row["at"].isoformat() == "2026-01-01T00:00:00+00:00"


def test_cells_with_line_breaks_keep_the_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_text(
        "feedback_id,at,kind,text\n"
        '1,2026-01-01,review,"two\nlines"\n'
        "\n"
        "2,2026-01-02,review,one\n"
        "3,someday,review,bad\n"
        "4,2026-01-03,review\n",
        encoding="utf-8",
    )
    (reading,) = read_file(path, defaults=DEFAULTS)
    (rows,) = reading.batches()
    assert rows.table.column("_line").to_pylist() == [2, 5]
    assert rows.table.column("text").to_pylist() == ["two\nlines", "one"]
    assert sorted(rows.refused.column("line").to_pylist()) == [6, 7]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(FILES)),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
    keep=st.floats(0.2, 1),
)
def test_damaged_files_are_read_or_refused(
    tmp_path: Path, name: str, changes: list[tuple[float, int]], keep: float
) -> None:
    content = bytearray(FILES[name])
    for place, value in changes:
        content[int(place * (len(content) - 1))] = value
    path = tmp_path / name
    path.write_bytes(content[: int(len(content) * keep) + 1])
    try:
        for reading in read_file(path, defaults=DEFAULTS, limits=UPLOAD):
            list(reading.batches())
    except NorthingError as error:
        assert str(error)  # noqa: PT017


def test_a_text_among_numbers_of_a_sheet_is_not_guessed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for _ in range(500):
        book.active.append(["2026-01-05", "display", "Brand", 12.5, "EUR", 10, 1])
    book.active.append(["2026-01-06", "display", "Brand", "1.234", "EUR", 10, 1])
    path = tmp_path / "book.xlsx"
    book.save(path)
    (reading,) = read_file(path, defaults=DEFAULTS)
    refused = [row for rows in reading.batches() for row in rows.refused.to_pylist()]
    assert [row["line"] for row in refused] == [502]
    assert "thousands or decimals" in refused[0]["reason"]


def test_texts_and_numbers_mixed_are_a_question(tmp_path: Path) -> None:
    path = tmp_path / "spend.json"
    rows = [{**objects()[0], "amount": amount} for amount in (12.5, "1.234")]
    path.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(AmbiguousFile, match=r"'1\.234' can be thousands or decimals"):
        read_file(path, defaults=DEFAULTS)


def test_a_heading_that_begins_like_an_archive_is_text(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text("PK,date,channel,amount,currency\n1,2026-01-01,display,1,EUR\n", "utf-8")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.unused == ("PK",)


def book_of(tmp_path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook with these sheets, each with the headings of spend."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in (HEAD, *rows):
            sheet.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def days(first: int, last: int) -> list[list[object]]:
    return [
        [f"2026-01-{day:02}", "display", "Brand", day, "EUR", 10, 1]
        for day in range(first, last + 1)
    ]


def hide(path: Path, title: str) -> None:
    book = openpyxl.load_workbook(path)
    book[title].sheet_state = "hidden"
    book.save(path)


def test_a_hidden_sheet_is_named_and_read_only_if_a_mapping_names_it(tmp_path: Path) -> None:
    path = book_of(tmp_path, January=days(1, 3), Old=days(4, 5))
    hide(path, "Old")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.file == "book.xlsx, January"
    assert "Hidden and not read: the sheet 'Old'" in " ".join(reading.doubts)
    named = load_mapping({"sheets": ["Old"]})
    (hidden,) = read_file(path, mapping=named, defaults=DEFAULTS)
    assert [rows.table.num_rows for rows in hidden.batches()] == [2]
    with pytest.raises(BadMapping, match=r"no sheet 'Older'\. It has: 'January', 'Old'"):
        read_file(path, mapping=load_mapping({"sheets": ["Older"]}), defaults=DEFAULTS)


def test_a_mapping_may_fill_each_table_from_its_own_sheet(tmp_path: Path) -> None:
    path = book_of(tmp_path, Plan=days(1, 3), Actual=days(1, 3))
    mapping = load_mapping({"table": [{"table": "spend", "sheets": ["Actual"]}]})
    assert [r.file for r in read_file(path, mapping=mapping, defaults=DEFAULTS)] == [
        "book.xlsx, Actual"
    ]


def test_a_sheet_that_repeats_another_is_a_question(tmp_path: Path) -> None:
    path = book_of(tmp_path, All=days(1, 9), Part=days(2, 4))
    with pytest.raises(AmbiguousFile) as asked:
        read_file(path, defaults=DEFAULTS)
    (question,) = asked.value.questions
    assert "all 3 rows of 'Part' stand in 'All' too" in question
    mapping = load_mapping({"sheets": ["All"]})
    assert len(read_file(path, mapping=mapping, defaults=DEFAULTS)) == 1


def test_sheets_that_share_rows_say_so(tmp_path: Path) -> None:
    path = book_of(tmp_path, January=days(1, 9), February=days(8, 20))
    for reading in read_file(path, defaults=DEFAULTS):
        assert "'January' and 'February' both fill spend, and 2 rows are the same" in " ".join(
            reading.doubts
        )
    path = book_of(tmp_path, January=days(1, 9), February=days(10, 20))
    assert [reading.doubts for reading in read_file(path, defaults=DEFAULTS)] == [(), ()]


def test_a_formula_without_a_result_is_refused_as_such(tmp_path: Path) -> None:
    formula = ["2026-01-04", "display", "Brand", "=D2+D3", "EUR", 10, 1]
    total = ["Total", None, None, "=SUM(D2:D5)", None, 30, 3]
    path = book_of(tmp_path, January=[*days(1, 3), formula, total])
    (reading,) = read_file(path, defaults=DEFAULTS)
    (rows,) = reading.batches()
    assert rows.table.num_rows == 3
    assert rows.refused["line"].to_pylist() == [5]
    (reason,) = rows.refused["reason"].to_pylist()
    assert "'amount' holds a formula: it was never calculated; open and save the file" in reason
    assert "2 cells of 'January' hold a formula" in " ".join(reading.doubts)
    assert reading.layout.totals_count == 1


def test_a_formula_with_a_result_is_its_result(tmp_path: Path) -> None:
    path = book_of(tmp_path, January=[["2026-01-04", "display", "=X", "=2+3", "EUR", 10, 1]])
    unpacked = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            unpacked[name] = archive.read(name)
    sheet = unpacked["xl/worksheets/sheet1.xml"].decode()
    sheet = re.sub(
        r'<c r="D2"[^>]*><f>2\+3</f><v ?/></c>', '<c r="D2"><f>2+3</f><v>5</v></c>', sheet
    )
    sheet = re.sub(
        r'<c r="C2"[^>]*><f>X</f><v ?/></c>', '<c r="C2" t="str"><f>X</f><v/></c>', sheet
    )
    unpacked["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in unpacked.items():
            archive.writestr(name, content)
    (reading,) = read_file(path, defaults=DEFAULTS)
    (rows,) = reading.batches()
    assert (rows.table["amount"].to_pylist(), rows.table["campaign"].to_pylist()) == ([5], [None])
    assert reading.doubts == ()


def test_what_is_no_table_in_an_archive_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("invoice.pdf", b"%PDF-1.7 ...")
        archive.writestr("spend.csv", delimited(","))
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.file == "export.zip/spend.csv"
    assert "export.zip/invoice.pdf is a PDF" in " ".join(reading.doubts)
    path.write_bytes(zipped("invoice.pdf", b"%PDF-1.7 ..."))
    with pytest.raises(BadFile, match=r"invoice\.pdf is a PDF"):
        read_file(path, defaults=DEFAULTS)


@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.txt"])
@pytest.mark.parametrize("broken", ["oops", '{"date": "2026-', "[1]"])
def test_a_broken_line_among_objects_is_named(tmp_path: Path, name: str, broken: str) -> None:
    path = tmp_path / name
    first, last = (json.dumps(row) for row in objects()[:2])
    path.write_text(f"{first}\n{broken}\n{last}\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    (rows,) = reading.batches()
    assert rows.table.num_rows == 2
    assert rows.refused["line"].to_pylist() == [2]
    assert rows.refused["reason"].to_pylist()[0].startswith("Line 2 is not ")
