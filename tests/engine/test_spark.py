"""A real cluster on loopback, a master and two workers, answers as the engine in process does."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from northing.attribution import RULES, attribute
from northing.engine import DuckDBEngine, ParquetFiles, open_engine
from northing.engine.spark import SparkEngine
from northing.errors import BadInput, Conflict, NorthingError, Unknown

pytestmark = pytest.mark.needs("java")

UP_WITHIN_SECONDS = 90
BRIEF_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # a short life is not worth optimising for


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A master and two workers of one core each, ended by the process groups it started."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.folder = folder
        self.home = Path(pyspark.__file__).parent
        self.url = f"spark://127.0.0.1:{free_port()}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        host, port = self.url.removeprefix("spark://").split(":")
        self._run("master.Master", "-h", host, "-p", port, "--webui-port", "0")
        self._await("master.Master", "Starting Spark master")
        for name in ("a", "b"):
            work = str(self.folder / name)
            self._run(
                "worker.Worker", "-c", "1", "-m", "1g", "-h", host, "-d", work,
                "--webui-port", "0", self.url, log=f"worker-{name}",
            )  # fmt: skip
        for name in ("a", "b"):
            self._await(f"worker-{name}", "Successfully registered with master")

    def stop(self) -> None:
        for process in reversed(self.processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)

    def _run(self, program: str, *options: str, log: str = "") -> None:
        with (self.folder / f"{log or program}.log").open("wb") as output:
            self.processes.append(
                subprocess.Popen(
                    [
                        self.home / "bin" / "spark-class",
                        f"org.apache.spark.deploy.{program}",
                        *options,
                    ],
                    env={
                        **os.environ,
                        "SPARK_HOME": str(self.home),
                        "SPARK_LOCAL_IP": "127.0.0.1",
                        "SPARK_DAEMON_MEMORY": "256m",
                        "SPARK_DAEMON_JAVA_OPTS": BRIEF_JVM,
                    },
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def _await(self, log: str, line: str) -> None:
        path = self.folder / f"{log}.log"
        until = time.monotonic() + UP_WITHIN_SECONDS
        while line not in path.read_text(errors="replace"):
            if time.monotonic() > until or any(p.poll() is not None for p in self.processes):
                pytest.fail(f"Spark did not come up:\n{path.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # no worker can import a test
    cluster = Cluster(tmp_path_factory.mktemp("spark"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        try:
            cluster.start()
            engine = SparkEngine(
                cluster.url,
                partitions=8,
                settings={
                    "spark.cores.max": "2",
                    "spark.executor.cores": "1",
                    "spark.executor.memory": "512m",
                    "spark.executor.extraJavaOptions": BRIEF_JVM,
                    "spark.driver.extraJavaOptions": BRIEF_JVM,
                    "spark.sql.shuffle.partitions": "2",
                    # Planning anew after every stage and compiling every plan pay on large
                    # tables; on these they are most of the time.
                    "spark.sql.adaptive.enabled": "false",
                    "spark.sql.codegen.wholeStage": "false",
                    # Both workers must be there before the first job, or one does it all.
                    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
                    "spark.scheduler.maxRegisteredResourcesWaitingTime": "60s",
                },
            )
            yield engine
            engine.close()
        finally:
            cluster.stop()


@pytest.fixture(scope="module")
def duckdb() -> DuckDBEngine:
    return DuckDBEngine(threads=2)


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    """Spend, touches and conversions small enough to send over a wire, with nulls and ties."""
    rng = np.random.default_rng(11)
    days = [dt.date(2024, 2, 26) + dt.timedelta(int(day)) for day in rng.integers(0, 200, 400)]
    channels = np.array(["search", "social", "email", "it's", "größe", None], dtype=object)
    start = int(dt.datetime(2024, 3, 30, tzinfo=dt.UTC).timestamp() * 1e6)
    return {
        "spend": pa.table(
            {
                "date": pa.array(days, pa.date32()),
                "channel": pa.array(rng.choice(channels, 400)).dictionary_encode(),
                "amount": pa.array(
                    [Decimal(int(cents)) / 100 for cents in rng.integers(0, 10**6, 400)],
                    pa.decimal128(18, 4),
                ),
                "clicks": pa.array(rng.integers(0, 50, 400), pa.int64()),
            }
        ),
        "touches": pa.table(
            {
                "person_id": pa.array(rng.integers(-(2**62), 2**62, 40)[rng.integers(0, 40, 600)]),
                "at": pa.array(
                    start + rng.integers(0, 3 * 86_400_000_000, 600), pa.timestamp("us", "UTC")
                ),
                "channel": pa.array(rng.choice(channels, 600)),
                "weight": pa.array(rng.random(600)),
            }
        ),
        "people": pa.table({"person_id": pa.array([1, 2, None], pa.int64()), "kept": [True] * 3}),
    }


def plain(value: Any) -> Any:
    """A value without the type that one engine gives it and the other does not."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return pytest.approx(float(value), rel=1e-9, abs=1e-12)
    return value


def family(kind: pa.DataType) -> str:
    """The type, without the precision and the zone's spelling, in which the engines differ."""
    if pa.types.is_decimal(kind):
        return "int64" if kind.scale == 0 else "decimal"  # DuckDB adds whole numbers as decimals
    return "instant" if pa.types.is_timestamp(kind) else str(kind)


def rows(table: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


def assert_equal(ours: pa.Table, theirs: pa.Table) -> None:
    assert ours.schema.names == theirs.schema.names
    assert [family(kind) for kind in ours.schema.types] == list(map(family, theirs.schema.types))
    assert len(ours) == len(theirs)
    for left, right in zip(rows(ours), rows(theirs), strict=True):
        assert tuple(map(_comparable, left)) == tuple(map(plain, right))


def _comparable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return plain(value)
    return value


QUERIES = {
    "sums by group": """
        SELECT channel, count(*) AS n, sum(amount) AS amount, sum(clicks) AS clicks,
            min(amount) AS least, max("date") AS latest, count(DISTINCT "date") AS days
        FROM spend GROUP BY channel ORDER BY channel""",
    "nulls last both ways": "SELECT DISTINCT channel FROM spend ORDER BY channel DESC",
    "money stays exact": """
        SELECT CAST(sum(amount) AS DECIMAL(18, 4)) AS amount, avg(amount) AS mean,
            sum(amount) / NULLIF(sum(clicks), 0) AS cpc FROM spend""",
    "a filtered sum and a choice": """
        SELECT sum(clicks) FILTER (WHERE amount > 5000) AS dear,
            sum(CASE WHEN channel = 'it''s' THEN 1 ELSE 0 END) AS quoted,
            coalesce(sum(amount) FILTER (WHERE channel = 'none'), 0) AS absent FROM spend""",
    "days, weeks, months": """
        SELECT CAST(date_trunc('month', "date") AS DATE) AS month,
            CAST(date_trunc('week', "date") AS DATE) AS week, year("date") AS y,
            quarter("date") AS q, strftime("date", '%Y-%m-%d') AS written, count(*) AS n
        FROM spend GROUP BY ALL ORDER BY month, week, y, q, written""",
    "dates counted and moved": """
        SELECT "date", date_diff('day', DATE '2024-02-28', "date") AS age,
            CAST("date" + INTERVAL 30 DAY AS DATE) AS later
        FROM spend GROUP BY "date" ORDER BY "date" """,
    "microseconds and local days over a change of clocks": """
        SELECT epoch_us("at") AS us,
            CAST("at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS berlin,
            CAST(timezone('America/Sao_Paulo', "at") AS DATE) AS sao_paulo,
            CAST("at" AS DATE) AS utc
        FROM touches ORDER BY us""",
    "windows": """
        SELECT person_id, epoch_us("at") AS t,
            row_number() OVER (PARTITION BY person_id ORDER BY "at") AS n,
            lag(channel) OVER (PARTITION BY person_id ORDER BY "at") AS before,
            sum(weight) OVER (PARTITION BY person_id ORDER BY "at"
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
        FROM touches ORDER BY person_id, t""",
    "the first of each by qualify": """
        SELECT * FROM (SELECT DISTINCT person_id, channel, "at" FROM touches)
        QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY "at") = 1 ORDER BY person_id""",
    "joins that keep and leave": """
        WITH last AS (SELECT channel, max("at") AS "at" FROM touches GROUP BY channel)
        SELECT s.channel, count(*) AS n, max(epoch_us(last."at")) AS t
        FROM spend AS s LEFT JOIN last ON s.channel IS NOT DISTINCT FROM last.channel
        WHERE s.channel NOT IN (SELECT channel FROM touches WHERE channel = 'email')
        GROUP BY s.channel ORDER BY s.channel""",
    "a null matches nothing": """
        SELECT count(*) AS n FROM touches
        WHERE person_id IN (SELECT person_id FROM people WHERE kept)""",
    "unions": """
        SELECT 'spend' AS what, count(*) AS n FROM spend UNION ALL
        SELECT 'touches', count(*) FROM touches ORDER BY what""",
    "unions by name": """
        SELECT * FROM (SELECT channel, clicks FROM spend) UNION ALL BY NAME
        SELECT * FROM people ORDER BY ALL""",
    "the largest by another": """
        SELECT channel, arg_max("date", amount) AS dearest FROM spend
        WHERE channel IS NOT NULL GROUP BY channel ORDER BY channel""",
    "numbers": """
        SELECT clicks, clicks // 7 AS whole, clicks % 7 AS rest, clicks & 3 AS bits,
            clicks << 2 AS moved, round(clicks / 7, 2) AS rounded, exp(-clicks / 9.0) AS decayed,
            greatest(clicks, 9) AS more, abs(3 - clicks) AS away, sqrt(clicks) AS root
        FROM spend GROUP BY clicks ORDER BY clicks""",
    "text": """
        SELECT channel, channel || '/' || channel AS twice,
            lower(channel) AS small, regexp_replace(channel, '[^a-z]+', '', 'g') AS bare,
            length(channel) AS letters, trim('  x ') AS trimmed, replace(channel, 'e', 'é') AS e,
            channel LIKE 's%' AS s, concat('<', channel, '>') AS wrapped,
            split_part('a > b', ' > ', 2) AS second
        FROM (SELECT DISTINCT channel || ' ÄB9' AS channel FROM spend) AS t ORDER BY channel""",
    "one row for each value of a list": """
        SELECT CAST(unnest(generate_series(DATE '2024-02-27', DATE '2024-03-02',
            INTERVAL 1 DAY)) AS DATE) AS day ORDER BY day""",
    "grouping sets": """
        SELECT channel, count(*) AS n FROM touches
        GROUP BY GROUPING SETS ((channel), ()) ORDER BY channel, n""",
    "medians": "SELECT median(weight) AS middle, stddev(weight) AS spread FROM touches",
    "paths": """
        SELECT string_agg(channel, ' > ' ORDER BY epoch_us("at")) AS path FROM touches
        WHERE channel IS NOT NULL GROUP BY person_id ORDER BY path""",
    "nothing": "SELECT channel, amount FROM spend WHERE clicks < 0",
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_answers_as_in_process(
    name: str, spark: SparkEngine, duckdb: DuckDBEngine, tables: dict[str, pa.Table]
) -> None:
    assert_equal(spark.query(QUERIES[name], **tables), duckdb.query(QUERIES[name], **tables))


def test_files_with_values_in_their_paths_are_read(
    spark: SparkEngine, duckdb: DuckDBEngine, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    written = tables["touches"].append_column(
        "country", pa.array((["DE", "ü/1%", "a b"] * 200)[:600])
    )
    write_deltalake(tmp_path / "touches", written, partition_by=["country"])
    uris = tuple(sorted(DeltaTable(tmp_path / "touches").file_uris()))
    files = ParquetFiles(uris, written.schema, partitions=("country",))
    asked = "SELECT country, channel, sum(weight) AS w FROM t GROUP BY ALL ORDER BY ALL"

    answered = spark.query(asked, t=files)

    assert_equal(answered, duckdb.query(asked, t=files))
    assert set(answered.column("country").to_pylist()) == {"DE", "ü/1%", "a b"}


def test_a_folder_above_the_files_is_no_column(
    spark: SparkEngine, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    path = tmp_path / "channel=zzz" / "spend.parquet"
    path.parent.mkdir()
    pq.write_table(tables["spend"], path)
    files = ParquetFiles((str(path),), tables["spend"].schema)

    counted = spark.query("SELECT count(*) AS n FROM t WHERE channel = 'zzz'", t=files)

    assert counted.to_pylist() == [{"n": 0}]


def test_a_column_that_a_file_lacks_is_null(
    spark: SparkEngine, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    write_deltalake(tmp_path / "spend", tables["spend"].drop_columns(["channel"]))
    uris = tuple(DeltaTable(tmp_path / "spend").file_uris())
    files = ParquetFiles(uris, tables["spend"].schema)

    counted = spark.query("SELECT count(channel) AS n, count(*) AS all_ FROM t", t=files)

    assert counted.to_pylist() == [{"n": 0, "all_": 400}]


def test_no_files_are_an_empty_table(spark: SparkEngine, tables: dict[str, pa.Table]) -> None:
    none = ParquetFiles((), tables["spend"].schema)

    assert spark.query("SELECT * FROM t", t=none).num_rows == 0
    assert spark.query("SELECT * FROM t", t=none).schema.names == none.schema.names


def test_a_table_in_several_pieces_arrives_whole(
    spark: SparkEngine, tables: dict[str, pa.Table]
) -> None:
    touches = tables["touches"]
    pieces = pa.concat_tables([touches.slice(5, 3), touches.slice(0, 0), touches.slice(9, 2)])

    assert spark.query("SELECT count(*) AS n FROM t", t=pieces).to_pylist() == [{"n": 5}]


class PeopleAndWeights:
    """Counts people, touches and weights by channel; people only add if each comes whole."""

    keys = ("channel",)
    schema = pa.schema(
        [("channel", pa.string()), ("people", pa.int64()), ("n", pa.int64()), ("w", pa.float64())]
    )

    def start(self) -> list[pa.RecordBatch]:
        return []

    def condense(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return batch

    def absorb(self, state: list[pa.RecordBatch], batch: pa.RecordBatch) -> None:
        state.append(batch)

    def finish(self, state: list[pa.RecordBatch]) -> pa.Table:
        if not state:
            return self.schema.empty_table()
        grouped = pa.Table.from_batches(state).group_by("channel")
        counted = grouped.aggregate(
            [("person_id", "count_distinct"), ("weight", "count"), ("weight", "sum")]
        )
        return counted.rename_columns(self.schema.names).cast(self.schema)


class WhereItRan(PeopleAndWeights):
    """Says which executor's process each partition was folded in."""

    keys = ("process",)

    def finish(self, state: list[pa.RecordBatch]) -> pa.Table:
        ran = [str(os.getppid())] if state else []
        pieces = pa.array([len(state)] * len(ran), pa.int64())
        return pa.table({"process": pa.array(ran, pa.string()), "pieces": pieces})


class Faulty(PeopleAndWeights):
    def finish(self, state: list[pa.RecordBatch]) -> pa.Table:
        if state:
            raise ZeroDivisionError("a fault in a kernel")
        return super().finish(state)


PEOPLE = "SELECT person_id, channel, weight FROM touches"


def test_a_fold_gives_the_same_statistics(
    spark: SparkEngine, duckdb: DuckDBEngine, tables: dict[str, pa.Table]
) -> None:
    folded = spark.fold(PEOPLE, "person_id", PeopleAndWeights(), touches=tables["touches"])

    in_process = duckdb.fold(PEOPLE, "person_id", PeopleAndWeights(), touches=tables["touches"])
    assert_equal(folded, in_process)
    assert folded.schema == in_process.schema


def test_a_fold_is_the_same_in_every_run(spark: SparkEngine, tables: dict[str, pa.Table]) -> None:
    one = spark.fold(PEOPLE, "person_id", PeopleAndWeights(), touches=tables["touches"])

    other = spark.fold(PEOPLE, "person_id", PeopleAndWeights(), touches=tables["touches"])
    assert_equal(one, other)


def test_a_fold_is_shared_by_both_workers(spark: SparkEngine, tables: dict[str, pa.Table]) -> None:
    ran = spark.fold(PEOPLE, "person_id", WhereItRan(), touches=tables["touches"])

    assert len(ran) == 2


def test_a_fold_of_nothing_is_empty(spark: SparkEngine, tables: dict[str, pa.Table]) -> None:
    none = ParquetFiles((), tables["touches"].schema)

    folded = spark.fold(PEOPLE, "person_id", PeopleAndWeights(), touches=none)

    assert folded.num_rows == 0
    assert folded.schema == PeopleAndWeights.schema


@pytest.mark.parametrize(
    ("sql", "by", "said"),
    [
        ("SELECT nullif(person_id, person_id) AS p FROM touches", "p", "nulls; expected none"),
        ("SELECT weight FROM touches", "weight", "is double; expected"),
        ("SELECT weight FROM touches", "person_id", "not there; expected"),
    ],
)
def test_a_key_that_is_no_whole_number_is_refused(
    sql: str, by: str, said: str, spark: SparkEngine, tables: dict[str, pa.Table]
) -> None:
    with pytest.raises(BadInput, match=said):
        spark.fold(sql, by, PeopleAndWeights(), touches=tables["touches"])


def test_a_fault_in_a_kernel_is_not_taken_for_bad_input(
    spark: SparkEngine, tables: dict[str, pa.Table]
) -> None:
    with pytest.raises(Exception, match="a fault in a kernel") as raised:
        spark.fold(PEOPLE, "person_id", Faulty(), touches=tables["touches"])

    assert not isinstance(raised.value, BadInput)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nope FROM spend", "nope"),
        ("SELECT * FROM elsewhere", "elsewhere"),
        ("SELECT 1 // (clicks - clicks) AS x FROM spend", "(?i)division by zero"),
        ("SELECT CAST(channel AS INTEGER) AS x FROM spend", "cannot be cast"),
    ],
)
def test_a_query_that_does_not_fit_is_refused_in_words(
    sql: str, said: str, spark: SparkEngine, tables: dict[str, pa.Table]
) -> None:
    with pytest.raises(BadInput, match=said):
        spark.query(sql, spend=tables["spend"])


def test_a_function_of_one_engine_never_reaches_the_cluster(spark: SparkEngine) -> None:
    with pytest.raises(Unknown, match="hash"):
        spark.query("SELECT hash(1) AS h")


def test_one_query_does_not_see_the_tables_of_another(
    spark: SparkEngine, tables: dict[str, pa.Table]
) -> None:
    spark.query("SELECT 1 AS one", secret=tables["spend"])

    with pytest.raises(BadInput):
        spark.query("SELECT * FROM secret")


def test_a_second_cluster_in_one_process_is_refused(spark: SparkEngine) -> None:
    with pytest.raises(Conflict, match="close the other engine first"):
        open_engine("local[1]")


@pytest.fixture(scope="module")
def log() -> tuple[pa.Table, pa.Table]:
    """Touches and conversions of people with text ids; some people and instants coincide."""
    rng = np.random.default_rng(5)
    start = int(dt.datetime(2025, 1, 1, tzinfo=dt.UTC).timestamp() * 1e6)

    def events(count: int) -> dict[str, pa.Array]:
        hours = rng.integers(0, 24 * 120, count) * 3_600_000_000
        people = [f"person {number}" for number in rng.integers(0, 150, count)]
        return {
            "person_id": pa.array(people),
            "at": pa.array(start + hours, pa.timestamp("us", "UTC")),
        }

    channels = np.array(["direct", "search", "social", "e-mail", "größe"])
    touches = pa.table(
        {
            **events(3000),
            "channel": pa.array(rng.choice(channels, 3000)),
            "campaign": pa.array(rng.choice(np.array(["a", "b", None], dtype=object), 3000)),
        }
    )
    conversions = pa.table(
        {
            **events(400),
            "value": pa.array(rng.integers(1, 500, 400).astype(np.float64)),
            "declared_channel": pa.array(rng.choice(channels, 400)),
        }
    )
    return touches, conversions


@pytest.mark.parametrize("rule", [rule for rule in RULES if "milestones" not in RULES[rule].needs])
def test_credit_is_the_same_as_in_process(
    rule: str, spark: SparkEngine, duckdb: DuckDBEngine, log: tuple[pa.Table, pa.Table]
) -> None:
    options: dict[str, Any] = {"rule": rule, "by": ("channel", "campaign"), "lookback_days": 30}

    credited = attribute(*log, **options, engine=spark)

    in_process = attribute(*log, **options, engine=duckdb)
    assert_equal(credited.table(), in_process.table())
    assert credited.total.conversions == pytest.approx(400, rel=1e-9)


FILES = {
    "touches": """person_id,at,channel,campaign,country,device,kind
ada@example.com,2026-01-05 10:00:00,paid_search,summer,DE,mobile,visit
ada@example.com,2026-02-01 10:00:00,email,news,DE,desktop,click
bob@example.com,2026-02-02 10:00:00,email,news,SE,desktop,click
eve@example.com,2026-03-02 23:30:00,direct,,SE,mobile,visit
cookie-1,2026-01-20 08:00:00,paid_social,spring,DE,mobile,click
""",
    "identity_links": """from_id,to_id,to_kind,at
cookie-1,bob@example.com,person,2026-02-02 09:00:00
bob@example.com,acct-1,account,2026-02-02 09:30:00
""",
    "conversions": """conversion_id,person_id,at,kind,value,currency,country,declared_channel
l1,ada@example.com,2026-02-03 09:00:00,lead,,EUR,DE,email
m1,ada@example.com,2026-02-10 09:00:00,mql,,EUR,DE,
""",
    "deals": """deal_id,at,stage,amount,currency,segment,account_id
d1,2026-02-12 09:00:00,opportunity,5000,EUR,mid,acct-1
d1,2026-03-12 09:00:00,won,4500,EUR,mid,acct-1
d2,2026-02-20 09:00:00,opportunity,700,SEK,small,acct-2
""",
    "orders": """order_id,person_id,at,revenue,margin,currency,country
o1,eve@example.com,2026-03-03 00:10:00,120.5,60,EUR,SE
o2,ada@example.com,2026-03-09 11:00:00,80,,SEK,DE
o2-r,ada@example.com,2026-03-15 11:00:00,-20,,SEK,DE
""",
    "spend": """date,channel,campaign,amount,currency,clicks,impressions
2026-01-05,paid_search,summer,300,EUR,30,3000
2026-02-05,paid_social,spring,1000,SEK,20,9000
2026-03-20,paid_search,summer,10.25,EUR,0,100
""",
    "costs": """month,category,department,amount,currency
2026-02,people,marketing,2000,EUR
2026-03,agency,marketing,500,EUR
""",
    "fx": """date,currency,rate
2026-02-04,SEK,0.09
2026-02-20,SEK,0.088
2026-03-08,SEK,0.091
2026-03-14,SEK,0.0905
""",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Every query that a refresh and the metrics of a small company send to the engine."""
    from northing.workspace.workspace import Workspace

    folder = tmp_path_factory.mktemp("company")
    seen: dict[str, dict[str, Any]] = {}
    query = DuckDBEngine.query

    def recorded(self: DuckDBEngine, sql: str, **tables: Any) -> pa.Table:
        seen.setdefault(sql, tables)
        return query(self, sql, **tables)

    workspace = Workspace.init(folder / "acme", time_zone="Europe/Berlin")
    for name, text in FILES.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        workspace.load(name, path)
    # A file is loaded on this machine whatever the engine; from the refresh on, all is asked.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DuckDBEngine, "query", recorded)
        patch.setattr(DuckDBEngine, "own_functions", frozenset())  # as on any other engine
        workspace.refresh()
        for metric in ("revenue", "cac", "cpl", "win_rate_cohort", "new_pipeline"):
            workspace.metric(metric, period="2026-Q1")
        workspace.metric("roas", by=("channel", "month"), period="2026-Q1", rule="markov")
        workspace.attribute(kind="order", rule="linear", by="campaign")
    return seen


@pytest.mark.timeout(1_500)  # hundreds of queries, each planned anew by a cluster
def test_every_query_of_a_refresh_and_of_the_metrics_answers_as_in_process(
    asked: dict[str, dict[str, Any]], spark: SparkEngine, duckdb: DuckDBEngine
) -> None:
    assert len(asked) > 20
    differing = []
    for sql, tables in asked.items():
        try:
            ours, theirs = spark.query(sql, **tables), duckdb.query(sql, **tables)
            assert_equal(_ordered(ours), _ordered(theirs))
        except (AssertionError, NorthingError) as difference:
            differing.append(f"{sql}\n{difference}")

    assert not differing, "\n\n".join(differing)


def _ordered(table: pa.Table) -> pa.Table:
    """The rows in one order: a query without ORDER BY promises none."""
    if not table.num_rows or not table.num_columns:
        return table
    keys = [str([_key(value) for value in row]) for row in rows(table)]
    return table.take(sorted(range(len(keys)), key=keys.__getitem__))


def _key(value: Any) -> Any:
    value = _comparable(value)
    return round(float(value), 6) if isinstance(value, int | float) else value
