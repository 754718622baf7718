"""One SQL text, two engines: DuckDB's dialect, said in Spark's.

Only what is known to mean the same on both is let through; anything else is refused by name,
because a text that runs on both and answers differently is worse than one that does not run.
What a writer of such a text keeps in mind, since no translation can see a column's type:

- a divisor that may be 0 is written `NULLIF(x, 0)` (DuckDB gives infinity, Spark fails);
- a fraction becomes a whole number by `round` first (a bare cast rounds on DuckDB, cuts on Spark);
- `any_value` stands only where all values of a group are the same, or null;
- `lower` is for words whose letters are known: the engines differ on İ and on a final Σ;
- days between dates are `date_diff('day', a, b)`, not `b - a`;
- a date plus an interval stands in `CAST(… AS DATE)`;
- `AT TIME ZONE` takes an instant to local time; the way back starts from `CAST(… AS TIMESTAMP)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import sqlglot
from sqlglot import exp, transforms
from sqlglot.dialects.spark import Spark
from sqlglot.errors import SqlglotError
from sqlglot.generators.spark import SparkGenerator

from northing.engine.unions import unite_by_position
from northing.errors import BadInput, Unknown

SHARED_FUNCTIONS: frozenset[type[exp.Expr]] = frozenset(
    {
        # comparing and choosing
        exp.And, exp.Or, exp.Xor, exp.Case, exp.If, exp.Coalesce, exp.Nullif,
        exp.Greatest, exp.Least, exp.Cast, exp.TryCast, exp.Exists,
        # adding up
        exp.Sum, exp.Count, exp.CountIf, exp.Min, exp.Max, exp.Avg, exp.ArgMax, exp.ArgMin,
        exp.LogicalAnd, exp.LogicalOr, exp.Median, exp.Stddev, exp.StddevPop, exp.StddevSamp,
        exp.Variance, exp.VariancePop, exp.GroupConcat, exp.AnyValue,
        # over a window
        exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue,
        exp.Ntile,
        # numbers
        exp.Abs, exp.Ceil, exp.Floor, exp.Round, exp.Exp, exp.Ln, exp.Sqrt, exp.Pow, exp.Sign,
        exp.IsNan,
        # text
        exp.Lower, exp.Trim, exp.Length, exp.Concat, exp.Replace, exp.Substring,
        exp.StartsWith, exp.Contains, exp.SplitPart, exp.RegexpReplace,
        # time
        exp.DateDiff, exp.DateTrunc, exp.TimestampTrunc, exp.TimeToStr, exp.LastDay, exp.Year,
        exp.Quarter, exp.Month, exp.Day, exp.Week, exp.WeekOfYear, exp.DateFromParts, exp.Extract,
        # lists made on the spot, to have one row for each of their values
        exp.Array, exp.GenerateSeries, exp.Explode, exp.Unnest,
    }
)  # fmt: skip
"""Functions, as sqlglot names them, that give one answer on both engines."""

SHARED_PARTS = frozenset({"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"})
"""Parts that `extract` and units that `date_trunc` take in common."""

STRFTIME_MARKS = frozenset("YmdHMS")
"""What may follow a `%` in strftime; Spark writes no ISO weeks."""


class _Spark4Generator(SparkGenerator):
    """Spark knows QUALIFY since version 4, so nothing needs to be put around it."""

    TRANSFORMS = {  # noqa: RUF012 -- as sqlglot has it
        **SparkGenerator.TRANSFORMS,
        exp.Select: transforms.preprocess([transforms.unnest_to_explode]),
    }


class _Spark4(Spark):
    Generator = _Spark4Generator


def to_spark(sql: str, columns: Mapping[str, Sequence[str]] | None = None) -> str:
    """Translate one query from DuckDB's dialect to Spark's.

    Args:
        sql: One SELECT, with or without common table expressions.
        columns: Names of each table's columns, for `UNION BY NAME` over a `*`.

    Raises:
        BadInput: If it is not exactly one query, or uses a construct that only one engine has.
        Unknown: If it calls a function outside `SHARED_FUNCTIONS`.

    Examples:
        >>> to_spark('SELECT epoch_us("at") AS t FROM touches ORDER BY t')
        'SELECT UNIX_MICROS(CAST(`at` AS TIMESTAMP_LTZ)) AS t FROM touches ORDER BY t NULLS LAST'
        >>> to_spark("SELECT hash(x) FROM touches")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        northing.errors.Unknown: There is no function of both engines 'hash'...
    """
    query = _parse(sql)
    nodes = list(query.walk())
    for node in nodes:
        _refuse_unshared(node)
    for node in reversed(nodes):  # what stands inside is said before what it stands in
        said = _translate(node)
        if isinstance(said, exp.SetOperation) and said.args.get("by_name"):
            unite_by_position(said, columns or {})
        elif said is not node:
            node.replace(said)
    return str(query.sql(dialect=_Spark4))


def _parse(sql: str) -> exp.Expr:
    try:
        statements = sqlglot.parse(sql, read="duckdb")
    except SqlglotError as error:
        raise BadInput(f"The query cannot be read as DuckDB's SQL: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise BadInput(f"Expected one SELECT, received {sql.strip()[:80]!r}.")
    return statements[0]


def _refuse_unshared(node: exp.Expr) -> None:
    if isinstance(node, exp.Anonymous | exp.Func):
        _refuse_function(node)
    for kind, wording in _ONE_ENGINE_ONLY.items():
        if isinstance(node, kind):
            raise BadInput(f"{wording} is said differently by the two engines; write it without.")
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        raise BadInput("DISTINCT ON is DuckDB's alone; use QUALIFY row_number() OVER (…) = 1.")
    if isinstance(node, exp.Join) and str(node.args.get("method") or "").upper() == "ASOF":
        raise BadInput("ASOF JOIN is DuckDB's alone; use a window or a join with a range.")
    if isinstance(node, exp.RegexpReplace):
        _refuse_pattern(node)
    _refuse_part(node)


def _refuse_pattern(node: exp.RegexpReplace) -> None:
    """Only patterns that mean the same in RE2 and in Java, and only every match at once."""
    pattern, by = node.expression, node.args.get("replacement")
    plain = isinstance(pattern, exp.Literal) and re.fullmatch(r"[\w \[\]^+*/.>-]+", pattern.name)
    if not plain or "\\" in str(by) or "$" in str(by) or node.text("modifiers") != "g":
        raise BadInput(
            "regexp_replace is said alike only with a pattern of letters, digits and simple "
            f"classes, and the option 'g'; received {node.sql('duckdb')}."
        )


def _refuse_function(node: exp.Expr) -> None:
    if isinstance(node, exp.Anonymous):
        if node.name.lower() not in _BY_NAME:
            raise Unknown("function of both engines", node.name.lower(), known_functions())
    elif type(node) not in SHARED_FUNCTIONS:
        raise Unknown("function of both engines", _name(type(node)), known_functions())
    if isinstance(node, exp.GenerateSeries) and not isinstance(node.parent, exp.Explode):
        raise BadInput(
            "A series as a table is said differently by the two engines; "
            "write SELECT unnest(generate_series(…))."
        )


def _refuse_part(node: exp.Expr) -> None:
    part = None
    if isinstance(node, exp.Extract):
        part = node.name
    elif isinstance(node, exp.TimestampTrunc | exp.DateTrunc | exp.DateDiff):
        part = node.text("unit")
    if part and part.upper() not in SHARED_PARTS:
        raise Unknown("part of a date of both engines", part.lower(), map(str.lower, SHARED_PARTS))
    if isinstance(node, exp.TimeToStr):
        marks = {mark[:1] for mark in node.text("format").split("%")[1:]}
        if not marks or not marks <= STRFTIME_MARKS:
            raise Unknown(
                "strftime mark of both engines", "".join(sorted(marks)), sorted(STRFTIME_MARKS)
            )


def known_functions() -> tuple[str, ...]:
    """Return the names of the functions that both engines share, as messages list them.

    Examples:
        >>> "epoch_us" in known_functions(), "hash" in known_functions()
        (True, False)
    """
    return tuple(sorted({_name(function) for function in SHARED_FUNCTIONS} | set(_BY_NAME)))


def _name(function: type[exp.Expr]) -> str:
    if issubclass(function, exp.Func) and function.is_var_len_args is not None:
        return str(function.sql_name()).lower()
    return function.__name__.lower()


def _translate(node: exp.Expr) -> exp.Expr:
    if type(node) in _WIDER or (isinstance(node, exp.Window) and type(node.this) in _WIDER_WINDOWS):
        return exp.cast(node.copy(), "bigint")
    if isinstance(node, exp.Anonymous):
        return _BY_NAME[node.name.lower()](node.expressions)
    if isinstance(node, exp.AtTimeZone):
        return _at_time_zone(node.this, node.args["zone"])
    if isinstance(node, exp.AnyValue):  # of values that are all the same, or null
        return exp.Max(this=node.this.copy())
    if isinstance(node, exp.IgnoreNulls) and isinstance(node.this, exp.Max):
        return node.this.copy()
    if isinstance(node, exp.Sum | exp.Min | exp.Max) and isinstance(node.this, exp.Order):
        return type(node)(this=node.this.this.copy())  # Spark adds in an order of its own
    if isinstance(node, exp.Avg):  # of decimals: a double on DuckDB, a short decimal on Spark
        return exp.Avg(this=_double(node.this))
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Explode):  # Spark: never inside
        values = exp.DataType(this=exp.DataType.Type.ARRAY, expressions=[node.to], nested=True)
        return exp.Explode(this=exp.cast(node.this.this, values))
    if isinstance(node, exp.Div) and not _is_double(node.this):
        return exp.Div(this=_double(node.this), expression=node.expression)
    return node


def _double(value: exp.Expr) -> exp.Expr:
    return value if _is_double(value) else exp.cast(value.copy(), "double")


def _is_double(value: exp.Expr) -> bool:
    return isinstance(value, exp.Cast) and value.to.this == exp.DataType.Type.DOUBLE


def _instant(value: exp.Expr) -> exp.Expr:
    return exp.cast(value.copy(), exp.DataType.Type.TIMESTAMPLTZ)


def _at_time_zone(value: exp.Expr, zone: exp.Expr) -> exp.Expr:
    inner = value.unnest()
    if isinstance(inner, exp.Cast):
        local = inner.to.this in (exp.DataType.Type.TIMESTAMP, exp.DataType.Type.TIMESTAMPNTZ)
    else:
        local = isinstance(inner, exp.Anonymous) and inner.name == "from_utc_timestamp"
    name = "to_utc_timestamp" if local else "from_utc_timestamp"
    return exp.Anonymous(this=name, expressions=[_instant(value), zone.copy()])


# Whole numbers that DuckDB makes of 64 bits and Spark of 32.
_WIDER = (
    exp.Length, exp.Year, exp.Quarter, exp.Month, exp.Day, exp.Week, exp.WeekOfYear, exp.Extract,
)  # fmt: skip
_WIDER_WINDOWS = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile)

_BY_NAME: Mapping[str, Callable[[list[exp.Expr]], exp.Expr]] = {
    "epoch_us": lambda given: exp.Anonymous(this="unix_micros", expressions=[_instant(given[0])]),
    "timezone": lambda given: _at_time_zone(given[1], given[0]),
    "date_part": lambda given: exp.cast(
        exp.Extract(this=exp.var(_part(given[0])), expression=given[1].copy()), "bigint"
    ),
}


def _part(value: exp.Expr) -> str:
    if value.name.upper() not in SHARED_PARTS:
        raise Unknown(
            "part of a date of both engines", value.name.lower(), map(str.lower, SHARED_PARTS)
        )
    return value.name


_ONE_ENGINE_ONLY: Mapping[type[exp.Expr], str] = {
    exp.Pivot: "PIVOT",
    exp.SimilarTo: "SIMILAR TO",
    exp.ILike: "ILIKE",
    exp.TableSample: "A sample",
    exp.Lambda: "A lambda",
}
