"""JSON and NDJSON as grids: nested objects are reached by dotted paths."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from northing.errors import BadFile
from northing.sources.grid import (
    PIECE_ROWS,
    Broken,
    Facts,
    Number,
    Piece,
    cell_text,
    text_for_number,
)
from northing.sources.limits import Limits
from northing.sources.mapping import Answers
from northing.sources.members import Member, open_bytes
from northing.sources.plaintext import PlainText, as_utf8

SAMPLE_ROWS = 5_000
DEEPEST = 20

Flat = dict[str, str | None]


def document_grids(member: Member, limits: Limits, answers: Answers) -> list[DocumentGrid]:
    """Find the tables of a JSON document: its array, or one a key that holds an array.

    Raises:
        BadFile: If it is not JSON, too large to read whole, or holds no array of objects.
    """
    try:
        plain = as_utf8(member, limits, answers.encoding)
    except UnicodeError:
        raise BadFile(f"{member.name} is not readable as text.") from None
    if plain.strays:
        raise BadFile(f"{member.name} is UTF-8, but for line {plain.strays[0]}; expected JSON.")
    if member.kind == "ndjson":
        return [DocumentGrid(member.name, "", plain, None, limits)]
    size = plain.path.stat().st_size
    if size > limits.json_bytes:
        raise BadFile(
            f"{member.name} has {size:,} bytes; JSON is read whole up to {limits.json_bytes:,}. "
            "Save it as NDJSON, one object a line."
        )
    document = _parse(plain.path.read_bytes()[plain.start :], member.name)
    tables = {"": document} if isinstance(document, list) else document
    grids = [
        DocumentGrid(member.name, label, plain, rows, limits)
        for label, rows in (tables.items() if isinstance(tables, dict) else ())
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)
    ]
    if not grids:
        raise BadFile(f"{member.name} holds no list of objects; expected [{{…}}, …].")
    return grids


def _parse(data: bytes, name: str) -> Any:
    try:
        return json.loads(data, parse_float=Number, parse_int=Number)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadFile(f"{name} is not JSON: {error}.") from None
    except RecursionError:
        raise BadFile(f"{name} is nested too deeply.") from None


class DocumentGrid:
    """One list of objects."""

    def __init__(
        self,
        name: str,
        label: str,
        plain: PlainText,
        rows: list[Any] | None,
        limits: Limits,
    ) -> None:
        self.label = label
        self.facts = Facts(
            "json" if rows is not None else "ndjson", plain.encoding, doubts=plain.doubts
        )
        self._plain = plain
        self._rows = rows
        self._limits = limits
        self._name = name
        sample = [row for _, row in islice(self._flat(), SAMPLE_ROWS) if isinstance(row, dict)]
        if not sample:
            why = next((text for _, text in self._flat() if isinstance(text, str)), "")
            raise BadFile(f"{name} holds no JSON object, one a line. {why}".rstrip())
        self.headings = tuple(dict.fromkeys(key for row in sample for key in row))
        self.numeric = frozenset(
            key
            for key in self.headings
            if all(isinstance(row[key], Number) for row in sample if row.get(key))
            and any(row.get(key) for row in sample)
        )

    def pieces(self, headings: Sequence[str]) -> Iterator[Piece]:
        """Yield the objects in pieces; a line that is no object is broken."""
        flat = self._flat()
        while some := list(islice(flat, PIECE_ROWS)):
            good, broken = self._parted(some)
            columns = {
                heading: pa.array([row.get(heading) for _, row in good], pa.string())
                for heading in headings
            }
            lines = np.array([line for line, _ in good], dtype=np.int64)
            yield Piece(columns, lines, tuple(broken))

    def _parted(
        self, some: list[tuple[int, Flat | str]]
    ) -> tuple[list[tuple[int, Flat]], list[Broken]]:
        """Objects that can be read, and lines that are none or hold a text among numbers."""
        good: list[tuple[int, Flat]] = []
        broken: list[Broken] = []
        for line, row in some:
            if isinstance(row, str):
                broken.append(Broken(line, row, ()))
                continue
            cells = [row.get(heading) for heading in self.numeric]
            reasons = (text_for_number(cells, place) for place in range(len(cells)))
            reason = next(filter(None, reasons), None)
            if reason:
                broken.append(Broken(line, reason, tuple(cell or "" for cell in cells)))
            else:
                good.append((line, row))
        return good, broken

    def _flat(self) -> Iterator[tuple[int, Flat | str]]:
        """Yield line (or row) and the flat object, or why it is none."""
        if self._rows is not None:
            for number, row in enumerate(self._rows, start=1):
                yield number, flatten(row)
            return
        with open_bytes(self._plain.path) as file:
            file.seek(self._plain.start)
            for number, line in enumerate(_bounded(file, self._limits), start=1):
                if line.strip():
                    yield number, _object(line, number)


def _bounded(file: Any, limits: Limits) -> Iterable[bytes]:
    while line := file.readline(limits.line_bytes + 1):
        yield line


def _object(line: bytes, number: int) -> Flat | str:
    try:
        value = json.loads(line.rstrip(b"\r\n"), parse_float=Number, parse_int=Number)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        return f"Line {number} is not JSON: {_why(error)}."
    except RecursionError:
        return f"Line {number} is nested too deeply."
    if not isinstance(value, dict):
        return f"Line {number} is not a JSON object."
    return flatten(value)


def _why(error: json.JSONDecodeError | UnicodeDecodeError) -> str:
    """The parser's words without its own count of lines, which is always 1 here."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (character {error.pos + 1})"
    return "it is not UTF-8"


def flatten(row: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Flat:
    """Bring nested objects to one level, with dotted names; lists become JSON text.

    Examples:
        >>> flatten({"a": {"b": 1}, "c": [1]})
        {'a.b': '1', 'c': '[1]'}
    """
    flat: Flat = {}
    for key, value in row.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value and depth < DEEPEST:
            flat.update(flatten(value, f"{name}.", depth + 1))
        else:
            flat[name] = cell_text(value)
    return flat
