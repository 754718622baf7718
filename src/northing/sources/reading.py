"""What reading a file yields: how it was understood, then its rows and the refused ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pyarrow as pa

REFUSED_SCHEMA = pa.schema(
    [
        pa.field("line", pa.int64()),
        pa.field("column", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("cells", pa.string()),
    ]
)


@dataclass(frozen=True)
class ReadDefaults:
    """What settings say where a file does not.

    Attributes:
        today: The last day that may stand in a column that may not be in the future; None takes
            the machine's date.
        time_zone: The reporting calendar's.
        currencies: Source → currency of its account.
        time_zones: Source → time zone of its account.
    """

    today: date | None = None
    time_zone: str = "UTC"
    currencies: Mapping[str, str] = field(default_factory=dict)
    time_zones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How a table stands in its file, as `--dry-run` shows it.

    Attributes:
        format: csv, xlsx, json, ndjson, parquet or sql.
        encoding, delimiter, header_line: For text; the delimiter of TSV is "tab".
        decimal: The decimal mark where numbers are text; None where no number needs one.
        date_order: dmy, mdy or ymd, where numeric dates stand.
        preamble: Lines above the headings.
        totals: Rows that add up others, such as "line 14: Total", the first twenty.
        totals_count: How many there are.
        rows: Data rows seen, totals left out.
        doubts: Sentences about the whole file, such as tables of it that were refused.
    """

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    decimal: str | None = None
    date_order: str | None = None
    preamble: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    totals_count: int = 0
    rows: int = 0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnMatch:
    """Where one canonical column comes from.

    Attributes:
        column: The canonical name.
        origin: column, constant, template, marks (currency marks in cells) or account (settings).
        file_column: The heading, the constant or the template.
        type: What the column holds.
        samples: Up to three cells as written.
        doubts: Sentences.
        samples_read: What each sample is read as, for dates, instants (in UTC), numbers and
            money; "refused" where it cannot be read. Empty for other types.
    """

    column: str
    origin: Literal["column", "constant", "template", "marks", "account"]
    file_column: str
    type: str
    samples: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    samples_read: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Some rows of a table.

    Attributes:
        table: The contract's columns, typed, except that persons are text as written; and
            `_line`, int64, the line in the file from 1 (the row for Parquet and JSON).
        refused: `line`, `column`, `reason`, and `cells` as JSON: the row's mapped cells by
            heading. A line that could not be laid out under the headings (too many or too few
            cells, no JSON, text among numbers) has no column, and its cells are a JSON list in
            the file's order.
    """

    table: pa.Table
    refused: pa.Table


@dataclass(frozen=True)
class Reading:
    """One table of one file, understood; `batches` reads its rows.

    Attributes:
        file: Its name, with the sheet or part after it.
        table: The canonical table that it fills.
        export: Key in the catalogue of exports, or "mapping".
        source: Which system it is from, if known.
        layout: How it stands in the file.
        columns: Canonical column ← file column.
        unused: File columns that were not taken.
        window: Dates that the file itself says it covers, both included; None leaves it to the
            rows.
        repeats: What rows with the same key are, where the export knows.
        parts: The files that were read together, by name in the query; none for a file alone.
    """

    file: str
    table: str
    export: str
    source: str | None
    layout: Layout
    columns: tuple[ColumnMatch, ...]
    unused: tuple[str, ...]
    window: tuple[date, date] | None
    read: Callable[[], Iterator[Rows]] = field(repr=False, compare=False)
    repeats: Literal["sum", "last"] | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    def batches(self) -> Iterator[Rows]:
        """Yield the rows in pieces of at most 100,000; each call reads the file anew."""
        return self.read()

    @property
    def doubts(self) -> tuple[str, ...]:
        """All doubts, of the file and of its columns."""
        return (*self.layout.doubts, *(d for match in self.columns for d in match.doubts))
