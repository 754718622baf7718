"""XLSX workbooks as grids, one a sheet, streamed."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count, islice
from typing import Any
from xml.etree.ElementTree import ParseError

from northing.errors import BadFile, BadMapping
from northing.sources import tabular
from northing.sources.dates import window_in
from northing.sources.grid import (
    PIECE_ROWS,
    Broken,
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
CHUNK = 1 << 20
LONGEST_CELL = 1 << 16
NEVER_CALCULATED = "it was never calculated; open and save the file in the spreadsheet program."
# A cell that ends after its formula, or after an empty result.
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b(?P<about>[^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?P<result><(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
DAMAGED = (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, IndexError)


def sheet_grids(
    member: Member, answers: Answers, is_known: Callable[[str], bool]
) -> list[SheetGrid]:
    """Find the table of each sheet; a sheet without one is passed over.

    Hidden sheets are named in the doubts, and read only where the answers name them.

    Raises:
        BadFile: If the workbook is damaged or no sheet has a table.
        BadMapping: If the answers name a sheet that is not there.
    """
    grids: list[SheetGrid] = []
    sheets = _sheets(member)
    if unknown := [title for title in answers.sheets if title not in sheets]:
        raise BadMapping(
            f"{member.name} has no sheet {unknown[0]!r}. It has: {', '.join(map(repr, sheets))}."
        )
    left_out = [t for t, visible in sheets.items() if not visible and t not in answers.sheets]
    doubts = (_hidden(left_out),) if left_out else ()
    for title in (title for title in sheets if title not in left_out):
        sample: list[tabular.Row] = []
        with closing(_rows(member, title)) as rows:
            for number, cells in islice(rows, SAMPLE_ROWS):
                sample.append((number, [cell or "" for cell in cells]))
        sample = [(number, cells) for number, cells in sample if any(map(str.strip, cells))]
        place = _header(sample, answers, is_known)
        if place is not None:
            grids.append(_grid(member, title, sample, place, doubts, not sheets[title]))
    if not grids:
        listed = " ".join(("", *doubts))
        raise BadFile(f"{member.name} has no sheet with headings and rows below them.{listed}")
    return grids


def _hidden(titles: Sequence[str]) -> str:
    listed = ", ".join(map(repr, titles))
    return (
        f"Hidden and not read: the sheet{'s' if len(titles) > 1 else ''} {listed}; show it in the "
        f'spreadsheet program, or name the sheets to read in a mapping: sheets = ["{titles[0]}"].'
    )


def _header(
    sample: Sequence[tabular.Row], answers: Answers, is_known: Callable[[str], bool]
) -> int | None:
    if answers.header_line is None:
        return tabular.find_header(sample, is_known)
    for place, (number, _) in enumerate(sample):
        if number == answers.header_line:
            return place
    raise BadMapping(f"header_line is {answers.header_line}, but that row is blank.")


def _grid(
    member: Member,
    title: str,
    sample: Sequence[tabular.Row],
    place: int,
    doubts: tuple[str, ...],
    is_hidden: bool,
) -> SheetGrid:
    header_line, cells = sample[place]
    width = max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)
    headings = unique_headings(cells[:width])
    preamble = tuple(" ".join(filter(None, cells)) for _, cells in sample[:place])
    unknown = _never_calculated(member, title)
    below_headings = {row: places for row, places in unknown.items() if row > header_line}
    if below_headings:
        count = sum(map(len, below_headings.values()))
        doubts = (*doubts, f"{count:,} cells of {title!r} hold a formula: {NEVER_CALCULATED}")
    facts = Facts(
        format="xlsx",
        doubts=doubts,
        is_hidden=is_hidden,
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
    return SheetGrid(member, title, headings, numeric, facts, below_headings)


class SheetGrid:
    """One sheet."""

    def __init__(
        self,
        member: Member,
        title: str,
        headings: tuple[str, ...],
        numeric: frozenset[str],
        facts: Facts,
        never_calculated: Mapping[int, frozenset[int]],
    ) -> None:
        self.label = title
        self.headings = headings
        self.numeric = numeric
        self.facts = facts
        self._member = member
        self._never_calculated = never_calculated

    def pieces(self, headings: Sequence[str]) -> Iterator[Piece]:
        """Yield the rows below the headings in pieces."""
        rows: list[tuple[int, list[str | None]]] = []
        broken: list[Broken] = []
        width = len(self.headings)
        wanted = {self.headings.index(heading) for heading in headings}
        for number, cells in _rows(self._member, self.label):
            if number <= (self.facts.header_line or 0) or not any(cells):
                continue
            if unknown := wanted & self._never_calculated.get(number, frozenset()):
                broken.append(_without_result(number, cells, self.headings[min(unknown)]))
                continue
            rows.append((number, cells + [None] * (width - len(cells))))
            if len(rows) >= PIECE_ROWS:
                yield self._piece(rows, headings, broken)
                rows, broken = [], []
        yield self._piece(rows, headings, broken)

    def _piece(
        self,
        rows: list[tuple[int, list[str | None]]],
        headings: Sequence[str],
        broken: list[Broken],
    ) -> Piece:
        piece = shaped(rows, self.headings, headings, self.numeric)
        return replace(piece, broken=(*piece.broken, *broken))


def _without_result(number: int, cells: Sequence[str | None], heading: str) -> Broken:
    reason = f"{heading!r} holds a formula: {NEVER_CALCULATED}"
    return Broken(number, reason, tuple(cell or "" for cell in cells))


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


def _sheets(member: Member) -> dict[str, bool]:
    """The sheets by title, and whether each can be seen."""
    with _opened(member) as workbook:
        return {sheet.title: sheet.sheet_state == "visible" for sheet in workbook.worksheets}


def _never_calculated(member: Member, title: str) -> dict[int, frozenset[int]]:
    """The places of formulas without a result, by row; openpyxl shows them as empty cells."""
    from openpyxl.utils.cell import coordinate_to_tuple

    found: dict[int, set[int]] = {}
    with (
        _opened(member) as workbook,
        zipfile.ZipFile(member.path) as archive,
        archive.open(workbook[title]._worksheet_path) as xml,
    ):
        seen = b""
        while chunk := xml.read(CHUNK):
            seen = seen[-LONGEST_CELL:] + chunk
            for cell in _FORMULA.finditer(seen):
                place = _PLACE.search(cell["about"])
                is_empty_text = cell["result"] and b't="str"' in cell["about"]
                if place and not is_empty_text:
                    row, column = coordinate_to_tuple(place[1].decode())
                    found.setdefault(row, set()).add(column - 1)
    return {row: frozenset(places) for row, places in found.items()}


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
