"""A step of a refresh: a function from tables to derived tables, one file each in `steps/`."""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pyarrow as pa

from northing.catalog import Catalog
from northing.engine import Dataset, Engine
from northing.plan import Plan
from northing.tables import DERIVED
from northing.workspace.identity import Identity
from northing.workspace.settings import Settings


@dataclass(frozen=True)
class Inputs:
    """What a step may look at.

    Attributes:
        engine: Runs SQL and folds.
        settings: The workspace's.
        identity: Hashes account names; never asked for contacts here.
        as_of: SQL-ready ISO date of the newest complete day.
        tables: The tables that the step reads, by name; one that was never loaded is empty.
        plan: The plan as it stands beside the settings; an empty one where there is none.
    """

    engine: Engine
    settings: Settings
    identity: Identity
    as_of: str
    tables: Mapping[str, Dataset]
    plan: Plan = field(default_factory=Plan)

    def query(self, sql: str, **more: Dataset) -> pa.Table:
        """Run SQL over the tables that the step reads, and over more that it hands in."""
        return self.engine.query(sql, **{**self.tables, **more})


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        title: What it does, in a few words.
        reads: Canonical or derived tables.
        writes: Derived tables, each with its contract in the catalogue.
        run: From inputs to a table for each name in `writes`.
        settings: Names of the settings on which the result depends.
        code: Packages and modules whose code the result depends on, beside the step's own module.
        plan: Whether the result depends on the plan.
    """

    title: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    run: Callable[[Inputs], Mapping[str, pa.Table]]
    settings: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    plan: bool = False


def as_derived(name: str, rows: pa.Table) -> dict[str, pa.Table]:
    """A derived table by its name, in the columns and types of its contract."""
    schema = DERIVED[name].schema
    return {name: rows.select(schema.names).cast(schema)}


STEPS: Catalog[Step] = Catalog("northing.workspace.steps", "step", Step)


def ordered(steps: Mapping[str, Step]) -> list[str]:
    """The steps' names, each after those that write what it reads.

    Examples:
        >>> from types import SimpleNamespace as S
        >>> a, b = S(reads=("y",), writes=("z",)), S(reads=("x",), writes=("y",))
        >>> ordered({"a": a, "b": b})
        ['b', 'a']
    """
    writers = {table: name for name, step in steps.items() for table in step.writes}
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"The steps {' → '.join((*above, name))} wait for one another.")
        if name in done:
            return
        for table in steps[name].reads:
            if table in writers and writers[table] != name:
                visit(writers[table], (*above, name))
        done.append(name)

    for name in steps:
        visit(name, ())
    return done


def code_digest(step: Step) -> str:
    """A digest of the source that a step's result depends on.

    A package counts with all its modules and with what other distributions add to its
    catalogues, so that a changed rule reaches the figures at the next refresh without anybody
    remembering to raise a version. Nothing is imported for it.
    """
    digest = hashlib.sha256(inspect.getsource(inspect.getmodule(step.run) or step.run).encode())
    for package in step.code:
        for path in _sources(package):
            digest.update(path.read_bytes())
        added = _added()
        for group in sorted(one for one in added.groups if one.startswith(f"{package}.")):
            for point in sorted(added.select(group=group), key=lambda one: one.name):
                version = point.dist.version if point.dist else ""
                digest.update(f"{group} {point.name} {point.value} {version}".encode())
    return digest.hexdigest()


@cache
def _added() -> Any:
    """What other distributions add to catalogues: a process keeps what it began with."""
    return entry_points()


def _sources(name: str) -> list[Path]:
    """The files of a package or module."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        return []
    folders = spec.submodule_search_locations
    if folders is None:
        return [Path(spec.origin)] if spec.origin else []
    return [path for folder in folders for path in sorted(Path(folder).rglob("*.py"))]


def fingerprint(
    step: Step, settings: Settings, as_of: str, content: Mapping[str, str], plan: str = ""
) -> str:
    """What a step's result was made from: code, parameters and the content of its inputs."""
    parts = [
        code_digest(step),
        as_of,
        *(f"{name}={getattr(settings, name)!r}" for name in step.settings),
        *(f"{name}:{content.get(name, 'empty')}" for name in step.reads),
        *((f"plan:{plan}",) if step.plan else ()),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
