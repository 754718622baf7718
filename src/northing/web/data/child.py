"""The process that reads what strangers send: it limits itself, reads one file, answers in JSON.

It is started for the files of one request (`python -m northing.web.data.child`) and anew after a
file that ended it, so that such a file takes nothing with it. Nothing here imports Django.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from northing.sources import Mapping as SourceMapping
    from northing.sources import Peek, Reading
    from northing.workspace.loading import Load

CPU_SECONDS = 60
MEMORY_BYTES = 3_000_000_000
WRITTEN_BYTES = 1_000_000_000
TOO_MUCH_MEMORY = (
    "Reading it needs more memory than an upload may take, and it was stopped. "
    "Load a shorter period, or load it on the command line: northing load FILE. "
    "Nothing was loaded."
)
HIDDEN = "(personal, not shown)"
_CONTACT = re.compile(r"[^@\s'\"]+@[^@\s'\"]+\.[^@\s'\"]+")
_NUMBER = re.compile(r"^\+\d[\d\s()/.-]{6,}$")
_PERSONAL = ("email", "mail", "phone", "mobile", "firstname", "lastname", "fullname", "surname",
             "address", "street", "birth", "ssn", "passport", "iban")  # fmt: skip


def main() -> None:
    """Limit this process, then do each job of its input, with one line of output a job."""
    limit(MEMORY_BYTES)
    for job in json.load(sys.stdin):
        allow(CPU_SECONDS)
        try:
            answer = _ACTIONS[job["action"]](job)
        except MemoryError:
            answer = {"state": "refused", "sentence": TOO_MUCH_MEMORY}
        sys.stdout.write(json.dumps(without_contacts(answer), default=str) + "\n")
        sys.stdout.flush()


def limit(memory_bytes: int) -> None:
    """Bound what this process may take; the system refuses it more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_BYTES, WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow(cpu_seconds: int) -> None:
    """Bound what the next file may compute; the system ends this process beyond."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + cpu_seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def plan(job: Mapping[str, Any]) -> dict[str, Any]:
    """Which files of a drop belong together."""
    from northing.errors import BadFile, BadInput
    from northing.sources import UPLOAD, plan_folder

    try:
        found = plan_folder(Path(job["folder"]), UPLOAD)
    except (BadFile, BadInput):
        return {"beside": {}, "serving": {}}
    return {
        "beside": {one.file.name: [other.name for other in one.beside] for one in found.files},
        "serving": {name: list(files) for name, files in found.serving.items()},
    }


def read(job: Mapping[str, Any]) -> dict[str, Any]:
    """How a file would be read, and what loading it would do; nothing is loaded."""
    from northing.errors import AmbiguousFile, NorthingError
    from northing.sources import UPLOAD

    answer: dict[str, Any] = {"peeks": [], "readings": [], "questions": []}
    try:
        mapping = told(job["mapping"])
        answer["peeks"] = _peeks(job, mapping)
        workspace = _workspace(job)
        beside = [Path(one) for one in job["beside"]]
        readings = workspace.read(job["path"], mapping=mapping, beside=beside, limits=UPLOAD)
        answer["readings"] = [_reading(one) for one in readings]
        would = workspace.load(
            None, job["path"], mapping=mapping, beside=beside, readings=readings, dry_run=True
        )
        answer |= {"state": "ready", "would": _load(would)}
    except AmbiguousFile as error:
        answer |= {"state": "question", "questions": list(error.questions)}
    except NorthingError as error:
        answer |= {"state": "refused", "sentence": str(error)}
    return answer


def load(job: Mapping[str, Any]) -> dict[str, Any]:
    """Load a file."""
    from northing.errors import NorthingError
    from northing.sources import UPLOAD

    try:
        mapping = told(job["mapping"])
        workspace = _workspace(job)
        beside = [Path(one) for one in job["beside"]]
        readings = workspace.read(job["path"], mapping=mapping, beside=beside, limits=UPLOAD)
        done = workspace.load(None, job["path"], mapping=mapping, beside=beside, readings=readings)
    except NorthingError as error:
        return {"state": "refused", "sentence": str(error)}
    return {"state": "loaded", "load": _load(done)}


def told(values: Mapping[str, Any]) -> SourceMapping | None:
    """The mapping that somebody made in the browser; it can name no file and run no query.

    Raises:
        BadMapping: If it is wrong, or tries to.
    """
    from northing.errors import BadMapping
    from northing.sources import load_mapping

    if not values:
        return None
    tables = values.get("table", [])
    asks = isinstance(tables, list) and any("sql" in one for one in tables if isinstance(one, dict))
    if asks or "files" in values:
        raise BadMapping(
            "A mapping with `sql` or `files` is only taken on the command line: "
            "northing load FILE --map MAPPING.toml."
        )
    return load_mapping(values)


def _workspace(job: Mapping[str, Any]) -> Any:
    from northing.workspace.workspace import Workspace

    return Workspace(job["workspace"])


def _peeks(job: Mapping[str, Any], mapping: SourceMapping | None) -> list[dict[str, Any]]:
    from northing.sources import UPLOAD, peek_file

    return [_peek(one) for one in peek_file(job["path"], mapping=mapping, limits=UPLOAD)[:20]]


def _peek(peek: Peek) -> dict[str, Any]:
    from northing.sources import rule_values

    persons = {
        rule.columns[0]
        for column, rule in peek.rules.items()
        if rule.columns and column in _person_columns(peek.table)
    }
    return {
        "label": peek.label,
        "format": peek.format,
        "headings": list(peek.headings),
        "samples": {
            heading: _cells(cells, hidden=heading in persons or is_personal(heading))
            for heading, cells in peek.samples.items()
        },
        "table": peek.table,
        "rules": {column: rule_values(rule) for column, rule in peek.rules.items()},
        "missing": list(peek.missing),
        "source": peek.source,
        "joined": peek.joined,
    }


def _cells(cells: Sequence[str], *, hidden: bool) -> list[str]:
    if hidden:
        return [HIDDEN] if cells else []
    return [_shown(cell) for cell in cells]


def _reading(reading: Reading) -> dict[str, Any]:
    persons = _person_columns(reading.table)
    return {
        "file": reading.file,
        "table": reading.table,
        "export": reading.export,
        "source": reading.source,
        "layout": vars(reading.layout),
        "columns": [
            {
                "column": one.column,
                "origin": one.origin,
                "from": one.file_column,
                "type": one.type,
                "samples": _cells(
                    one.samples, hidden=one.column in persons or is_personal(one.file_column)
                ),
                "read": list(one.samples_read),
                "doubts": list(one.doubts),
            }
            for one in reading.columns
        ],
        "unused": list(reading.unused),
        "parts": dict(reading.parts),
    }


def _load(load: Load) -> dict[str, Any]:
    return {
        "batch": load.batch,
        "already_loaded": load.already_loaded,
        "first_loaded_as": load.file,
        "export": load.export,
        "tables": [
            {
                "table": one.table,
                "rows": one.rows,
                "refused": dict(one.refused),
                "waits": dict(one.waits),
                "erased": one.erased,
                "windows": [
                    {**window.scope, "first": window.first, "last": window.last}
                    for window in one.windows
                ],
                "replaced": [vars(gone) for gone in one.replaced],
            }
            for one in load.tables
        ],
    }


def _person_columns(table: str) -> tuple[str, ...]:
    from northing.tables import CONTRACTS

    return tuple(CONTRACTS[table].of_type("person"))


def is_personal(heading: str) -> bool:
    from northing.sources.headings import plain

    return any(word in plain(heading) for word in _PERSONAL)


def _shown(cell: str) -> str:
    return HIDDEN if _NUMBER.match(cell) else cell


def without_contacts(value: Any) -> Any:
    """The same, with every address in a text hidden."""
    if isinstance(value, str):
        return _CONTACT.sub(HIDDEN, value)
    if isinstance(value, Mapping):
        return {without_contacts(str(key)): without_contacts(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_contacts(one) for one in value]
    return value


_ACTIONS = {"plan": plan, "read": read, "load": load}

if __name__ == "__main__":
    main()
