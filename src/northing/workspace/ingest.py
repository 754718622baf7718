"""Bring a canonical table up to date from raw batches, and quarantine what must wait.

A batch's rows are candidates. A candidate whose currency has no rate yet waits in quarantine and
is a candidate again at every refresh; a window that a later batch has replaced stays replaced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from northing.engine import Dataset, Engine, ParquetFiles, quote_name, quote_text
from northing.tables import CONTRACTS, DERIVED, Append, Contract, ReplaceWindow, Upsert
from northing.tables.names import resolve_campaign, resolve_channel
from northing.workspace.batches import REFUSED_SCHEMA, ROW_COLUMNS, Batch, Batches
from northing.workspace.rates import day_of, too_large

ROWS_A_SLICE = 2_000_000

SYSTEM_COLUMNS = pa.schema(
    [
        ("_batch", pa.string()),
        ("_row", pa.int64()),
        ("_line", pa.int64()),
        ("_loaded", pa.int64()),
    ]
)
"""Where a stored row came from: its batch, its row in it, its line in the file (which sheets and
members of one file share), when it was loaded."""

QUARANTINE = "quarantine"
QUARANTINE_SCHEMA = pa.schema(
    [("batch", pa.string()), *REFUSED_SCHEMA, ("row", pa.int64()), ("waits", pa.bool_())]
)
"""Refused rows; `waits` marks those, by their row in the batch, that every refresh tries again."""


LOADS = "loads"
LOADS_SCHEMA = pa.schema(
    [
        ("batch", pa.string()),
        ("file", pa.string()),
        ("table", pa.string()),
        ("rows", pa.int64()),
        ("refused", pa.int64()),
        ("duplicates", pa.int64()),
    ]
)
"""What each batch brought to each table."""


def stored_schema(contract: Contract) -> pa.Schema:
    """The columns of a canonical table as the lake keeps them.

    Beside the contract's columns and the system's, each channel and campaign keeps the spelling
    that the file gave, so that a corrected `channels` table corrects the past as well.
    """
    given = [pa.field(f"{name}_given", pa.string()) for name in _given(contract)]
    return pa.schema([*contract.schema, *given, *SYSTEM_COLUMNS])


def empty_table(name: str) -> pa.Table:
    """A table that was never made, with its columns."""
    if name in CONTRACTS:
        return stored_schema(CONTRACTS[name]).empty_table()
    if name == QUARANTINE:
        return QUARANTINE_SCHEMA.empty_table()
    if name == LOADS:
        return LOADS_SCHEMA.empty_table()
    return DERIVED[name].schema.empty_table()


def _spelt(contract: Contract) -> tuple[str, ...]:
    return contract.of_type("channel", "campaign")


def _given(contract: Contract) -> tuple[str, ...]:
    """Columns that are stored as files gave them too: names, and the source of a window."""
    source = ("source",) if isinstance(contract.load, ReplaceWindow) else ()
    return (*_spelt(contract), *source)


@dataclass(frozen=True)
class Spellings:
    """What channel and campaign spellings mean, folded."""

    channels: Mapping[str, str]
    campaigns: Mapping[str, str]

    @property
    def digest(self) -> str:
        content = repr((sorted(self.channels.items()), sorted(self.campaigns.items())))
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Ingest:
    """What is needed to bring one table up to date.

    Attributes:
        engine: Runs the SQL.
        batches: Where the raw batches are.
        spellings: What names mean.
        rates: One row a currency and day with a rate (see `rates.FILLED_RATES`).
        currency: The reporting currency.
        time_zone: The reporting calendar's.
        erased: Column `person_id`: people whose rows may not come back.
    """

    engine: Engine
    batches: Batches
    spellings: Spellings
    rates: pa.Table
    currency: str
    time_zone: str
    erased: pa.Table

    def candidates(
        self, name: str, new: Sequence[Batch], waiting: pa.Table, known: Mapping[str, Batch]
    ) -> list[Candidates]:
        """The rows of new batches, and the waiting rows of earlier ones.

        Args:
            name: The canonical table.
            new: Batches that the published snapshot does not hold.
            waiting: `batch`, `row` of the rows in quarantine that are tried again.
            known: Every batch by id.
        """
        found = [Candidates(self, name, batch, None) for batch in new if name in batch.tables]
        again: dict[str, list[int]] = {}
        for row in waiting.to_pylist():
            again.setdefault(row["batch"], []).append(row["row"])
        found += [
            Candidates(self, name, known[id_], pa.table({"row": pa.array(some, pa.int64())}))
            for id_, some in again.items()
            if id_ in known
        ]
        return sorted(found, key=lambda one: (one.batch.loaded, one.batch.id))


@dataclass(frozen=True)
class Candidates:
    """Rows of one batch that want to join one table."""

    ingest: Ingest
    name: str
    batch: Batch
    only: pa.Table | None

    @property
    def contract(self) -> Contract:
        return CONTRACTS[self.name]

    @property
    def rows(self) -> int:
        return self.only.num_rows if self.only is not None else self.batch.tables[self.name].rows

    def accepted(self, part: int = 0, parts: int = 1) -> pa.Table:
        """The rows that keep the contract, with names resolved, in the stored columns."""
        columns = ", ".join(quote_name(column) for column in stored_schema(self.contract).names)
        table = self._query(f"SELECT {columns} FROM checked WHERE _reason IS NULL", part, parts)
        return table.cast(stored_schema(self.contract))

    def waiting(self) -> pa.Table:
        """The rows that must wait, with their reasons."""
        if not self.contract.money_on:
            return QUARANTINE_SCHEMA.empty_table()
        table = self._query(
            "SELECT _batch AS batch, "
            f'{quote_text(self.name)} AS "table", _line AS line, \'currency\' AS "column", '
            '_reason AS reason, _cells AS cells, _row AS "row", TRUE AS waits '
            "FROM checked WHERE _reason IS NOT NULL ORDER BY _row"
        )
        return table.cast(QUARANTINE_SCHEMA)

    def _query(self, tail: str, part: int = 0, parts: int = 1) -> pa.Table:
        contract = self.contract
        tables: dict[str, Dataset] = {"batch_rows": self._files()}
        conditions = []
        if self.only is not None:
            tables["wanted"] = self.only
            conditions.append('_row IN (SELECT "row" FROM wanted)')
        people = self.contract.of_type("person")
        if people and self.ingest.erased.num_rows:
            # A load that began before an erasure may have ended after it.
            tables["erased"] = self.ingest.erased
            conditions += [
                f"({quote_name(column)} IS NULL OR {quote_name(column)} NOT IN "
                "(SELECT person_id FROM erased))"
                for column in people
            ]
        if parts > 1:
            key = contract.of_type("person")[0]
            conditions.append(f"abs(coalesce({quote_name(key)}, 0) % {parts}) = {part}")
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        spelt, joins, names = self._names(where, tables)
        if "source" in _given(contract):
            # A file that names no source replaces only its own channels.
            spelt["source"] = "coalesce(c.source, names_of_channel.name)"
        resolved = [f"{expression} AS {quote_name(name)}" for name, expression in spelt.items()]
        given = [f"c.{quote_name(name)} AS {quote_name(f'{name}_given')}" for name in spelt]
        plain = [
            f"c.{quote_name(column)}" for column in contract.schema.names if column not in spelt
        ]
        reason, day, rate_join = self._reason(tables)
        sql = f"""
            WITH c AS (SELECT * FROM batch_rows {where}),
            checked AS (
                SELECT {", ".join([*plain, *resolved, *given])},
                       {quote_text(self.batch.id)} AS _batch, c._row, c._line,
                       CAST({self.batch.loaded} AS BIGINT) AS _loaded,
                       {reason} AS _reason, {day} AS _cells
                FROM c {joins} {rate_join}
            )
            {tail}"""
        return self.ingest.engine.query(sql, **tables, **names)

    def _files(self) -> ParquetFiles:
        path = self.ingest.batches.path(self.batch, self.name)
        schema = pa.schema([*self.contract.schema, *ROW_COLUMNS])
        # A batch whose rows were all refused has no file of them.
        return ParquetFiles((str(path),) if path.exists() else (), schema)

    def _names(
        self, where: str, tables: Mapping[str, Dataset]
    ) -> tuple[dict[str, str], str, dict[str, Dataset]]:
        """SQL that resolves each distinct spelling once, through a small joined table."""
        spelt: dict[str, str] = {}
        joins: list[str] = []
        names: dict[str, Dataset] = {}
        for column in _spelt(self.contract):
            quoted = quote_name(column)
            distinct = self.ingest.engine.query(
                f"SELECT DISTINCT {quoted} AS given FROM batch_rows {where} ORDER BY given",
                **tables,
            )
            table = f"names_of_{column}"
            is_channel = self.contract.by_name[column].type == "channel"
            names[table] = resolve_names(distinct, self.ingest.spellings, is_channel=is_channel)
            joins.append(f"LEFT JOIN {table} ON {table}.given = c.{quoted}")
            spelt[column] = f"{table}.name"
        return spelt, " ".join(joins), names

    def _reason(self, tables: dict[str, Dataset]) -> tuple[str, str, str]:
        """SQL for why a row must wait, for the day in question, and the join that they need."""
        money = self.contract.of_type("money")
        if not self.contract.money_on or not money:
            return "CAST(NULL AS VARCHAR)", "CAST(NULL AS VARCHAR)", ""
        tables["rates"] = self.ingest.rates
        day = day_of(self.contract, "c", self.ingest.time_zone)
        stands = " OR ".join(f"c.{quote_name(column)} IS NOT NULL" for column in money)
        large = " OR ".join(too_large(f"c.{quote_name(one)}", "rates.rate") for one in money)
        reporting = quote_text(self.ingest.currency)
        reason = f"""CASE
            WHEN NOT ({stands}) THEN NULL
            WHEN c.currency IS NULL THEN 'An amount stands here without a currency.'
            WHEN c.currency <> {reporting} AND ({large}) THEN
                'The amount in ' || {reporting} || ' would be 10^14 or more.'
            WHEN c.currency <> {reporting} AND rates.rate IS NULL THEN
                'No exchange rate from ' || c.currency || ' to ' || {reporting} ||
                ' on its day or the seven days before it; load `fx`.'
            END"""
        cells = f"'{{\"day\": \"' || strftime({day}, '%Y-%m-%d') || '\"}}'"
        return (
            reason,
            cells,
            f"LEFT JOIN rates ON rates.currency = c.currency AND rates.date = {day}",
        )


def resolve_names(distinct: pa.Table, spellings: Spellings, *, is_channel: bool) -> pa.Table:
    """Each spelling and the name that it means.

    Args:
        distinct: Column `given`, text; nulls are left out.
        spellings: What names mean.
        is_channel: Whether the spellings are channels; else they are campaigns.
    """
    given = [text for text in distinct["given"].to_pylist() if text is not None]
    if is_channel:
        names = [resolve_channel(text, spellings.channels) for text in given]
    else:
        names = [resolve_campaign(text, spellings.campaigns) for text in given]
    return pa.table({"given": pa.array(given, pa.string()), "name": pa.array(names, pa.string())})


def respell(engine: Engine, contract: Contract, rows: Dataset, spellings: Spellings) -> pa.Table:
    """The stored rows with every channel and campaign resolved anew from what files gave."""
    columns: list[str] = []
    joins: list[str] = []
    names: dict[str, Dataset] = {}
    for column in stored_schema(contract).names:
        if column == "source" and column in _given(contract):
            columns.append("coalesce(r.source_given, names_of_channel.name) AS source")
            continue
        if column not in _spelt(contract):
            columns.append(f"r.{quote_name(column)}")
            continue
        given = quote_name(f"{column}_given")
        distinct = engine.query(f"SELECT DISTINCT {given} AS given FROM stored", stored=rows)
        table = f"names_of_{column}"
        is_channel = contract.by_name[column].type == "channel"
        names[table] = resolve_names(distinct, spellings, is_channel=is_channel)
        joins.append(f"LEFT JOIN {table} ON {table}.given = r.{given}")
        columns.append(f"{table}.name AS {quote_name(column)}")
    sql = f"SELECT {', '.join(columns)} FROM stored r {' '.join(joins)}"
    return engine.query(sql, stored=rows, **names).cast(stored_schema(contract))


def new_rows(engine: Engine, contract: Contract, stored: Dataset, rows: pa.Table) -> pa.Table:
    """Of an append's rows, those whose key is not there yet, each key once."""
    assert isinstance(contract.load, Append)  # noqa: S101 - the caller has matched the mode
    key = [quote_name(column) for column in contract.load.key]
    same = " AND ".join(f"s.{column} IS NOT DISTINCT FROM n.{column}" for column in key)
    at = quote_name(contract.at or contract.load.key[0])
    # Few rows share person and instant with another; only they are compared in every column,
    # because hashing seven columns of texts is most of the work otherwise.
    numbers = [quote_name(name) for name in contract.of_type("person", "instant")]
    shared = " AND ".join(f"r.{name} IS NOT DISTINCT FROM a.{name}" for name in numbers)
    sql = f"""
        WITH repeated AS (
            SELECT {", ".join(numbers)} FROM arrived GROUP BY ALL HAVING count(*) > 1
        ),
        span AS (SELECT min({at}) AS first, max({at}) AS last FROM arrived),
        n AS (
            SELECT a.* FROM arrived a
            WHERE NOT EXISTS (SELECT 1 FROM repeated r WHERE {shared})
            UNION ALL
            SELECT a.* FROM arrived a
            WHERE EXISTS (SELECT 1 FROM repeated r WHERE {shared})
            QUALIFY row_number() OVER (PARTITION BY {", ".join(key)} ORDER BY _row) = 1
        )
        SELECT n.* FROM n
        WHERE NOT EXISTS (
            SELECT 1 FROM stored s
            WHERE s.{at} >= (SELECT first FROM span) AND s.{at} <= (SELECT last FROM span)
              AND {same}
        )"""
    return engine.query(sql, stored=stored, arrived=rows).cast(stored_schema(contract))


def upserted(
    engine: Engine, contract: Contract, stored: Dataset, pieces: Iterable[pa.Table]
) -> pa.Table:
    """All rows after an upsert: the newest load of each key, first values kept where declared."""
    assert isinstance(contract.load, Upsert)  # noqa: S101 - the caller has matched the mode
    key = ", ".join(quote_name(column) for column in contract.load.key)
    oldest = f"PARTITION BY {key} ORDER BY _loaded, _row"
    columns = []
    for column in stored_schema(contract).names:
        quoted = quote_name(column)
        base = column.removesuffix("_given")
        if base in contract.load.first_kept:
            frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
            quoted = f"first_value({quoted} IGNORE NULLS) OVER ({oldest} {frame}) AS {quoted}"
        columns.append(quoted)
    sql = f"""
        SELECT {", ".join(columns)}
        FROM (SELECT * FROM stored UNION ALL BY NAME SELECT * FROM arrived)
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _loaded DESC, _row DESC) = 1
        ORDER BY {key}"""
    return _joined(engine, contract, sql, stored, pieces)


def replaced(
    engine: Engine,
    contract: Contract,
    stored: Dataset,
    pieces: Iterable[pa.Table],
    windows: pa.Table,
) -> pa.Table:
    """All rows after windows were replaced: a row goes if a later load covers its day."""
    assert isinstance(contract.load, ReplaceWindow)  # noqa: S101 - the caller has matched the mode
    scope = " AND ".join(
        f"w.{quote_name(column)} IS NOT DISTINCT FROM r.{quote_name(column)}"
        for column in contract.load.scope
    )
    on = quote_name(contract.load.on)
    columns = ", ".join(quote_name(column) for column in stored_schema(contract).names)
    sql = f"""
        SELECT {columns}
        FROM (SELECT * FROM stored UNION ALL BY NAME SELECT * FROM arrived) r
        WHERE NOT EXISTS (
            SELECT 1 FROM windows w
            WHERE w._loaded > r._loaded AND {scope}
              AND r.{on} BETWEEN w.first AND w.last
        )
        ORDER BY {on}, _loaded, _row"""
    return _joined(engine, contract, sql, stored, pieces, windows=windows)


def _joined(
    engine: Engine,
    contract: Contract,
    sql: str,
    stored: Dataset,
    pieces: Iterable[pa.Table],
    **tables: Dataset,
) -> pa.Table:
    schema = stored_schema(contract)
    arrived = pa.concat_tables([schema.empty_table(), *pieces])
    return engine.query(sql, stored=stored, arrived=arrived, **tables).cast(schema)


def windows_of(name: str, batches: Iterable[Batch], spellings: Spellings) -> pa.Table:
    """Every window that a batch replaces in one table, with the load that it came in.

    Where a file named no source, its channel stands for it, as it is spelt in `channels`.
    """
    load = CONTRACTS[name].load
    scope = load.scope if isinstance(load, ReplaceWindow) else ()
    schema = pa.schema(
        [
            *((column, pa.string()) for column in scope),
            ("first", pa.date32()),
            ("last", pa.date32()),
            ("_loaded", pa.int64()),
        ]
    )
    rows = [
        {
            **window.scope,
            "source": window.scope["source"]
            or resolve_channel(window.scope["channel"] or "", spellings.channels),
            "first": window.first,
            "last": window.last,
            "_loaded": batch.loaded,
        }
        for batch in batches
        if name in batch.tables
        for window in batch.tables[name].windows
    ]
    return pa.Table.from_pylist(rows, schema=schema)
