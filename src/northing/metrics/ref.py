"""How a metric is referred to everywhere: key results, locks, pins, the API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from northing.errors import BadInput
from northing.shelf import Shelf

Wanted = str | None | Iterable[str | None]
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WHERE = "where."


@dataclass(frozen=True)
class MetricRef:
    """One metric with its parameters and filters; made by `MetricRef.of` or `MetricRef.parse`.

    Attributes:
        name: The metric's name in the catalogue.
        parameters: Pairs of name and text, sorted: rule, kind …
        filters: Pairs of dimension and the values wanted, sorted; None is "not stated".
        version: The version of the definition it was made for; None takes the current one.
    """

    name: str
    parameters: tuple[tuple[str, str], ...] = ()
    filters: tuple[tuple[str, tuple[str | None, ...]], ...] = ()
    version: int | None = None

    @classmethod
    def of(
        cls,
        name: str,
        /,
        *,
        where: Mapping[str, Wanted] | None = None,
        version: int | None = None,
        **parameters: str | int,
    ) -> MetricRef:
        """Refer to a metric.

        Args:
            name: The metric's name.
            where: For each dimension the value or values wanted; None is "not stated".
            version: The version of the definition that is meant.
            parameters: Such as rule="markov" or kind="lead".

        Raises:
            BadInput: If the name, or a filter's value, is not one.

        Examples:
            >>> str(MetricRef.of("roas", rule="markov", where={"channel": ["email", "display"]}))
            'roas?rule=markov&where.channel=display&where.channel=email'
        """
        if not _NAME.fullmatch(str(name)):
            raise BadInput(f"{name!r} is not a metric's name; expected one such as roas.")
        given = tuple(sorted((key, _text(key, value)) for key, value in parameters.items()))
        filters = tuple(sorted((key, _values(key, value)) for key, value in (where or {}).items()))
        return cls(name, given, filters, version)

    @classmethod
    def parse(cls, text: str) -> MetricRef:
        """Read a reference from its text form.

        Raises:
            BadInput: If it is not one.

        Examples:
            >>> ref = MetricRef.of("cpl", rule="linear", where={"country": "DE"}, version=1)
            >>> MetricRef.parse(str(ref)) == ref
            True
        """
        return _PARSED.get(text, lambda: _parsed(text))

    def __str__(self) -> str:
        pairs = list(self.parameters)
        for dimension, values in self.filters:
            pairs += [(_WHERE + dimension, value or "") for value in values]
        query = "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in pairs)
        version = "" if self.version is None else f"@{self.version}"
        return self.name + version + ("?" + query if query else "")


def _parsed(text: str) -> MetricRef:
    head, _, query = text.partition("?")
    name, at, version = head.partition("@")
    if at and not re.fullmatch(r"[0-9]{1,9}", version):
        raise BadInput(f"{text!r} has the version {version!r}; expected a number, as roas@1.")
    parameters: dict[str, str | int] = {}
    where: dict[str, list[str | None]] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key.startswith(_WHERE):
            where.setdefault(key.removeprefix(_WHERE), []).append(value)
        elif key in parameters or key in ("where", "version"):
            raise BadInput(f"{text!r} is not a metric's text form: {key} cannot stand there.")
        else:
            parameters[key] = value
    return MetricRef.of(name, where=where, version=int(version) if at else None, **parameters)


_PARSED: Shelf[MetricRef] = Shelf(1_000)  # a page asks of each key result which metric it is on


def _text(key: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise BadInput(f"{key} is {value!r}; expected text or a whole number.")
    return str(value)


def _values(key: str, wanted: object) -> tuple[str | None, ...]:
    many = [wanted] if wanted is None or isinstance(wanted, str) else wanted
    if isinstance(many, Mapping) or not isinstance(many, Iterable):
        raise BadInput(f"The filter {key} is {wanted!r}; expected a value or a list of values.")
    values: set[str] = set()
    for value in many:
        if value is not None and not isinstance(value, str):
            raise BadInput(f"The filter {key} holds {value!r}; expected text.")
        values.add(value or "")
    if not values:
        raise BadInput(f"The filter {key} wants no value; expected one or more.")
    return tuple(value or None for value in sorted(values))
