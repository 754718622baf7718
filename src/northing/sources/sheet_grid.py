"""XLSX workbooks as grids, one a sheet, streamed."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count, islice
from typing import Any
from xml.etree.ElementTree import ParseError

from northing.errors import BadFile, BadMapping
from northing.sources import tabular
from northing.sources.dates import window_in
from northing.sources.grid import (
    PIECE_ROWS,
    Facts,
    Number,
    Piece,
    cell_text,
    shaped,
    unique_headings,
)
from northing.sources.mapping import Answers
from northing.sources.members import Member

SAMPLE_ROWS = 400
DAMAGED = (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, IndexError)


def sheet_grids(
    member: Member, answers: Answers, is_known: Callable[[str], bool]
) -> list[SheetGrid]:
    """Find the table of each sheet; a sheet without one is passed over.

    Raises:
        BadFile: If the workbook is damaged or no sheet has a table.
    """
    grids: list[SheetGrid] = []
    for title in _titles(member):
        sample: list[tabular.Row] = []
        with closing(_rows(member, title)) as rows:
            for number, cells in islice(rows, SAMPLE_ROWS):
                sample.append((number, [cell or "" for cell in cells]))
        sample = [(number, cells) for number, cells in sample if any(map(str.strip, cells))]
        place = _header(sample, answers, is_known)
        if place is not None:
            grids.append(_grid(member, title, sample, place))
    if not grids:
        raise BadFile(f"{member.name} has no sheet with headings and rows below them.")
    return grids


def _header(
    sample: Sequence[tabular.Row], answers: Answers, is_known: Callable[[str], bool]
) -> int | None:
    if answers.header_line is None:
        return tabular.find_header(sample, is_known)
    for place, (number, _) in enumerate(sample):
        if number == answers.header_line:
            return place
    raise BadMapping(f"header_line is {answers.header_line}, but that row is blank.")


def _grid(member: Member, title: str, sample: Sequence[tabular.Row], place: int) -> SheetGrid:
    header_line, cells = sample[place]
    width = max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)
    headings = unique_headings(cells[:width])
    preamble = tuple(" ".join(filter(None, cells)) for _, cells in sample[:place])
    facts = Facts(
        format="xlsx",
        header_line=header_line,
        preamble=preamble,
        window=window_in(preamble),
    )
    below = [cells[:width] for _, cells in sample[place + 1 :]]
    numeric = frozenset(
        heading
        for at, heading in enumerate(headings)
        if all(isinstance(row[at], Number) for row in below if at < len(row) and row[at])
        and any(at < len(row) and row[at] for row in below)
    )
    return SheetGrid(member, title, headings, numeric, facts)


class SheetGrid:
    """One sheet."""

    def __init__(
        self,
        member: Member,
        title: str,
        headings: tuple[str, ...],
        numeric: frozenset[str],
        facts: Facts,
    ) -> None:
        self.label = title
        self.headings = headings
        self.numeric = numeric
        self.facts = facts
        self._member = member

    def pieces(self, headings: Sequence[str]) -> Iterator[Piece]:
        """Yield the rows below the headings in pieces."""
        rows: list[tuple[int, list[str | None]]] = []
        width = len(self.headings)
        for number, cells in _rows(self._member, self.label):
            if number <= (self.facts.header_line or 0) or not any(cells):
                continue
            rows.append((number, cells + [None] * (width - len(cells))))
            if len(rows) >= PIECE_ROWS:
                yield shaped(rows, self.headings, headings, self.numeric)
                rows = []
        yield shaped(rows, self.headings, headings, self.numeric)


@contextmanager
def _opened(member: Member) -> Iterator[Any]:
    """The workbook; openpyxl leaves the closing of a file given as a handle to its opener."""
    import openpyxl

    with member.path.open("rb") as file:
        try:
            with _quiet():
                workbook = openpyxl.load_workbook(
                    file, read_only=True, data_only=True, keep_links=False
                )
            try:
                yield workbook
            finally:
                workbook.close()
        except (*DAMAGED, zipfile.BadZipFile, ParseError) as error:
            raise BadFile(f"{member.name} is a damaged workbook: {error}.") from None


def _titles(member: Member) -> list[str]:
    with _opened(member) as workbook:
        return [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def _rows(member: Member, title: str) -> Generator[tuple[int, list[str | None]], None, None]:
    with _opened(member) as workbook:
        sheet = workbook[title]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        for number in count(1):
            with _quiet():
                row = next(rows, None)
            if row is None:
                return
            yield number, [cell_text(value) for value in row]


@contextmanager
def _quiet() -> Iterator[None]:
    """Without openpyxl's warnings of styles, extensions and odd dates that it drops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
