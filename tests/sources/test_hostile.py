"""Files made to harm: refused within limits, and never under a name of their own."""

from __future__ import annotations

import gzip
import io
import os
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northing.errors import BadFile, NorthingError
from northing.money import CURRENCIES
from northing.sources import UPLOAD, Limits, ReadDefaults, read_file

DEFAULTS = ReadDefaults(today=date(2026, 6, 30), currencies={})
HEAD = b"date,channel,amount,currency\n"
ROW = b"2026-01-01,display,1.50,EUR\n"


def archive(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return target.getvalue()


def refusal(path: Path, limits: Limits = UPLOAD) -> str:
    def load() -> None:
        for reading in read_file(path, defaults=DEFAULTS, limits=limits):
            list(reading.batches())

    with pytest.raises(BadFile) as caught:
        load()
    return str(caught.value)


def test_a_file_larger_than_the_wire_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_bytes(HEAD + ROW * 100)
    assert "at most 1,000" in refusal(path, Limits(received_bytes=1000))


@pytest.mark.parametrize("name", ["bomb.csv.gz", "bomb.zip"])
def test_an_archive_bomb_is_refused(name: str, tmp_path: Path) -> None:
    content = HEAD + b" " * 3_000_000
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else archive({"a.csv": content}))
    limits = Limits(ratio_from_bytes=1_000_000)
    assert "archive bomb" in refusal(path, limits)
    assert "unfolds to more than" in refusal(path, Limits(unfolded_bytes=1_000_000))


def test_a_workbook_that_unfolds_too_far_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(archive({"[Content_Types].xml": b"<x/>", "xl/sheet1.xml": b" " * 3_000_000}))
    assert "unfolds" in refusal(path, Limits(unfolded_bytes=1_000_000))


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><x>&lol;</x>'
    path = tmp_path / "laughs.xlsx"
    path.write_bytes(archive({"[Content_Types].xml": laughs, "xl/workbook.xml": laughs}))
    assert "entities" in refusal(path)


def test_a_line_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(HEAD + b"x" * 9_000_000 + b"\n" + ROW)
    assert "a line of more than" in refusal(path)


def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_bytes(HEAD + ROW * 1001)
    assert "more than 1,000 rows" in refusal(path, Limits(rows=1000))


def test_an_unclosed_quote_is_refused_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_bytes(HEAD + ROW + b'"2026-01-01,display,1.50,EUR\n' + ROW * 10_000)
    assert "line 3" in refusal(path)


def test_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_bytes(b"[" * 100_000)
    assert "nested too deeply" in refusal(path)


def test_names_within_an_archive_are_never_paths(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = inside / "spend.zip"
    path.write_bytes(archive({"../../spend.csv": HEAD + ROW}))
    before = set(tmp_path.rglob("*"))
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert sum(rows.table.num_rows for rows in reading.batches()) == 1
    assert set(tmp_path.rglob("*")) == before
    assert not (Path(tempfile.gettempdir()).parent / "spend.csv").exists()


def test_a_symbolic_link_within_an_archive_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as packed:
        link = zipfile.ZipInfo("spend.csv")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    assert "holds no file" in refusal(path)


@pytest.mark.parametrize("name", ["a\x00b.csv", "missing.csv"])
def test_a_name_that_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        read_file(f"{tmp_path}/{name}", defaults=DEFAULTS)


def test_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        assert "not a regular file" in refusal(path)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = tmp_path / "spend.csv.gz"
    path.write_bytes(gzip.compress(HEAD + ROW))
    (reading,) = read_file(path, defaults=DEFAULTS)
    list(reading.batches())
    assert list(scratch.iterdir())
    del reading
    assert not list(scratch.iterdir())


SUFFIXES = ("csv", "json", "ndjson", "parquet", "xlsx", "csv.gz", "zip")
STARTS = (b"", HEAD, HEAD + ROW, b"PAR1", b"PK\x03\x04", b"\x1f\x8b", b"[{", b"\xff\xfe", b'"')


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(STARTS), rest=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES)
)
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, start: bytes, rest: bytes, suffix: str
) -> None:
    path = tmp_path / f"any.{suffix}"
    path.write_bytes(start + rest)
    try:
        for reading in read_file(path, defaults=DEFAULTS, limits=UPLOAD):
            list(reading.batches())
    except NorthingError as error:
        assert str(error)  # a sentence, not a traceback  # noqa: PT017


LINES = st.lists(
    st.text(alphabet=st.sampled_from('abc019.,;-/" \t\r#€$%()é\u202f'), max_size=30), max_size=12
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, delimiter=st.sampled_from(",;\t|"))
def test_any_text_is_read_or_refused(tmp_path: Path, lines: list[str], delimiter: str) -> None:
    path = tmp_path / "any.csv"
    head = delimiter.join(("date", "channel", "amount", "currency"))
    path.write_text("\n".join([head, *lines]), encoding="utf-8", newline="")
    try:
        for reading in read_file(path, table="spend", defaults=DEFAULTS):
            for rows in reading.batches():
                assert set(rows.table.column("currency").to_pylist()) <= {None} | CURRENCIES
    except NorthingError as error:
        assert str(error)  # noqa: PT017
