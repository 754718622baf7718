"""What the Data pages show: loads, who made them, files that wait, and one file in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from northing.errors import Missing
from northing.shelf import Shelf
from northing.sources import EXPORTS, mapping_text
from northing.tables import CONTRACTS
from northing.web.data.correction import PARTS, free_columns
from northing.web.data.models import BrowserLoad, Drop, DroppedFile
from northing.web.data.questions import question_of

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext
    from northing.workspace.batches import Batch
    from northing.workspace.health import Health

_HEALTH: Shelf[Health] = Shelf(8)


def health_of(context: PageContext) -> Health:
    """How far the data can be trusted, worked out once a snapshot and version of the site."""
    snapshot = context.snapshot.id if context.snapshot else None
    minute = int(datetime.now(UTC).timestamp()) // 60  # the disk and the last refresh go on
    key = (str(context.workspace.folder), snapshot, context.workspace_version, minute)
    return _HEALTH.get(key, lambda: context.workspace.health(context.snapshot))


def loads(context: PageContext) -> list[tuple[Batch, str, bool]]:
    """Every load, the newest first: the batch, who made it, whether it is published."""
    held = set(context.snapshot.batches) if context.snapshot else set()
    by = {one.batch: str(one.by or "") for one in BrowserLoad.objects.select_related("by")}
    batches = context.workspace.batches.all()
    return [(one, by.get(one.id, "command line"), one.id in held) for one in reversed(batches)]


def loaded_at(batch: Batch) -> datetime:
    """When a batch was loaded."""
    return datetime.fromtimestamp(batch.loaded / 1e9, UTC)


def waiting(context: PageContext) -> list[DroppedFile]:
    """Files that somebody dropped and nobody loaded yet."""
    found = DroppedFile.objects.select_related("drop", "drop__by").filter(batch="")
    files = [one for one in found.exclude(state="serving").order_by("-drop__at") if _is_here(one)]
    return files if context.scope.may("load") else []


def _is_here(file: DroppedFile) -> bool:
    return file.path.is_file()


def drop_of(id_: Any) -> Drop:
    """One drop.

    Raises:
        Missing: If there is none.
    """
    try:
        return Drop.objects.prefetch_related("files").get(pk=id_)
    except (Drop.DoesNotExist, ValidationError):
        raise Missing("There are no such files; they were removed, or never came.") from None


def file_of(id_: Any) -> DroppedFile:
    """One dropped file.

    Raises:
        Missing: If there is none.
    """
    try:
        return DroppedFile.objects.select_related("drop").get(pk=id_)
    except (DroppedFile.DoesNotExist, ValidationError):
        raise Missing("There is no such file; it was removed, or never came.") from None


def file_values(file: DroppedFile) -> dict[str, Any]:
    """Everything that a file's page shows and asks."""
    outcome = file.outcome
    peek = file.peek
    readings = outcome.get("readings") or []
    tables = file.mapping.get("table") or []
    correctable = peek is not None and len(tables) <= 1
    columns = peek if correctable and peek and not peek["joined"] else None
    return {
        "file": file,
        "readings": [_reading(one) for one in readings],
        "columns": _columns(columns, readings) if columns else [],
        "targets": _targets(columns) if columns else [],
        "same": _same(columns) if columns else [],
        "table": peek["table"] if peek else "",
        "tables": [(name, contract.title) for name, contract in CONTRACTS.items()],
        "missing": columns["missing"] if columns and not readings else [],
        "templates": _templates(columns) if columns else [],
        "correctable": correctable,
        "joined": bool(peek and peek["joined"]),
        "sheets": [one["label"] or one["format"] for one in outcome.get("peeks") or []],
        "answers": _answers(file.mapping, peek, readings),
        "questions": [question_of(one) for one in outcome.get("questions") or []],
        "sentence": _sentence(outcome),
        "would": outcome.get("load") or outcome.get("would"),
        "toml": mapping_text(file.mapping) if file.mapping else "",
        "siblings": file.drop.files.count() - 1,
    }


def title_of(export: str) -> str:
    """A known export as people call it."""
    if export == "mapping":
        return "a mapping"
    return EXPORTS[export].title if export in EXPORTS else "its headings"


def _sentence(outcome: Mapping[str, Any]) -> str:
    """Why it cannot be loaded; advice for mapping files is what the page itself offers."""
    return str(outcome.get("sentence") or "").partition("\nIf it is")[0]


def _reading(reading: Mapping[str, Any]) -> dict[str, Any]:
    layout = reading["layout"]
    facts = [
        ("Read as", title_of(reading["export"])),
        ("Table", reading["table"]),
        ("Rows", f"{layout['rows']:,}"),
        ("Format", layout["format"]),
        ("Encoding", layout["encoding"]),
        ("Between cells", layout["delimiter"]),
        ("Headings in line", layout["header_line"]),
        ("Decimal mark", layout["decimal"]),
        ("Order of dates", {"dmy": "day first", "mdy": "month first", "ymd": "year first"}.get(
            layout["date_order"] or "", layout["date_order"])),
        ("Totals left out", layout["totals_count"] or None),
        ("Read together with", ", ".join(reading["parts"].values()) or None),
    ]  # fmt: skip
    return {
        **reading,
        "facts": [(name, value) for name, value in facts if value not in (None, "")],
        "doubts": [*layout["doubts"], *(d for one in reading["columns"] for d in one["doubts"])],
    }


def _columns(peek: Mapping[str, Any], readings: list[Any]) -> list[dict[str, Any]]:
    """One entry a column of the file."""
    rules = peek["rules"]
    by_heading: dict[str, tuple[str, Any]] = {}
    for column, rule in rules.items():
        heading = rule if isinstance(rule, str) else rule.get("column")
        if heading:
            by_heading.setdefault(heading, (column, rule))
    read = {one["column"]: one for one in (readings[0]["columns"] if len(readings) == 1 else [])}
    found = []
    for number, heading in enumerate(peek["headings"]):
        column, rule = by_heading.get(heading, ("", {}))
        parts = rule if isinstance(rule, dict) else {}
        formats = parts.get("format") or ""
        found.append(
            {
                "number": number,
                "heading": heading,
                "samples": read.get(column, {}).get("samples") or peek["samples"].get(heading, []),
                "read": read.get(column, {}).get("read", []),
                "doubts": read.get(column, {}).get("doubts", []),
                "to": column,
                "type": CONTRACTS[peek["table"]].by_name[column].type if column else "",
                "format": formats if isinstance(formats, str) else "; ".join(formats),
                "time_zone": parts.get("time_zone") or "",
                "scale": parts.get("scale") or "",
                "spellings": "\n".join(f"{k} = {v}" for k, v in parts.get("values", {}).items()),
                "has_parts": any(parts.get(one) for one in PARTS),
            }
        )  # fmt: skip
    return found


def _targets(peek: Mapping[str, Any]) -> list[tuple[str, str]]:
    columns = CONTRACTS[peek["table"]].columns
    return [(c.name, f"{c.name}, needed" if c.required else c.name) for c in columns]


def _same(peek: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The columns that may be the same in every row, those that are needed first."""
    rules = peek["rules"]
    found = []
    for column in free_columns(peek["table"]):
        rule = rules.get(column.name)
        constant = rule.get("constant", "") if isinstance(rule, dict) else ""
        if rule is not None and not constant:
            continue
        found.append(
            {
                "name": column.name,
                "value": constant,
                "choices": column.choices,
                "about": column.about,
                "needed": column.required,
            }
        )
    return sorted(found, key=lambda one: (not one["needed"], not one["value"]))


def _templates(peek: Mapping[str, Any]) -> list[tuple[str, str]]:
    rules = peek["rules"].items()
    return [(c, r["template"]) for c, r in rules if isinstance(r, dict) and "template" in r]


def _answers(
    mapping: Mapping[str, Any], peek: Mapping[str, Any] | None, readings: list[Any]
) -> dict[str, Any]:
    told = {**mapping, **(mapping.get("table") or [{}])[0]} if mapping else {}
    day_first = told.get("day_first")
    source = told.get("source") or (peek or {}).get("source") or ""
    return {
        **{name: told.get(name) or "" for name in ("currency", "account", "time_zone", "decimal",
           "encoding", "delimiter", "header_line", "totals", "repeats")},
        "source": source,
        "day_first": "" if day_first is None else str(day_first).lower(),
        "currency_read": next(
            (c["from"] for r in readings for c in r["columns"] if c["column"] == "currency"), ""
        ),
    }  # fmt: skip
