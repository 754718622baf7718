"""Metrics that a workspace defines itself, in TOML, composed of the measures that there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from northing.errors import BadInput, BadSetting
from northing.metrics.description import MEASURES, METRICS
from northing.metrics.measure import CREDIT_DIMENSIONS
from northing.metrics.metric import Family, Good, Metric, Term, Unit, UseOfCredit

_TEXTS = ("title", "family", "definition", "unit", "good", "trap")
_OPTIONAL = ("denominator", "grain", "open_ended", "owner", "scale", "source", "version")
_KEYS = (*_TEXTS, "numerator", *_OPTIONAL)
_CHOICES = {"family": get_args(Family), "unit": get_args(Unit), "good": get_args(Good)}
_TERM_KEYS = ("measure", "where", "minus", "credit")


def parse_metric(name: str, content: Mapping[str, Any]) -> Metric:
    """Make a metric of what a TOML file says.

    Args:
        name: The file's name without `.toml`.
        content: title, family, definition, unit, good, trap, numerator; if wanted denominator,
            grain, owner, scale, source, version, open_ended. A term is a measure's name, or a
            table with `measure`, `where`, `minus`, `credit`.

    Raises:
        BadSetting: If a key, measure, dimension or value is wrong; the known ones are named.

    Examples:
        >>> metric = parse_metric("cost_per_session", {
        ...     "title": "Cost per session", "family": "profitability", "unit": "money",
        ...     "good": "down", "definition": "Media spend ÷ sessions.",
        ...     "trap": "Sessions without consent are missing.",
        ...     "numerator": ["spend"], "denominator": ["sessions"]})
        >>> metric.denominator[0].measure
        'sessions'
    """
    where = f"metrics/{name}.toml"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise BadSetting(f"{where}: {name!r} is no metric's name; use a to z, digits and _.")
    if name in METRICS:
        raise BadSetting(f"{where}: {name} is a metric of the catalogue; choose another name.")
    if not isinstance(content, Mapping):
        raise BadSetting(f"{where}: expected a table with {', '.join(_KEYS)}.")
    _check_keys(where, content, _KEYS)
    texts = {key: _text(where, content, key) for key in _TEXTS}
    options = {key: content[key] for key in _OPTIONAL if key in content and key != "denominator"}
    _check_options(where, options)
    try:
        return Metric(
            numerator=_terms(where, content, "numerator"),
            denominator=_terms(where, content, "denominator"),
            **{"grain": "day", "source": "Defined by this workspace.", **texts, **options},
        )
    except BadSetting:
        raise
    except BadInput as error:
        raise BadSetting(f"{where}: {error}") from None


def _text(where: str, content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadSetting(f"{where}: {key} is {value!r}; expected a text.")
    choices = _CHOICES.get(key)
    if choices and value not in choices:
        raise BadSetting(f"{where}: {key} is {value!r}; expected one of {', '.join(choices)}.")
    return value.strip()


def _check_options(where: str, options: Mapping[str, Any]) -> None:
    kinds: Mapping[str, type] = {"scale": int, "version": int, "open_ended": bool}
    for key, value in options.items():
        expected = kinds.get(key, str)
        if type(value) is not expected or (
            isinstance(value, int) and expected is int and value < 1
        ):
            words = {int: "a whole number above 0", bool: "true or false", str: "a text"}
            raise BadSetting(f"{where}: {key} is {value!r}; expected {words[expected]}.")


def _terms(where: str, content: Mapping[str, Any], part: str) -> tuple[Term, ...]:
    listed = content.get(part, [])
    if not isinstance(listed, list | tuple) or (part == "numerator" and not listed):
        raise BadSetting(f"{where}: {part} is {listed!r}; expected a list of measures.")
    return tuple(_term(f"{where}: {part}", one) for one in listed)


def _term(where: str, given: object) -> Term:
    said = {"measure": given} if isinstance(given, str) else given
    if not isinstance(said, Mapping):
        raise BadSetting(f"{where} holds {given!r}; expected a measure's name or a table.")
    _check_keys(where, said, _TERM_KEYS)
    name = str(said.get("measure"))
    credit, minus = said.get("credit", "never"), said.get("minus", False)
    if name not in MEASURES:
        raise BadSetting(f"{where}: {_unknown('measure', name, MEASURES)}")
    if credit not in get_args(UseOfCredit):
        known = ", ".join(get_args(UseOfCredit))
        raise BadSetting(f"{where}: credit is {credit!r}; expected one of {known}.")
    if credit != "never" and MEASURES[name].credit_column is None:
        raise BadSetting(f"{where}: {name} is nothing that a rule shares out; leave credit away.")
    if not isinstance(minus, bool):
        raise BadSetting(f"{where}: minus is {minus!r}; expected true or false.")
    wanted = said.get("where", {})
    if not isinstance(wanted, Mapping):
        raise BadSetting(f'{where}: where is {wanted!r}; expected {{ country = "DE" }}.')
    carried = {*MEASURES[name].dimensions, *(CREDIT_DIMENSIONS if credit != "never" else ())}
    filters = tuple(
        (dimension, _values(where, name, carried, dimension, values))
        for dimension, values in sorted(wanted.items())
    )
    return Term(name, credit, -1 if minus else 1, where=filters)


def _values(
    where: str, measure: str, carried: set[str], dimension: str, values: object
) -> tuple[str, ...]:
    if dimension not in carried:
        raise BadSetting(
            f"{where}: {measure} does not carry {dimension}; it carries "
            f"{', '.join(sorted(carried))}."
        )
    many = [values] if isinstance(values, str) else values
    if not isinstance(many, list | tuple) or not all(isinstance(one, str) for one in many):
        raise BadSetting(f"{where}: {dimension} is {values!r}; expected a text or a list of them.")
    return tuple(many)


def _check_keys(where: str, content: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in content:
        if key not in known:
            raise BadSetting(f"{where}: {_unknown('key', str(key), known)}")


def _unknown(kind: str, name: str, known: Any) -> str:
    close = get_close_matches(name, list(known), n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"there is no {kind} {name!r}.{hint} Known: {', '.join(sorted(known))}."
