"""Invented rows of every known export: each is recognised by its own, and by no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from tests.sources.samples import SAMPLES, Sample

from northing.sources import EXPORTS, ReadDefaults, Reading, read_file

IDS = [f"{number}-{one.export}-{one.table}" for number, one in enumerate(SAMPLES)]


def read(sample: Sample, folder: Path) -> Reading:
    path = folder / sample.file
    path.write_text(sample.text, encoding="utf-8")
    defaults = ReadDefaults(today=date(2026, 6, 30), currencies=dict(sample.currencies))
    (reading,) = read_file(path, defaults=defaults)
    return reading


def rows_of(reading: Reading) -> tuple[pa.Table, list[str]]:
    pieces = list(reading.batches())
    refused = [reason for piece in pieces for reason in piece.refused["reason"].to_pylist()]
    return pa.concat_tables([piece.table for piece in pieces]), refused


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_a_sample_is_read_by_its_export_with_its_rows_and_total(
    sample: Sample, tmp_path: Path
) -> None:
    reading = read(sample, tmp_path)
    rows, refused = rows_of(reading)
    assert (reading.export, reading.table, reading.source) == (
        sample.export,
        sample.table,
        EXPORTS[sample.export].source,
    )
    assert (rows.num_rows, refused) == (sample.rows, [])
    if sample.total:
        assert sum(map(Decimal, map(str, rows[sample.column].to_pylist()))) == sample.total
    else:
        assert all(rows[sample.column].to_pylist())


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_no_other_export_recognises_it(sample: Sample) -> None:
    for key, export in EXPORTS.items():
        if key != sample.export:
            assert export.fitting(sample.headings, None) is None, key
            assert export.joining(sample.headings, sample.file, None) is None, key
            assert export.aside(sample.headings, sample.file) is None, key


def test_every_export_has_a_sample() -> None:
    assert {one.export for one in SAMPLES} | {"generic"} == set(EXPORTS)


@pytest.mark.parametrize("key", EXPORTS)
def test_says_what_it_is_and_which_system_it_is_from(key: str) -> None:
    export = EXPORTS[key]
    assert export.title
    assert export.place
    assert (export.source is None) == (key == "generic")
    assert bool(export.fills) == (key != "generic")
