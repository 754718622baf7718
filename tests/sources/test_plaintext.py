"""Texts of doubtful encoding: what is sure is read, the rest is refused or said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from northing.errors import BadFile
from northing.sources import ReadDefaults, Reading, read_file

DEFAULTS = ReadDefaults(today=date(2026, 6, 30))
HEAD = b"date,channel,campaign,amount,currency\n"


def row(campaign: bytes) -> bytes:
    return b"2026-01-01,display," + campaign + b",1.50,EUR\n"


@pytest.fixture
def spend(tmp_path: Path) -> Path:
    return tmp_path / "spend.csv"


def read(path: Path) -> tuple[Reading, list[str | None], list[str]]:
    (reading,) = read_file(path, defaults=DEFAULTS)
    pieces = list(reading.batches())
    campaigns = [name for rows in pieces for name in rows.table.column("campaign").to_pylist()]
    refused = [text for rows in pieces for text in rows.refused.column("reason").to_pylist()]
    return reading, campaigns, refused


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_a_stray_byte_refuses_its_own_line_and_no_other(spend: Path, newline: bytes) -> None:
    text = HEAD + row("K\u00fcche".encode()) + row(b"K\xfcche") + row("B\u00e4der".encode())
    spend.write_bytes(text.replace(b"\n", newline))
    reading, campaigns, refused = read(spend)
    assert reading.layout.encoding == "utf-8"
    assert campaigns == ["K\u00fcche", "B\u00e4der"]
    assert refused == ["Line 3 is not UTF-8."]
    assert reading.doubts == ("Line 3 is not UTF-8, as the others are; it is refused.",)


def test_a_stray_byte_in_a_quoted_cell_refuses_the_whole_row(spend: Path) -> None:
    rows = [row("K\u00fcche".encode()), row(b'"a\n\xfc,""b\nc"'), row("B\u00e4der".encode())]
    spend.write_bytes(HEAD + b"".join(rows))
    _, campaigns, refused = read(spend)
    assert campaigns == ["K\u00fcche", "B\u00e4der"]
    assert refused == ["Line 3 is not UTF-8."]


def test_headings_with_a_stray_byte_are_refused(spend: Path) -> None:
    head = HEAD.replace(b"campaign", b"campaign\xfc")
    spend.write_bytes(head + row("K\u00fcche".encode()) * 3)
    with pytest.raises(BadFile, match="headings, in line 1, are not UTF-8"):
        read_file(spend, defaults=DEFAULTS)


def test_a_document_with_a_stray_byte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spend.ndjson"
    path.write_bytes('{"campaign": "K\u00fcche"}\n'.encode() + b'{"campaign": "K\xfcche"}\n')
    with pytest.raises(BadFile, match="but for line 2"):
        read_file(path, defaults=DEFAULTS)


def test_western_text_with_a_line_of_utf8_is_read_with_a_doubt(spend: Path) -> None:
    spend.write_bytes(HEAD + row(b"Caf\xe9") * 3 + row("Caf\u00e9".encode()))
    reading, _, _ = read(spend)
    assert reading.layout.encoding == "cp1252"
    assert any("line 5 fits UTF-8" in doubt for doubt in reading.doubts)


@pytest.mark.parametrize("name", [b"K\xfc\x81che", "K\u0081\u00fcche".encode()])
def test_control_characters_in_the_text_are_a_doubt(spend: Path, name: bytes) -> None:
    spend.write_bytes(HEAD + row(name))
    reading, _, _ = read(spend)
    assert any("Control characters" in doubt for doubt in reading.doubts)
    encodings = [doubt for doubt in reading.doubts if doubt.startswith("Read as")]
    assert len(encodings) <= 1


def test_a_stray_byte_in_a_column_that_is_not_read_refuses_the_row_too(spend: Path) -> None:
    notes = ["K\u00fcche".encode(), b"K\xfcche"]
    rows = [row(b"spring").replace(b",1.50", b"," + note + b",1.50") for note in notes]
    spend.write_bytes(HEAD.replace(b",amount", b",zzz,amount") + b"".join(rows))
    _, campaigns, refused = read(spend)
    assert campaigns == ["spring"]
    assert refused == ["Line 3 is not UTF-8."]
