"""Which canonical table a grid fills, and where each of its columns comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from northing.errors import BadFile, BadMapping
from northing.sources import headings as spelling
from northing.sources import refusals
from northing.sources.exports import EXPORTS
from northing.sources.mapping import ColumnRule, TableMapping
from northing.tables import CONTRACTS, Column, Contract

UTM_SOURCE = ("utm_source", "Session source", "sessionSource", "traffic_source.source")
UTM_MEDIUM = ("utm_medium", "Session medium", "sessionMedium", "traffic_source.medium")
MOST_LOADED = ("spend", "sessions", "touches", "conversions")
SOURCE_MEDIUM = ("source / medium", "Session source / medium", "utm_source_medium")


@dataclass(frozen=True)
class Origin:
    """Where one canonical column comes from.

    Attributes:
        column: The canonical column.
        rule: How it is read.
        headings: The file columns that it is read from; none for a constant.
        doubts: Sentences.
    """

    column: Column
    rule: ColumnRule
    headings: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """A table with the origin of each of its columns.

    Attributes:
        table, contract: What is filled.
        export: Key of the export, or "mapping".
        source: Which system the file is from.
        shape: The mapping of the table.
        origins: By canonical column.
        questions: What only a mapping can settle.
    """

    table: str
    contract: Contract
    export: str
    source: str | None
    shape: TableMapping
    origins: Mapping[str, Origin]
    questions: tuple[str, ...] = field(default=())

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns without an origin; the currency is settled later."""
        return tuple(
            column.name
            for column in self.contract.columns
            if column.required and column.name not in self.origins and column.type != "currency"
        )

    @property
    def used(self) -> frozenset[str]:
        return frozenset(name for origin in self.origins.values() for name in origin.headings)


def resolve_shape(
    shape: TableMapping, headings: Sequence[str], export: str, source: str | None
) -> Resolved:
    """Find the columns of one table mapping in a file.

    Raises:
        BadMapping: If a mapping names a column that the file does not have.
    """
    assert shape.table is not None  # noqa: S101 - callers settle the table first
    contract = CONTRACTS[shape.table]
    origins: dict[str, Origin] = {}
    questions: list[str] = []
    for name, rule in shape.columns.items():
        found = _by_rule(contract.by_name[name], rule, headings, export == "mapping")
        if found is not None:
            origins[name] = found
            questions += _repeated(found, headings, name)
    for name, constant in shape.answers.constants.items():
        if name in contract.by_name and name not in origins:
            origins[name] = Origin(contract.by_name[name], ColumnRule(constant=constant), ())
    if shape.match:
        _match_rest(contract, shape, headings, origins, questions)
    _add_known(contract, shape, source, origins)
    return Resolved(shape.table, contract, export, source, shape, origins, tuple(questions))


def _by_rule(
    column: Column, rule: ColumnRule, headings: Sequence[str], told: bool
) -> Origin | None:
    if rule.constant is not None:
        return Origin(column, rule, ())
    names = template_headings(rule.template) if rule.template is not None else rule.columns
    if rule.template is not None:
        found = tuple(_exactly(name, headings) for name in names)
        return Origin(column, rule, found)
    for name in names:
        if alike := spelling.find((name,), headings):
            return Origin(column, replace(rule, columns=(alike[0],)), (alike[0],))
    if told:
        listed = ", ".join(headings)
        raise BadMapping(
            f"The file has no column {' or '.join(map(repr, names))} for {column.name}. "
            f"It has: {listed}."
        )
    return None


def template_headings(template: str) -> tuple[str, ...]:
    """The headings that a template names."""
    return tuple(dict.fromkeys(re.findall(r"\{([^{}]+)\}", template)))


def _exactly(name: str, headings: Sequence[str]) -> str:
    found = spelling.find((name,), headings)
    if not found:
        raise BadMapping(f"The file has no column {name!r}. It has: {', '.join(headings)}.")
    return found[0]


def _repeated(origin: Origin, headings: Sequence[str], name: str) -> list[str]:
    """A heading that stands twice is a question."""
    if not origin.headings or origin.rule.template is not None:
        return []
    twins = [h for h in headings if re.sub(r" \(\d+\)$", "", h) == origin.headings[0]]
    if len(twins) < 2:
        return []
    listed = " or ".join(f'{name} = "{twin}"' for twin in twins)
    return [f"The heading {twins[0]!r} stands {len(twins)} times; say {listed} in a mapping."]


def _match_rest(
    contract: Contract,
    shape: TableMapping,
    headings: Sequence[str],
    origins: dict[str, Origin],
    questions: list[str],
) -> None:
    taken = {heading for origin in origins.values() for heading in origin.headings}
    matched = spelling.match_by_name(contract, headings, shape.answers.synonyms, taken)
    for name, found in matched.items():
        if name in origins:
            continue
        named = {spelling.plain(name), *map(spelling.plain, shape.answers.synonyms.get(name, ()))}
        own = [heading for heading in found if spelling.base(heading) in named]
        if len(own) == 1:
            found = (own[0],)
        if len(found) > 1:
            listed = " or ".join(f'{name} = "{heading}"' for heading in found)
            both = ", ".join(map(repr, found))
            questions.append(f"The columns {both} can all be {name}; say {listed} in a mapping.")
        rule = ColumnRule(columns=(found[0],))
        origins[name] = Origin(contract.by_name[name], rule, (found[0],))
    if "channel" in contract.by_name and "channel" not in origins:
        free = [h for h in headings if not any(h in o.headings for o in origins.values())]
        if utm := _utm(contract.by_name["channel"], free):
            origins["channel"] = utm


def _utm(channel: Column, headings: Sequence[str]) -> Origin | None:
    """A channel as "source / medium", which `channels` knows how to spell."""
    if whole := spelling.find(SOURCE_MEDIUM, headings):
        return Origin(channel, ColumnRule(columns=(whole[0],)), (whole[0],))
    source, medium = spelling.find(UTM_SOURCE, headings), spelling.find(UTM_MEDIUM, headings)
    if not source:
        return None
    parts = (source[0], medium[0]) if medium else (source[0],)
    template = " / ".join(f"{{{part}}}" for part in parts)
    return Origin(channel, ColumnRule(template=template, partial=True), parts)


def _add_known(
    contract: Contract, shape: TableMapping, source: str | None, origins: dict[str, Origin]
) -> None:
    """Fill `source` and `account` from what is known of the file."""
    for name, value in (("source", source), ("account", shape.answers.account)):
        if name in contract.by_name and name not in origins and value is not None:
            origins[name] = Origin(contract.by_name[name], ColumnRule(constant=value), ())


def resolve_grid(
    headings: Sequence[str], table: str | None, base: TableMapping, label: str
) -> Resolved:
    """Choose the export or the contract that a grid's headings fit.

    Args:
        headings: Of the grid.
        table: What the user says it is; None lets the headings decide.
        base: Answers, for whichever table it becomes.
        label: The file's name, whose stem may name the table.

    Raises:
        BadFile: If no table fits, naming the required columns that are lacking, or if several do.
    """
    fits = shapes_fitting(headings, table)
    _refuse_left(fits, headings, table, label)
    if fits:
        _, key, shape = max(fits, key=lambda fit: (fit[0], fit[1]))
        source = base.answers.source or EXPORTS[key].source
        answers = base.answers
        if answers.repeats is None:
            answers = replace(answers, repeats=shape.answers.repeats)
        merged = replace(shape, answers=answers)
        resolved = resolve_shape(merged, headings, key, source)
        if not resolved.missing or table is not None:
            return _complete(resolved, headings, label)
        rivals = _candidates(headings, base)
        better = [rival for rival in rivals[:1] if not rival.missing and _weight(rival) >= 3]
        return better[0] if better else _complete(resolved, headings, label)
    if table is not None:
        named = replace(base, table=table)
        resolved = resolve_shape(named, headings, "generic", base.answers.source)
        return _complete(resolved, headings, label)
    return _best(_candidates(headings, base), headings, label)


def shapes_fitting(
    headings: Sequence[str], table: str | None
) -> list[tuple[int, str, TableMapping]]:
    """The shapes of known exports that headings fit: how telling, the export's key, the shape."""
    return [
        (len(shape.signature), key, shape)
        for key, export in EXPORTS.items()
        if (shape := export.fitting(headings, table)) is not None
    ]


def _refuse_left(
    fits: list[tuple[int, str, TableMapping]],
    headings: Sequence[str],
    table: str | None,
    label: str,
) -> None:
    """Say of a file that is known but left what it is, and what to do."""
    if table is not None:
        return
    best = max(fits, key=lambda fit: (fit[0], fit[1]), default=None)
    if best is not None and best[2].left:
        raise BadFile(
            f"{label} is left: {best[2].left} To load it all the same, name its table: "
            f"northing load FILE --as {best[2].table}."
        )
    known = [
        (len(aside.signature), EXPORTS[key].title, aside)
        for key in EXPORTS
        if (aside := EXPORTS[key].aside(headings, label)) is not None
    ]
    if known and not (best and best[0] > max(known, key=lambda one: one[0])[0]):
        _, title, aside = max(known, key=lambda one: one[0])
        raise BadFile(f"{label} is left: {title}, {aside.what}. {aside.advice}")


def _candidates(headings: Sequence[str], base: TableMapping) -> list[Resolved]:
    found = [
        resolve_shape(replace(base, table=name), headings, "generic", base.answers.source)
        for name in CONTRACTS
    ]
    return sorted(found, key=lambda item: (-_weight(item), bool(item.missing)))


def _weight(resolved: Resolved) -> int:
    return len(resolved.used)


def _complete(resolved: Resolved, headings: Sequence[str], label: str) -> Resolved:
    if resolved.missing:
        about = f"{label} cannot be {resolved.table}: it {_lacks(resolved)}.{_found(resolved)}"
        raise BadFile(about + _advice(resolved, headings))
    return resolved


def _found(resolved: Resolved) -> str:
    """Where a known export is downloaded with all its columns."""
    if resolved.export in ("generic", "mapping"):
        return ""
    return f" Download it with them ({EXPORTS[resolved.export].place})."


def _lacks(resolved: Resolved) -> str:
    """The required columns; those of a known export as that export calls them, too."""
    parts = []
    for name in resolved.missing:
        rule = resolved.shape.columns.get(name)
        names = rule.columns if rule else ()
        parts.append(f"{name} (there {names[0]!r})" if names else name)
    return refusals.lacks(parts)


def _advice(resolved: Resolved, headings: Sequence[str]) -> str:
    unused = [heading for heading in headings if heading not in resolved.used]
    stub = refusals.stub(resolved.table, resolved.missing)
    return f"{refusals.not_understood(unused)}\n{stub}"


def _best(candidates: list[Resolved], headings: Sequence[str], label: str) -> Resolved:
    named = _table_named(label)
    for candidate in candidates:
        if candidate.table == named and not candidate.missing:
            return candidate
    most = _weight(candidates[0])
    whole = [c for c in candidates if not c.missing and _weight(c) >= max(2, most)]
    if len(whole) == 1 or (whole and _weight(whole[0]) > _weight(whole[1])):
        return whole[0]
    if whole:
        tables = " or ".join(c.table for c in whole if _weight(c) == _weight(whole[0]))
        raise BadFile(f"{label} can be {tables}; say which table it is.")
    lacking = [candidate for candidate in candidates if candidate.missing]
    near = next((c for c in lacking if c.table == named), min(lacking, key=_distance))
    about = f"{label} fits no table: it comes nearest to {near.table}, but {_lacks(near)}."
    raise BadFile(about + _advice(near, headings))


def nearest(headings: Sequence[str], base: TableMapping, label: str) -> Resolved:
    """The table that a grid comes nearest to, or is said to be, whatever it lacks."""
    if base.table is not None:
        return resolve_shape(base, headings, "generic", base.answers.source)
    candidates = _candidates(headings, base)
    named = _table_named(label)
    return next((c for c in candidates if c.table == named), min(candidates, key=_distance))


def _distance(candidate: Resolved) -> tuple[int, int, int]:
    """How far a file is from a table; one heading alone says nothing."""
    weight, table = _weight(candidate), candidate.table
    place = MOST_LOADED.index(table) if table in MOST_LOADED else len(MOST_LOADED)
    return (-weight, len(candidate.missing), place) if weight > 1 else (0, 0, place)


def _table_named(label: str) -> str | None:
    """The table that a file's name begins with, such as touches_2025.csv."""
    stem = re.split(r"[\\/]", label)[-1].split(".")[0].lower()
    stem = re.sub(r"[\W\d]+", "_", stem).strip("_")
    fits = [name for name in CONTRACTS if stem == name or stem.startswith(f"{name}_")]
    return max(fits, key=len, default=None)
