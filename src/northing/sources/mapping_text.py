"""A mapping as the text of its file: what `load_mapping` reads, and `--map` takes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from northing.sources.mapping import ColumnRule


def mapping_text(values: Mapping[str, Any]) -> str:
    """Write the values of a mapping as TOML; reading it gives the same values.

    Args:
        values: As `load_mapping` takes them: texts, numbers, flags, lists, tables of them.

    Examples:
        >>> print(mapping_text({"currency": "USD", "table": [{"table": "spend",
        ...     "columns": {"date": {"column": "Ad_Date", "format": "%d-%m-%Y"}}}]}))
        currency = "USD"
        <BLANKLINE>
        [[table]]
        table = "spend"
        <BLANKLINE>
        [table.columns]
        date = { column = "Ad_Date", format = "%d-%m-%Y" }
        <BLANKLINE>
    """
    lines = _lines({key: value for key, value in values.items() if key != "table"})
    for table in values.get("table", ()):
        plain = {key: value for key, value in table.items() if key != "columns"}
        lines += ["", "[[table]]", *_lines(plain)]
        if table.get("columns"):
            lines += ["", "[table.columns]", *_lines(table["columns"])]
    return "\n".join(lines).lstrip("\n") + "\n"


def rule_values(rule: ColumnRule) -> str | dict[str, Any]:
    """A column's rule as a mapping file says it, in its shortest form.

    Examples:
        >>> rule_values(ColumnRule(columns=("Cost",)))
        'Cost'
        >>> rule_values(ColumnRule(columns=("cost_micros",), scale=Decimal("0.000001")))
        {'column': 'cost_micros', 'scale': 1e-06}
    """
    given: dict[str, Any] = {}
    for one in fields(ColumnRule):
        value = getattr(rule, one.name)
        if value is None or value == () or value == {} or value is False:
            continue
        given[one.name] = value
    if "columns" in given:
        names = given.pop("columns")
        given = {"column": names[0], **given} if len(names) == 1 else {"columns": [*names], **given}
    if "format" in given:
        formats = given["format"]
        given["format"] = formats[0] if len(formats) == 1 else [*formats]
    if "scale" in given:
        given["scale"] = float(given["scale"])
    if "values" in given:
        given["values"] = dict(given["values"])
    return str(given["column"]) if set(given) == {"column"} else given


def _lines(values: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in values.items()]


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return _number(Decimal(repr(value) if isinstance(value, float) else value))
    if isinstance(value, Mapping):
        parts = ", ".join(f"{_key(str(key))} = {_value(one)}" for key, one in value.items())
        return f"{{ {parts} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    return _text(str(value))


def _text(text: str) -> str:
    """JSON's escapes are TOML's, but for the one sign that JSON leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(value: Decimal) -> str:
    return f"{value:f}" if "." in f"{value:f}" else f"{value:f}.0"
