"""What may be said to both engines, and that nothing else is let through."""

from __future__ import annotations

import pytest

from northing.engine.dialect import known_functions, to_spark
from northing.errors import BadInput, Unknown


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("SELECT epoch_us(at_) FROM t", "UNIX_MICROS(CAST(at_ AS TIMESTAMP_LTZ))"),
        ("SELECT a / b FROM t", "CAST(a AS DOUBLE) / b"),
        ("SELECT avg(a) FROM t", "AVG(CAST(a AS DOUBLE))"),
        (
            "SELECT avg(a / epoch_us(b)) FROM t",
            "a AS DOUBLE) / UNIX_MICROS(CAST(b AS TIMESTAMP_LTZ",
        ),
        ("SELECT a FROM t ORDER BY a", "ORDER BY a NULLS LAST"),
        ("SELECT unnest([1, 2]) AS n", "EXPLODE(ARRAY(1, 2))"),
        ("SELECT CAST(unnest([1]) AS DATE) AS d", "EXPLODE(CAST(ARRAY(1) AS ARRAY<DATE>))"),
        ("SELECT sum(a) FILTER (WHERE b > 1) FROM t", "FILTER(WHERE b > 1)"),
        ("SELECT any_value(a) FROM t", "MAX(a)"),
        ("SELECT arg_max(a, b) FROM t", "MAX_BY(a, b)"),
        ("SELECT a.b FROM t AS a SEMI JOIN u USING (c)", "SEMI JOIN u USING (c)"),
        ("SELECT date_part('year', d) FROM t", "EXTRACT(year FROM d)"),
        (r"SELECT 'a\b' AS c", r"'a\\b'"),
        ("SELECT regexp_replace(a, '[^a-z0-9]+', '', 'g')", "REGEXP_REPLACE(a, '[^a-z0-9]+', '')"),
        ('SELECT "a`b" FROM t', "`a``b`"),
    ],
)
def test_a_shared_construct_is_said_in_sparks_words(written: str, said: str) -> None:
    assert said in to_spark(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("\"at\" AT TIME ZONE 'Europe/Berlin'", "FROM_UTC_TIMESTAMP"),
        ("timezone('Europe/Berlin', \"at\")", "FROM_UTC_TIMESTAMP"),
        ("CAST(d AS TIMESTAMP) AT TIME ZONE 'Europe/Berlin'", "TO_UTC_TIMESTAMP"),
        ("(\"at\" AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Berlin'", "TO_UTC_TIMESTAMP"),
    ],
)
def test_a_time_zone_works_in_the_direction_that_was_meant(written: str, said: str) -> None:
    assert to_spark(f"SELECT {written} FROM t").upper().startswith(f"SELECT {said}(")


@pytest.mark.parametrize(
    "call",
    [
        "hash(a)", "random()", "epoch_ms(a)", "epoch(a)", "list(a ORDER BY b)", "first(a)",
        "regexp_matches(a, 'x')", "approx_count_distinct(a)", "uuid()",
        "list_position(a, b)", "mode(a)", "read_parquet(a)", "upper(a)", "getenv('HOME')",
    ],
)  # fmt: skip
def test_a_function_that_is_not_shared_is_refused_by_name(call: str) -> None:
    with pytest.raises(Unknown, match="There is no function of both engines") as refused:
        to_spark(f"SELECT {call} FROM t")

    assert "epoch_us" in refused.value.known


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; SELECT 2",
        "DELETE FROM t",
        "CREATE TABLE u AS SELECT 1",
        "COPY t TO 'x.csv'",
        "INSTALL httpfs",
        "SELECT FROM WHERE",
        "",
        "SELECT * FROM a ASOF JOIN b ON a.k = b.k AND a.t >= b.t",
        "SELECT * FROM range(3) AS r(i)",
        "SELECT DISTINCT ON (a) a, b FROM t",
        "SELECT * FROM t UNION ALL BY NAME SELECT 1 AS a",
        "SELECT t.* FROM t UNION ALL BY NAME SELECT 1 AS a",
        "SELECT * FROM t JOIN u USING (a) UNION ALL BY NAME SELECT 1 AS a",
        "SELECT * FROM (PIVOT t ON a USING sum(b))",
        "SELECT * FROM t USING SAMPLE 10",
        "SELECT list_transform([1], x -> x + 1)",
        "SELECT * FROM t WHERE a SIMILAR TO 'x'",
        "SELECT * FROM t WHERE a ILIKE 'x%'",
        "SELECT regexp_replace(a, '[^a-z]+', '') FROM t",
        "SELECT regexp_replace(a, b, '', 'g') FROM t",
        r"SELECT regexp_replace(a, '\d', '', 'g') FROM t",
        r"SELECT regexp_replace(a, '[a]', '\1', 'g') FROM t",
    ],
)
def test_what_only_one_engine_says_is_refused(sql: str) -> None:
    with pytest.raises((BadInput, Unknown)):
        to_spark(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT extract(isodow FROM d) FROM t",
        "SELECT date_part('epoch', d) FROM t",
        "SELECT date_trunc('decade', d) FROM t",
        "SELECT strftime(d, '%G-W%V') FROM t",
    ],
)
def test_a_part_of_a_date_that_is_not_shared_is_refused(sql: str) -> None:
    with pytest.raises(Unknown):
        to_spark(sql)


def test_the_known_functions_can_be_listed_in_a_message() -> None:
    assert {"sum", "count", "coalesce", "epoch_us"} <= set(known_functions())
