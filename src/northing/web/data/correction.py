"""What somebody corrected in the page, as a mapping: the same that files and `--map` hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from northing.errors import BadMapping
from northing.sources import load_mapping
from northing.tables import CONTRACTS, Column
from northing.web.data.questions import answer_values

Values = dict[str, Any]
ANSWERS = ("currency", "source", "account", "time_zone", "decimal", "day_first", "encoding",
           "delimiter", "header_line", "totals", "repeats")  # fmt: skip
PARTS = ("format", "time_zone", "scale", "values")
FREE = ("text", "channel", "campaign", "account", "currency")
"""Types of columns that may be the same in every row."""


def corrected(form: Mapping[str, str], peek: Mapping[str, Any], before: Values) -> Values:
    """The mapping that a form says.

    What nobody touched stays unsaid: a file that its headings explain needs no mapping.

    Args:
        form: Fields of the page: `table`, the answers, `to-3` for the third column's target with
            its parts (`format-3` …), `same-channel` for what is the same in every row.
        peek: The file's table as the reader found it.
        before: The mapping until now.

    Raises:
        BadMapping: If it contradicts itself, or a value is none.
    """
    answers = _answers(form, peek, before)
    table = form.get("table") or peek["table"]
    if table not in CONTRACTS:
        raise BadMapping(f"There is no table {table!r}. Known: {', '.join(CONTRACTS)}.")
    told = _told_table(before)
    if table != peek["table"]:
        return _checked({**answers, "table": [{"table": table}]})
    lines = _lines(form)
    answers |= {name: value for name, value in lines.items() if name in ANSWERS}
    if peek["joined"]:  # the export's own query says which column is which
        return _checked({**answers, "table": [{"table": table}]} if told else answers)
    rules = _rules(form, peek)
    rules |= {n: v for n, v in lines.items() if n in CONTRACTS[table].by_name and n not in ANSWERS}
    if told.get("columns") or rules != peek["rules"]:
        if peek.get("source") and "source" not in answers:
            answers["source"] = peek["source"]
        where = {"where": told["where"]} if told.get("where") else {}
        return _checked({**answers, "table": [{"table": table, **where, "columns": rules}]})
    is_named = bool(told or peek["missing"])
    return _checked({**answers, "table": [{"table": table}]} if is_named else answers)


def from_text(text: str) -> Values:
    """The mapping that somebody wrote.

    Raises:
        BadMapping: If it is no TOML or no mapping.
    """
    try:
        return _checked(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"The mapping is not TOML: {error}.") from None


def free_columns(table: str) -> list[Column]:
    """The columns of a table that may be the same in every row."""
    columns = CONTRACTS[table].columns
    return [c for c in columns if (c.type in FREE or c.choices) and c.name not in _OF_FILE]


_OF_FILE = ("currency", "source", "account")
"""Said once for the whole file, among the answers."""


def _checked(values: Values) -> Values:
    load_mapping(values)
    return values


def _told_table(before: Values) -> Values:
    tables = before.get("table") or [{}]
    return dict(tables[0])


def _answers(form: Mapping[str, str], peek: Mapping[str, Any], before: Values) -> Values:
    """What is said of the whole file; what the page has no field for stays as it was."""
    kept: Values = {
        name: before[name] for name in ("synonyms", "constants", "sheets") if name in before
    }
    given: Values = {}
    for name in ANSWERS:
        text = form.get(name, "").strip()
        if not text or (name == "source" and text == peek.get("source") and name not in before):
            continue
        given[name] = _answer(name, text)
    return {**kept, **given}


def _answer(name: str, text: str) -> Any:
    if name == "day_first":
        return text == "true"
    if name == "header_line":
        if not text.isdigit():
            raise BadMapping(f"The line of the headings is {text!r}; expected a number from 1.")
        return int(text)
    if name == "delimiter":
        return "\t" if text.lower() in ("tab", "\\t") else text
    return text


def _rules(form: Mapping[str, str], peek: Mapping[str, Any]) -> Values:
    """Canonical column → rule, in the contract's order."""
    contract = CONTRACTS[peek["table"]]
    found: Values = {}
    for number, heading in enumerate(peek["headings"]):
        column = form.get(f"to-{number}", "")
        if not column:
            continue
        if column not in contract.by_name:
            raise BadMapping(f"The table {peek['table']} has no column {column!r}.")
        if column in found:
            raise BadMapping(
                f"{column} is to come from {_from(found[column])!r} and from {heading!r}; "
                "choose one of them."
            )
        found[column] = _rule(form, number, heading, peek["rules"].get(column))
    for column in contract.by_name:
        same = form.get(f"same-{column}", "").strip()
        if same and column in found:
            raise BadMapping(
                f"{column} is to be {same!r} in every row and to come from "
                f"{_from(found[column])!r}; choose one of them."
            )
        if same:
            found[column] = {"constant": same}
    for column, rule in peek["rules"].items():
        if isinstance(rule, dict) and "template" in rule and column not in found:
            found[column] = rule
        elif _is_constant(rule) and column not in {c.name for c in free_columns(peek["table"])}:
            found.setdefault(column, rule)
    return {name: found[name] for name in contract.by_name if name in found}


def _is_constant(rule: Any) -> bool:
    return isinstance(rule, dict) and "constant" in rule


def _from(rule: Any) -> str:
    return str(rule if isinstance(rule, str) else rule.get("column", ""))


def _rule(form: Mapping[str, str], number: int, heading: str, known: Any) -> Any:
    """How one column is read: what was known of it, with the parts that the page says."""
    base = dict(known) if isinstance(known, dict) and known.get("column") == heading else {}
    rule = {k: v for k, v in base.items() if k not in ("column", *PARTS)}
    for part in PARTS:
        text = form.get(f"{part}-{number}", "").strip()
        if text:
            rule[part] = _part(part, text, heading)
    return {"column": heading, **rule} if rule else heading


def _part(part: str, text: str, heading: str) -> Any:
    if part == "values":
        return _spellings(text, heading)
    if part == "scale":
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise BadMapping(f"scale of {heading} is {text!r}; expected a number.") from None
    if part == "format":
        formats = [one.strip() for one in re.split(r"[\n;]", text) if one.strip()]
        return formats[0] if len(formats) == 1 else formats
    return text


def _spellings(text: str, heading: str) -> dict[str, str]:
    """Lines `as in the file = as it shall be`."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        spelt, sign, meant = line.partition("=")
        if not sign:
            raise BadMapping(
                f"Spellings of {heading}: {line!r} has no “=”; expected: as in the file = meaning."
            )
        found[spelt.strip()] = meant.strip()
    return found


def _lines(form: Mapping[str, str]) -> Values:
    """The answers to the reader's questions, each a line of a mapping."""
    found: Values = {}
    for name, line in form.items():
        if not name.startswith(("answer-", "line-")) or not line.strip():
            continue
        try:
            found |= answer_values(line.strip())
        except tomllib.TOMLDecodeError as error:
            raise BadMapping(f"The answer {line!r} is no line of a mapping: {error}.") from None
    return found
