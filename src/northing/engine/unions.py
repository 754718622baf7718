"""UNION BY NAME, which Spark lacks, as a union by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from northing.errors import BadInput


def unite_by_position(union: exp.SetOperation, columns: Mapping[str, Sequence[str]]) -> None:
    """Give both sides the same columns in the same order; one that a side lacks is null.

    Args:
        union: Changed in place.
        columns: Names of each table's columns, to know what a `*` stands for.

    Raises:
        BadInput: If a side's columns cannot be told from the text.

    Examples:
        >>> import sqlglot
        >>> union = sqlglot.parse_one("SELECT 1 AS a, 2 AS b UNION ALL BY NAME SELECT * FROM t")
        >>> unite_by_position(union, {"t": ["b", "c"]})
        >>> print(union.sql())  # doctest: +NORMALIZE_WHITESPACE
        SELECT "a", "b", NULL AS "c" FROM (SELECT 1 AS a, 2 AS b) AS side UNION ALL
        SELECT NULL AS "a", "b", "c" FROM (SELECT * FROM t) AS side
    """
    left, right = union.this, union.expression
    ours, theirs = _names(left, columns), _names(right, columns)
    every = [*ours, *(name for name in theirs if name not in ours)]
    union.set("this", _with(left, ours, every))
    union.set("expression", _with(right, theirs, every))
    union.set("by_name", None)


def _with(side: exp.Expr, names: Sequence[str], every: Sequence[str]) -> exp.Expr:
    picked = [
        exp.column(name, quoted=True)
        if name in names
        else exp.alias_(exp.null(), name, quoted=True)
        for name in every
    ]
    return exp.select(*picked).from_(
        exp.Subquery(this=side.copy(), alias=exp.to_identifier("side"))
    )


def _names(query: exp.Expr, columns: Mapping[str, Sequence[str]]) -> list[str]:
    query = query.unnest()
    if isinstance(query, exp.SetOperation):
        return _names(query.this, columns)
    if not isinstance(query, exp.Select):
        raise _unknown(query)
    names: list[str] = []
    for projection in query.expressions:
        if isinstance(projection, exp.Star) and not any(projection.args.values()):
            names += _of_source(query, columns)
        elif projection.is_star or not projection.alias_or_name:
            raise _unknown(query)
        else:
            names.append(projection.alias_or_name)
    return names


def _of_source(query: exp.Select, columns: Mapping[str, Sequence[str]]) -> Sequence[str]:
    source = query.args.get("from_") or query.args.get("from")
    if source is None or query.args.get("joins"):
        raise _unknown(query)
    if isinstance(source.this, exp.Table) and source.this.name in columns:
        return columns[source.this.name]
    if isinstance(source.this, exp.Subquery):
        return _names(source.this, columns)
    raise _unknown(query)


def _unknown(query: exp.Expr) -> BadInput:
    return BadInput(
        f"UNION BY NAME needs to know the columns of {query.sql('duckdb')[:80]!r}; name them."
    )
