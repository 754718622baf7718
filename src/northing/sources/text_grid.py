"""Delimited text as grids: split in blocks, compiled where no quote stands in the way."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import IO

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from northing.errors import BadFile, BadMapping
from northing.sources import tabular
from northing.sources.dates import window_in
from northing.sources.grid import PIECE_ROWS, Broken, Facts, Piece, shaped, unique_headings
from northing.sources.limits import Limits
from northing.sources.mapping import Answers
from northing.sources.members import Member, open_bytes
from northing.sources.plaintext import KEPT, STRAY, PlainText, as_utf8, fits_utf8

BLOCK = 4 << 20
SAMPLE_BYTES = 1 << 18
SEVERAL_TABLES_UP_TO = 16 << 20
"""Larger files are one table: exports with several tables in one file are small."""


def text_grids(
    member: Member, limits: Limits, answers: Answers, is_known: Callable[[str], bool]
) -> list[TextGrid]:
    """Find the tables of a delimited text.

    Raises:
        BadFile: If it is not text, or no row of it can be the headings.
    """
    try:
        plain = as_utf8(member, limits, answers.encoding)
    except UnicodeError as error:
        raise BadFile(f"{member.name} is not readable as text: {error}.") from None
    lines = _first_lines(plain)
    telling = [line for _, line in lines if line.strip() and not line.startswith("#")]
    delimiter = answers.delimiter or tabular.find_delimiter(telling[:400], is_known)
    blocks = list(_blocks(plain, delimiter))
    if answers.header_line is not None:
        found = [_told(blocks, answers.header_line, member.name)]
    else:
        found = tabular.find_tables(blocks, is_known)
    if not found:
        raise BadFile(f"{member.name} has no line that could be the headings of a table.")
    ends = _ends(plain)
    return [
        _grid(plain, delimiter, table, found[at + 1] if at + 1 < len(found) else None, ends, limits)
        for at, table in enumerate(found)
    ]


def _first_lines(plain: PlainText) -> list[tuple[int, str]]:
    with open_bytes(plain.path) as file:
        file.seek(plain.start)
        head = file.read(SAMPLE_BYTES)
        head += file.readline()
    return list(enumerate(head.decode("utf-8", errors="replace").split("\n"), start=1))


def _blocks(plain: PlainText, delimiter: str) -> Iterator[tabular.Block]:
    """Part the lines at blank and comment lines; a large file's head stands for all of it."""
    with open_bytes(plain.path) as file:
        file.seek(plain.start)
        size = plain.path.stat().st_size
        head = file.read(SEVERAL_TABLES_UP_TO if size <= SEVERAL_TABLES_UP_TO else SAMPLE_BYTES)
    text = head.decode("utf-8", errors="replace")
    parts_at_gaps = size <= SEVERAL_TABLES_UP_TO and text.count('"') % 2 == 0
    rows: list[tabular.Row] = []
    above: list[str] = []
    quoted = False
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        was_quoted, quoted = quoted, quoted ^ (line.count('"') % 2 == 1)
        if was_quoted and parts_at_gaps:
            continue  # inside a cell
        is_comment = line.startswith("#")
        if line.strip(f" \t{delimiter}") and not is_comment:
            rows.append((number, tabular.split_line(line, delimiter)))
        elif is_comment or parts_at_gaps:
            if rows and parts_at_gaps:
                yield tabular.Block(rows, above)
                rows, above = [], []
            above += [line] if is_comment and line.strip("# -") else []
    if rows or above:
        yield tabular.Block(rows, above)


def _told(blocks: Sequence[tabular.Block], header_line: int, name: str) -> tabular.Found:
    rows = [row for block in blocks for row in block.rows]
    header = next((row for row in rows if row[0] == header_line), None)
    if header is None:
        raise BadMapping(f"header_line is {header_line}, but that line of {name} is blank.")
    above = tuple(" ".join(cells) for number, cells in rows if number < header_line)
    return tabular.Found(header, above, rows[-1][0])


def _ends(plain: PlainText) -> Callable[[int], int]:
    """Return a function from a line number to the byte where that line ends."""
    size = plain.path.stat().st_size
    starts: list[int] = []
    if size <= SEVERAL_TABLES_UP_TO:
        data = plain.path.read_bytes()
        starts = (np.flatnonzero(np.frombuffer(data, np.uint8) == 10) + 1).tolist()
    else:
        with open_bytes(plain.path) as file:
            head = file.read(2 * SAMPLE_BYTES)
        starts = (np.flatnonzero(np.frombuffer(head, np.uint8) == 10) + 1).tolist()
    return lambda line: starts[line - 1] if line <= len(starts) else size


def _grid(
    plain: PlainText,
    delimiter: str,
    table: tabular.Found,
    following: tabular.Found | None,
    end_of: Callable[[int], int],
    limits: Limits,
) -> TextGrid:
    header_line, cells = table.header
    if plain.strays and any("\ufffd" in cell for cell in cells):
        raise BadFile(
            f"{plain.holder.name}: the headings, in line {header_line}, are not UTF-8 as other "
            "lines are; save the file in one encoding."
        )
    facts = Facts(
        format="csv",
        encoding=plain.encoding,
        delimiter=delimiter,
        header_line=header_line,
        preamble=table.above,
        window=window_in(table.above),
        doubts=plain.doubts,
    )
    stop = end_of(table.last) if following and table.last else None
    label = f"line {header_line}" if following or stop else ""
    start = end_of(header_line)
    return TextGrid(plain, label, unique_headings(cells), facts, start, stop, limits)


class TextGrid:
    """One table of a delimited text."""

    numeric: frozenset[str] = frozenset()

    def __init__(
        self,
        plain: PlainText,
        label: str,
        headings: tuple[str, ...],
        facts: Facts,
        start: int,
        stop: int | None,
        limits: Limits,
    ) -> None:
        self.label = label
        self.headings = headings
        self.facts = facts
        self._plain = plain
        self._start = start
        self._stop = stop
        self._limits = limits

    def pieces(self, headings: Sequence[str]) -> Iterator[Piece]:
        """Yield the rows in pieces; blank and comment lines are passed over."""
        line = (self.facts.header_line or 0) + 1
        with open_bytes(self._plain.path) as file:
            file.seek(self._start)
            while block := self._next_block(file):
                piece = self._compiled(block, line, headings)
                if piece is not None:
                    line += len(piece.lines)
                    yield piece
                    continue
                reader = _Lines(block, file, line)
                yield from self._read_line_by_line(reader, headings)
                line = reader.line

    def _next_block(self, file: IO[bytes]) -> bytes:
        left = BLOCK if self._stop is None else min(BLOCK, self._stop - file.tell())
        block = file.read(left) if left > 0 else b""
        if block and not block.endswith(b"\n"):
            block += file.readline(self._limits.line_bytes)
        return block

    def _compiled(self, block: bytes, line: int, headings: Sequence[str]) -> Piece | None:
        """Split a block in compiled code; None where it is not that plain."""
        quotes = block.count(b'"')
        if self._plain.strays and not fits_utf8(block):
            return None
        if quotes % 2:
            return None  # a quoted cell runs on, or a quote stands alone
        options = arrow_csv.ParseOptions(
            delimiter=self.facts.delimiter or ",",
            quote_char='"' if quotes else False,
            ignore_empty_lines=False,
        )
        wanted = list(headings) or [self.headings[0]]
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(block),
                arrow_csv.ReadOptions(
                    column_names=list(self.headings), use_threads=False, block_size=len(block) + 1
                ),
                options,
                arrow_csv.ConvertOptions(
                    column_types={name: pa.string() for name in wanted},
                    include_columns=wanted,
                    strings_can_be_null=False,
                    null_values=[],
                ),
            )
        except pa.ArrowInvalid:
            return None
        newlines = block.count(b"\n") + (not block.endswith(b"\n"))
        special = b"\n#" in block or block.startswith(b"#") or b"\n\n" in block
        if table.num_rows != newlines or special or len(self.headings) == 1:
            return None
        columns = {name: table.column(name).combine_chunks() for name in wanted}
        columns = {
            name: column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
            for name, column in columns.items()
        }
        return Piece(columns, np.arange(line, line + table.num_rows, dtype=np.int64))

    def _read_line_by_line(self, lines: _Lines, headings: Sequence[str]) -> Iterator[Piece]:
        rows: list[tuple[int, list[str]]] = []
        broken: list[Broken] = []
        delimiter = self.facts.delimiter or ","
        while not lines.at_block_end():
            first = lines.line
            try:
                for cells in csv.reader(lines, delimiter=delimiter):
                    if len(cells) == 1 and cells[0].startswith("#") and len(self.headings) > 1:
                        cells = []
                    if self._plain.strays and not all(map(_is_encodable, cells)):
                        shown = tuple(map(_with_marks_for_strays, cells))
                        broken.append(Broken(first, f"Line {first} is not UTF-8.", shown))
                    elif any(cell.strip() for cell in cells):
                        rows.append((first, cells))
                    if lines.at_block_end():
                        break
                    first = lines.line
                    if len(rows) >= PIECE_ROWS:
                        yield shaped(rows, self.headings, headings)
                        rows = []
            except csv.Error as error:
                if "field limit" in str(error):
                    raise BadFile(
                        f"A cell from line {first} on is too long; a quote is never closed."
                    ) from None
                broken.append(Broken(first, f"The line cannot be split: {error}.", ()))
        piece = shaped(rows, self.headings, headings)
        yield Piece(piece.columns, piece.lines, (*piece.broken, *broken))


class _Lines:
    """Lines of a block, then of the file behind it where a quoted cell runs on."""

    def __init__(self, block: bytes, file: IO[bytes], line: int) -> None:
        self._lines = block.splitlines(keepends=True) if b"\r" not in block else block.split(b"\n")
        if b"\r" in block:
            parts = [part + b"\n" for part in self._lines]
            self._lines = parts if not block.endswith(b"\n") else parts[:-1]
        self._at = 0
        self._file = file
        self.line = line

    def at_block_end(self) -> bool:
        return self._at >= len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._at < len(self._lines):
            raw = self._lines[self._at]
            self._at += 1
        else:
            raw = self._file.readline()
            if not raw:
                raise StopIteration
        self.line += 1
        return raw.decode("utf-8", errors=KEPT)


def _is_encodable(cell: str) -> bool:
    return STRAY.search(cell) is None


def _with_marks_for_strays(cell: str) -> str:
    return STRAY.sub("\ufffd", cell)
