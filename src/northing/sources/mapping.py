"""Mappings: what a person says about a file where its headings do not say it.

    decimal = ","                       # answers for the whole file
    day_first = true

    [[table]]                           # one or several tables of the file
    table = "conversions"
    where = "conversion = 1"

    [table.columns]
    conversion_id = "mql_id"                                  # a column of the file
    kind = { constant = "mql" }
    value = { column = "cost_micros", scale = 0.000001 }
    channel = { template = "{utm_source} / {utm_medium}" }

Without `[table.columns]` the headings are matched as usual, with the answers applied. With it,
only the named columns are taken, unless `match = true`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from northing.errors import BadInput, BadMapping
from northing.money import check_currency
from northing.tables import CONTRACTS, Contract


@dataclass(frozen=True)
class ColumnRule:
    """Where one canonical column comes from. One of `columns`, `constant` and `template`.

    Attributes:
        columns: Headings in the file, or dotted paths in Parquet and JSON; the first found.
        constant: The same value in every row.
        template: Text with `{heading}` in it, for keys made of several columns.
        format: strptime formats tried in turn, or epoch_s, epoch_ms, epoch_us, nth_day.
        time_zone: Of local instants in this column.
        decimal: The decimal mark of this column.
        day_first: Whether 01/02/2003 is 1 February.
        scale: What numbers are multiplied by.
        values: Spellings in the file → values; others stay as they are.
        partial: Whether a template stands where some of its columns are empty; its dangling
            separators are dropped. Otherwise such a row has no value.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    template: str | None = None
    format: tuple[str, ...] = ()
    time_zone: str | None = None
    decimal: Literal[".", ","] | None = None
    day_first: bool | None = None
    scale: Decimal | None = None
    values: Dict[str, str] = field(default_factory=dict)
    partial: bool = False


@dataclass(frozen=True)
class Answers:
    """What is said of a whole file: its marks, and what it does not hold.

    Attributes:
        decimal: The decimal mark.
        day_first: Whether 01/02/2003 is 1 February.
        encoding: Such as utf-8 or cp1252.
        delimiter: Between cells.
        header_line: Line of the headings, from 1.
        sheets: Sheets of a workbook to read, hidden ones too; all visible ones where none is named.
        currency: Of all money in the file, where it has no currency column.
        time_zone: Of local instants.
        source: Which system the file is from.
        account: Which account of it.
        totals: Whether rows labelled as totals are dropped, or kept as rows like others.
        repeats: What rows of one file with the same key are: parts to "sum", or corrections of
            which the "last" holds.
        synonyms: Canonical column → headings that mean it.
        constants: Canonical column → the value of every row.
    """

    decimal: Literal[".", ","] | None = None
    day_first: bool | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    sheets: tuple[str, ...] = ()
    currency: str | None = None
    time_zone: str | None = None
    source: str | None = None
    account: str | None = None
    totals: Literal["drop", "keep"] = "drop"
    repeats: Literal["sum", "last"] | None = None
    synonyms: Dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableMapping:
    """How one canonical table is filled.

    Attributes:
        table: Its name; None lets the headings decide.
        columns: Canonical column → rule.
        match: Whether columns without a rule are matched by their headings.
        where: Comparison that a row must meet, such as `stage = 'won' and amount > 0`.
        sql: A query over the named files instead of the file's own rows.
        signature: Groups of headings; a file fits where it has one of each group.
        about: What to say of the result, such as what a name stands for.
        left: Why a file of this shape is not loaded unless its table is named.
        answers: For this table.
    """

    table: str | None
    columns: Dict[str, ColumnRule] = field(default_factory=dict)
    match: bool = True
    where: str | None = None
    sql: str | None = None
    signature: tuple[tuple[str, ...], ...] = ()
    about: str | None = None
    left: str | None = None
    answers: Answers = Answers()


@dataclass(frozen=True)
class Mapping:
    """A whole mapping: tables, answers for the file, and files that `sql` may name."""

    tables: tuple[TableMapping, ...] = ()
    answers: Answers = Answers()
    files: Dict[str, str] = field(default_factory=dict)
    folder: Path | None = None


_ANSWERS = tuple(item.name for item in fields(Answers))
_TABLE_KEYS = ("table", "columns", "match", "where", "sql", *_ANSWERS)
_RULE_KEYS = ("column", *(item.name for item in fields(ColumnRule)))


def load_mapping(source: Path | str | Dict[str, Any]) -> Mapping:
    """Read a mapping from a TOML file or from the values of one.

    Raises:
        BadMapping: On a key, table, column or value that is not known; it names the known ones.

    Examples:
        >>> load_mapping({"decimal": ",", "currency": "eur"}).answers.currency
        'EUR'
    """
    folder = None
    if not isinstance(source, Dict):
        path = Path(source)
        folder = path.parent
        try:
            source = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise BadMapping(f"The mapping {path.name} cannot be read: {error.strerror}.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadMapping(f"The mapping {path.name} is not TOML: {error}.") from None
    _check_keys(source, ("table", "files", *_ANSWERS), "a mapping")
    answers = _answers(source, Answers())
    listed = source.get("table", [])
    if not isinstance(listed, list) or not all(isinstance(item, Dict) for item in listed):
        raise BadMapping("`table` must be a list: write [[table]], with two brackets.")
    files = _texts(source.get("files", {}), "files")
    tables = tuple(_table(item, answers) for item in listed)
    return Mapping(tables, answers, files, folder)


def _table(item: Dict[str, Any], answers: Answers) -> TableMapping:
    _check_keys(item, _TABLE_KEYS, "[[table]]")
    name = item.get("table")
    if name is not None and name not in CONTRACTS:
        raise BadMapping(f"There is no table {name!r}. Known: {', '.join(CONTRACTS)}.")
    columns = item.get("columns", {})
    if not isinstance(columns, Dict):
        raise BadMapping(f"`columns` of {name} must be a table: canonical column = file column.")
    if columns and name is None:
        raise BadMapping('[table.columns] needs `table = "…"` beside it.')
    if name is not None:
        _check_columns(columns, CONTRACTS[name], name)
    for key in ("where", "sql"):
        if item.get(key) is not None and not isinstance(item[key], str):
            raise BadMapping(f"`{key}` must be a text.")
    own = _answers(item, answers)
    if name is not None:
        _check_columns({**own.synonyms, **own.constants}, CONTRACTS[name], name)
    return TableMapping(
        table=name,
        columns={column: _rule(column, rule) for column, rule in columns.items()},
        match=bool(item.get("match", not columns)),
        where=item.get("where"),
        sql=item.get("sql"),
        answers=own,
    )


def _rule(column: str, rule: object) -> ColumnRule:
    if isinstance(rule, str):
        return ColumnRule(columns=(rule,))
    if isinstance(rule, list):
        return ColumnRule(columns=_text_list(rule, column))
    if not isinstance(rule, Dict):
        raise BadMapping(f"{column} = {rule!r}; expected a column's name or {{ column = … }}.")
    _check_keys(rule, _RULE_KEYS, f"the rule of {column}")
    given = [key for key in ("column", "columns", "constant", "template") if key in rule]
    if len(given) != 1:
        raise BadMapping(f"The rule of {column} needs one of column, constant and template.")
    headings = rule.get("columns", rule.get("column", ()))
    return ColumnRule(
        columns=_text_list(headings, column),
        constant=_constant(rule["constant"]) if "constant" in rule else None,
        template=rule.get("template"),
        format=_text_list(rule.get("format", ()), f"format of {column}"),
        time_zone=_zone(rule.get("time_zone")),
        decimal=_one_of(rule.get("decimal"), (".", ","), f"decimal of {column}"),
        day_first=_flag(rule.get("day_first"), f"day_first of {column}"),
        scale=_scale(rule.get("scale"), column),
        values=_texts(rule.get("values", {}), f"values of {column}"),
        partial=bool(_flag(rule.get("partial", False), f"partial of {column}")),
    )


def _answers(item: Dict[str, Any], base: Answers) -> Answers:
    given: dict[str, Any] = {key: item[key] for key in _ANSWERS if key in item}
    for key, value in given.items():
        match key:
            case "decimal":
                given[key] = _one_of(value, (".", ","), key)
            case "totals":
                given[key] = _one_of(value, ("drop", "keep"), key)
            case "repeats":
                given[key] = _one_of(value, ("sum", "last"), key)
            case "day_first":
                given[key] = _flag(value, key)
            case "header_line":
                if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                    raise BadMapping(f"header_line is {value!r}; expected a line number from 1.")
            case "currency":
                given[key] = _currency(value)
            case "time_zone":
                given[key] = _zone(value)
            case "sheets":
                given[key] = _text_list(value, key)
            case "delimiter":
                if not isinstance(value, str) or len(value) != 1:
                    raise BadMapping(f"delimiter is {value!r}; expected one character.")
            case "synonyms":
                given[key] = {
                    name: _text_list(headings, name) for name, headings in _dict(value, key).items()
                }
            case "constants":
                given[key] = {name: _constant(text) for name, text in _dict(value, key).items()}
            case _:
                if not isinstance(value, str):
                    raise BadMapping(f"{key} is {value!r}; expected a text.")
    return replace(base, **given)


def _check_keys(item: Dict[str, Any], known: Iterable[str], where: str) -> None:
    known = tuple(known)
    for key in item:
        if key not in known:
            raise BadMapping(f"{where} has no key {key!r}. Known: {', '.join(sorted(known))}.")


def _check_columns(columns: Iterable[str], contract: Contract, table: str) -> None:
    for column in columns:
        if column not in contract.by_name:
            known = ", ".join(contract.by_name)
            raise BadMapping(f"The table {table} has no column {column!r}. Known: {known}.")


def _text_list(value: object, name: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise BadMapping(f"{name} is {value!r}; expected a text or a list of texts.")


def _dict(value: object, name: str) -> Dict[str, Any]:
    if not isinstance(value, Dict):
        raise BadMapping(f"{name} is {value!r}; expected a table of names and values.")
    return value


def _texts(value: object, name: str) -> dict[str, str]:
    return {str(key): _constant(item) for key, item in _dict(value, name).items()}


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Dict, list)):
        raise BadMapping(f"{value!r} cannot be a constant; expected one value.")
    return str(value)


def _one_of(value: Any, known: tuple[str, ...], name: str) -> Any:
    if value is not None and value not in known:
        listed = " or ".join(repr(item) for item in known)
        raise BadMapping(f"{name} is {value!r}; expected {listed}.")
    return value


def _flag(value: Any, name: str) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise BadMapping(f"{name} is {value!r}; expected true or false.")
    return value


def _zone(value: Any) -> str | None:
    if value is None:
        return None
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, TypeError, OSError):
        raise BadMapping(
            f"{value!r} is no time zone; expected one such as Europe/Berlin."
        ) from None


def _currency(value: object) -> str:
    try:
        return check_currency(str(value))
    except BadInput as error:
        raise BadMapping(f"currency: {error}") from None


def _scale(value: object, name: str) -> Decimal | None:
    if value is None:
        return None
    try:
        scale = Decimal(str(value))
    except InvalidOperation:
        scale = Decimal("nan")
    if isinstance(value, bool) or not scale.is_finite() or scale == 0:
        raise BadMapping(f"scale of {name} is {value!r}; expected a number such as 0.000001.")
    return scale
