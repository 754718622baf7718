"""`where` in a mapping: comparisons over a file's columns, joined by and, or, not.

A small language of its own, so that a mapping from anyone can do nothing but compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from northing.errors import BadMapping
from northing.sources.missing import blank_out

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<quoted>\"[^\"]+\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign><=|>=|<>|!=|=|<|>|\(|\)|,)|(?P<word>[^\W\d][\w.]*))"
)
_COMPARE: Mapping[str, Callable[[pa.Array, pa.Scalar], pa.Array]] = {
    "=": pc.equal,
    "!=": pc.not_equal,
    "<>": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}

Mask = Callable[[Mapping[str, pa.Array]], pa.Array]


@dataclass(frozen=True)
class Condition:
    """A parsed condition.

    Attributes:
        text: As written.
        columns: The columns that it names.
        mask: From columns to one boolean a row; what cannot be compared is false.
    """

    text: str
    columns: tuple[str, ...]
    mask: Mask


def parse_condition(text: str) -> Condition:
    """Parse a condition.

    Raises:
        BadMapping: If it is anything but comparisons, `is null`, `in (…)`, and, or, not.

    Examples:
        >>> rows = {"n": pa.array(["1", "2", None])}
        >>> parse_condition("n > 1 or n is null").mask(rows).to_pylist()
        [False, True, True]
    """
    return _Parser(text).condition()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens()
        self.at = 0
        self.columns: list[str] = []

    def _tokens(self) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        at = 0
        text = self.text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise self.wrong(f"cannot read {text[at : at + 20]!r}")
            kind = match.lastgroup or ""
            tokens.append((kind, match[kind]))
            at = match.end()
        return tokens

    def wrong(self, why: str) -> BadMapping:
        return BadMapping(
            f"where = {self.text!r}: {why}; expected comparisons such as "
            "stage = 'won' and amount > 0."
        )

    def condition(self) -> Condition:
        if len(self.tokens) > 500:
            raise self.wrong("it is too long")
        mask = self.either()
        if self.at < len(self.tokens):
            raise self.wrong(f"{self.tokens[self.at][1]!r} is left over")
        return Condition(self.text, tuple(dict.fromkeys(self.columns)), mask)

    def take(self, *words: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][1].lower() in words:
            kind = self.tokens[self.at][0]
            if kind in ("word", "sign"):
                self.at += 1
                return True
        return False

    def next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise self.wrong("it ends too soon")
        self.at += 1
        return self.tokens[self.at - 1]

    def either(self) -> Mask:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return _joined(parts, pc.or_)

    def both(self) -> Mask:
        parts = [self.single()]
        while self.take("and"):
            parts.append(self.single())
        return _joined(parts, pc.and_)

    def single(self) -> Mask:
        if self.take("not"):
            inner = self.single()
            return lambda rows: pc.invert(inner(rows))
        if self.take("("):
            inner = self.either()
            if not self.take(")"):
                raise self.wrong("a bracket is not closed")
            return inner
        return self.comparison()

    def comparison(self) -> Mask:
        kind, name = self.next()
        if kind not in ("word", "quoted"):
            raise self.wrong(f"{name!r} is not a column")
        column = name.strip('"')
        self.columns.append(column)
        if self.take("is"):
            negated = self.take("not")
            if not self.take("null"):
                raise self.wrong("`is` must be followed by null or not null")
            return lambda rows: _null_mask(rows[column], negated)
        negated = self.take("not")
        if self.take("in"):
            values = self.values()
            return lambda rows: _in_mask(rows[column], values, negated)
        _, sign = self.next()
        if sign not in _COMPARE or negated:
            raise self.wrong(f"{sign!r} is not a comparison")
        literal = self.literal()
        return lambda rows: _compare_mask(rows[column], sign, literal)

    def values(self) -> list[str | float]:
        if not self.take("("):
            raise self.wrong("`in` needs a list in brackets")
        values = [self.literal()]
        while self.take(","):
            values.append(self.literal())
        if not self.take(")"):
            raise self.wrong("a bracket is not closed")
        return values

    def literal(self) -> str | float:
        kind, text = self.next()
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "word" and text.lower() in ("true", "false"):
            return text.lower()
        raise self.wrong(f"{text!r} is not a number or a 'text'")


def _joined(parts: Sequence[Mask], join: Callable[[pa.Array, pa.Array], pa.Array]) -> Mask:
    if len(parts) == 1:
        return parts[0]

    def mask(rows: Mapping[str, pa.Array]) -> pa.Array:
        result = parts[0](rows)
        for part in parts[1:]:
            result = join(result, part(rows))
        return result

    return mask


def _null_mask(cells: pa.Array, negated: bool) -> pa.Array:
    missing = pc.is_null(_cleaned(cells))
    return pc.invert(missing) if negated else missing


def _compare_mask(cells: pa.Array, sign: str, literal: str | float) -> pa.Array:
    if isinstance(literal, float):
        return pc.fill_null(_COMPARE[sign](_as_numbers(cells), literal), False)
    return pc.fill_null(_COMPARE[sign](_as_text(cells), literal), False)


def _in_mask(cells: pa.Array, values: Sequence[str | float], negated: bool) -> pa.Array:
    found = _compare_mask(cells, "=", values[0])
    for value in values[1:]:
        found = pc.or_(found, _compare_mask(cells, "=", value))
    return pc.and_(pc.invert(found), pc.is_valid(_cleaned(cells))) if negated else found


def _cleaned(cells: pa.Array) -> pa.Array:
    return blank_out(cells) if pa.types.is_string(cells.type) else cells


def _as_numbers(cells: pa.Array) -> pa.Array:
    if not pa.types.is_string(cells.type):
        return pc.cast(cells, pa.float64())
    cells = blank_out(cells)
    plain = pc.match_substring_regex(cells, r"^-?\d+(\.\d+)?$")
    return pc.cast(pc.if_else(plain, cells, pa.scalar(None, pa.string())), pa.float64())


def _as_text(cells: pa.Array) -> pa.Array:
    if pa.types.is_boolean(cells.type):
        return pc.if_else(cells, "true", "false")
    text = pc.cast(cells, pa.string())
    lowered = pc.utf8_lower(text)
    flags = pc.is_in(lowered, value_set=pa.array(["true", "false"]))
    return blank_out(pc.if_else(pc.fill_null(flags, False), lowered, text))
