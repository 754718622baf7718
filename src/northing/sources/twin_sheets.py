"""Sheets of one workbook that hold the same rows: a copy must not be counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from northing.errors import AmbiguousFile
from northing.sources.reading import Reading
from northing.tables import CONTRACTS
from northing.tables.contract import ReplaceWindow


def doubts_of_twins(readings: Sequence[tuple[str, Reading]], file: str) -> dict[str, list[str]]:
    """Compare the sheets of a workbook that fill the same table.

    Args:
        readings: Each with its sheet's title.
        file: The workbook's name.

    Returns:
        By reading's file name, what to say of the rows that another sheet has as well.

    Raises:
        AmbiguousFile: If a sheet's rows all stand in another one, and would be added up.
    """
    doubts: dict[str, list[str]] = {}
    questions: list[str] = []
    rows: dict[str, Counter[tuple[Any, ...]]] = {}
    for (title, one), (other_title, other) in combinations(readings, 2):
        adds_up = isinstance(CONTRACTS[one.table].load, ReplaceWindow)
        if one.table != other.table or not adds_up:  # elsewhere a key keeps each row once
            continue
        for reading in (one, other):
            if reading.file not in rows:
                rows[reading.file] = Counter(_rows(reading))
        ours, theirs = rows[one.file], rows[other.file]
        shared = (ours & theirs).total()
        if not shared:
            continue
        both = f"The sheets {title!r} and {other_title!r} both fill {one.table}"
        if shared == min(ours.total(), theirs.total()):
            small = title if ours.total() < theirs.total() else other_title
            large = other_title if small == title else title
            questions.append(
                f"{both}, and all {shared:,} rows of {small!r} stand in {large!r} too; say "
                f'sheets = ["{large}"] in a mapping to read one, or hide the copy.'
            )
        else:
            text = f"{both}, and {shared:,} rows are the same in both; they are counted twice."
            for reading in (one, other):
                doubts.setdefault(reading.file, []).append(text)
    if questions:
        raise AmbiguousFile(file, questions)
    return doubts


def _rows(reading: Reading) -> Iterator[tuple[Any, ...]]:
    for rows in reading.batches():
        columns = rows.table.drop_columns(["_line"]).to_pydict().values()
        yield from zip(*columns, strict=True)
