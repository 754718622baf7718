"""What a derived table promises: the columns a refresh writes for metrics and reports to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa

from northing.errors import BadInput
from northing.tables.contract import ARROW_TYPES, Column

PLAN = "plan"
"""Stands among the tables that something is made from: the plan, which no file holds."""


@dataclass(frozen=True)
class Derived:
    """What one derived table promises. Money is in the reporting currency, dates are local.

    Attributes:
        title: The table's grain in words.
        columns: The fixed ones, in the order in which they are stored.
        made_from: The canonical tables behind it, or `PLAN`: what to load when it is missing.
        per_rule: Columns that stand once for each attribution rule, as `<name>_<rule>`.
        person_level: Whether its rows speak of single people (erasure, retention).
    """

    title: str
    columns: tuple[Column, ...]
    made_from: tuple[str, ...]
    per_rule: tuple[Column, ...] = ()
    person_level: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns + self.per_rule]
        if len(set(names)) != len(names):
            raise BadInput(f"The derived table {self.title!r} names a column twice.")

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the fixed columns."""
        return _schema(self.columns)

    def schema_for(self, rules: Iterable[str]) -> pa.Schema:
        """The Arrow schema with the columns of these rules, in the order given.

        Examples:
            >>> from northing.tables import DERIVED
            >>> DERIVED["credit_daily"].schema_for(["first", "last"]).names[-4:]
            ['conversions_first', 'value_first', 'conversions_last', 'value_last']
        """
        wide = [
            replace(column, name=f"{column.name}_{rule}")
            for rule in rules
            for column in self.per_rule
        ]
        return _schema((*self.columns, *wide))


def _schema(columns: Iterable[Column]) -> pa.Schema:
    return pa.schema([pa.field(column.name, ARROW_TYPES[column.type]) for column in columns])
