"""Spreadsheets as rows of cells: CSV and XLSX, out and in.

On the way out text can never become a formula and numbers stay numbers; on the way in a file is
held to limits before it costs memory.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Literal

from northing.errors import BadFile

Form = Literal["csv", "xlsx"]
Row = tuple[int, list[Any]]
"""A row's number, as the spreadsheet program counts it, and its cells."""

MOST_BYTES = 25_000_000
MOST_UNFOLDED = 200_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 400
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_EXACT_DIGITS = 15
_DAMAGED = (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, IndexError)


def inert(text: str) -> str:
    r"""A text that no spreadsheet takes for a formula.

    Examples:
        >>> inert('=HYPERLINK("http://x")'), inert("-12 % off"), inert("plain")
        ('\'=HYPERLINK("http://x")', "'-12 % off", 'plain')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """The text that `inert` was given.

    Examples:
        >>> as_meant(inert("-12 % off")), as_meant("'90s sale")
        ('-12 % off', "'90s sale")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_rows(rows: Iterable[Sequence[Any]], form: Form, title: str = "Table") -> bytes:
    r"""Rows of text, numbers, days and None as a file; the first row is the headings.

    Examples:
        >>> write_rows([["key", "2026-01"], ["=a", Decimal("1.50")]], "csv").decode("utf-8-sig")
        "key,2026-01\r\n'=a,1.50\r\n"
    """
    return _csv(rows) if form == "csv" else _xlsx(rows, title)


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        written = format(value, "f")
        # with three decimals it might be read as thousands
        return f"{written}0" if written[-4:-3] == "." else written
    return inert(value) if isinstance(value, str) else str(value)


def _xlsx(rows: Iterable[Sequence[Any]], title: str) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0.00"})
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                _write(sheet, at, place, value, bold if at == 0 else None, day, money)
            if at == 0:
                sheet.set_column(0, len(row), 14)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, text: Any, day: Any, money: Any) -> None:
    if value is None:
        return
    if isinstance(value, Decimal | int) and _fits(Decimal(value)):
        sheet.write_number(row, column, float(value), money)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    else:
        sheet.write_string(row, column, _plain(value), text)


def _fits(value: Decimal) -> bool:
    """Whether a spreadsheet, which counts in doubles, holds the number exactly as written."""
    return len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS


def read_rows(content: bytes, name: str) -> list[Row]:
    r"""The rows of a CSV file, or of the first sheet that can be seen of a workbook.

    Args:
        content: The file's bytes.
        name: Its name, for messages; a workbook is known by its content.

    Returns:
        Rows with something in them. Cells are text (as it was meant, see `inert`), Decimal,
        datetime or None; numbers in CSV are text.

    Raises:
        BadFile: If it is empty, damaged, too large, or a kind of file that is not read.

    Examples:
        >>> read_rows(b"key;2026-01\r\na;1.234,50\r\n", "budget.csv")
        [(1, ['key', '2026-01']), (2, ['a', '1.234,50'])]
    """
    if len(content) > MOST_BYTES:
        raise BadFile(f"{name} is larger than {MOST_BYTES:,} bytes.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(f"{name} is an old or a locked workbook; save it as XLSX, without password.")
    rows = _workbook(content, name) if content.startswith(b"PK") else _text(content, name)
    found: list[Row] = []
    for number, cells in rows:
        if number > MOST_ROWS:
            raise BadFile(f"{name} has more than {MOST_ROWS:,} rows; split it.")
        if len(cells) > MOST_COLUMNS:
            raise BadFile(f"{name} has more than {MOST_COLUMNS} columns in row {number}.")
        if any(cell is not None for cell in cells):
            found.append((number, cells))
    if not found:
        raise BadFile(f"{name} is empty.")
    return found


def _text(content: bytes, name: str) -> Iterator[Row]:
    if b"\0" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(f"{name} is neither CSV nor XLSX; save it as one of them.")
    text = _decoded(content)
    mark = max(";,\t", key=lambda one: _evenness(text, one))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [_cell(cell) for cell in cells]
    except csv.Error as error:
        raise BadFile(f"{name} cannot be read as CSV: {error}.") from None


def _evenness(text: str, mark: str) -> tuple[int, int]:
    """How many of the first lines a mark parts into equally many cells, and into how many."""
    lines = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=mark)
    widths: Counter[int] = Counter()
    with suppress(csv.Error):
        widths.update(len(cells) for cells in islice(lines, 50))
    width, often = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return (often, width) if width > 1 else (0, 0)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _workbook(content: bytes, name: str) -> Iterator[Row]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNFOLDED:
                raise BadFile(f"{name} unfolds to more than {MOST_UNFOLDED:,} bytes.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that openpyxl drops
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
            if not sheets:
                raise BadFile(f"{name} has no sheet that can be seen.")
            sheets[0].reset_dimensions()
            for number, row in enumerate(sheets[0].iter_rows(values_only=True), 1):
                yield number, [_cell(cell) for cell in row]
            book.close()
    except BadFile:
        raise
    except (*_DAMAGED, zipfile.BadZipFile, SyntaxError) as error:
        raise BadFile(f"{name} is a damaged workbook: {error}.") from None


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return Decimal(repr(value))
    return as_meant(str(value).strip()).strip() or None
