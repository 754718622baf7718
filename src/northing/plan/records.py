"""Entries of a plan as plain records, as JSON and YAML hold them, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from northing.errors import BadInput
from northing.plan.kind import KINDS


def record_of(value: Any) -> dict[str, Any]:
    """The entry as text, numbers, lists and mappings; what is as by default is left out.

    Examples:
        >>> from northing.plan.kinds.objective import Objective
        >>> record_of(Objective("grow", "Grow", "company", "mara"))
        {'key': 'grow', 'title': 'Grow', 'level': 'company', 'owner': 'mara'}
    """
    record: dict[str, Any] = _adapter(type(value)).dump_python(
        value, mode="json", exclude_defaults=True
    )
    return record


def read_record(kind: str, record: Mapping[str, Any], where: str = "") -> Any:
    """Make an entry from a record.

    Args:
        kind: A name of `KINDS`.
        record: Its fields.
        where: Where it stands, for the message.

    Raises:
        BadInput: If a field is unknown, missing or wrong; the message names the field.

    Examples:
        >>> read_record("objective", {"key": "grow", "title": "Grow", "level": "company",
        ...                           "owner": "mara"}).title
        'Grow'
    """
    from pydantic import ValidationError

    entry = KINDS[kind]
    if not isinstance(record, Mapping):
        raise BadInput(f"{where or entry.title} is {record!r}; expected fields and their values.")
    try:
        return _adapter(entry.value).validate_python(dict(record))
    except ValidationError as error:
        place = where or f"{entry.title} {record.get('key', 'without a key')}"
        raise BadInput(f"{place}: {_sentences(error)}") from None


def cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    """A record, or whatever JSON and YAML hold, with every text in it cleaned.

    Examples:
        >>> cleaned({"row": ["Ada", 3]}, lambda text: text.replace("Ada", "[erased]"))
        {'row': ['[erased]', 3]}
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {cleaned(key, clean): cleaned(one, clean) for key, one in value.items()}
    if isinstance(value, list):
        return [cleaned(one, clean) for one in value]
    return value


_ADAPTERS: dict[type[Any], Any] = {}


def _adapter(value: type[Any]) -> Any:
    from pydantic import TypeAdapter

    if value not in _ADAPTERS:
        _ADAPTERS[value] = TypeAdapter(value)
    return _ADAPTERS[value]


def _sentences(error: Any) -> str:
    said = []
    for one in error.errors():
        place = ".".join(str(part) for part in one["loc"])
        cause = one.get("ctx", {}).get("error")
        text = str(cause) if isinstance(cause, Exception) else f"{one['msg']}."
        said.append(f"{place}: {text}" if place else text)
    return " ".join(said)
