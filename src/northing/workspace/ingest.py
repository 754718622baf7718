"""Bring a canonical table up to date from raw batches, and quarantine what must wait.

A batch's rows are candidates. A candidate whose currency has no rate yet waits in quarantine and
is a candidate again at every refresh; a window that a later batch has replaced stays replaced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from northing.engine import Dataset, Engine, ParquetFiles, quote_name, quote_text
from northing.tables import CONTRACTS, Contract
from northing.tables.names import (
    channel_spellings,
    fold_name,
    resolve_campaign,
    resolve_channel,
)
from northing.workspace.batches import ROW_COLUMNS, Batch, Batches
from northing.workspace.rates import FILLED_RATES, day_of, too_large
from northing.workspace.settings import Settings
from northing.workspace.stored import (
    QUARANTINE_SCHEMA,
    given_columns,
    spelt_columns,
    stored_schema,
)

ROWS_A_SLICE = 2_000_000


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
        if "source" in given_columns(contract):
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
        for column in spelt_columns(self.contract):
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


def ingest_of(
    engine: Engine,
    batches: Batches,
    settings: Settings,
    erased: Iterable[int],
    dataset: Callable[[str], Dataset],
) -> Ingest:
    """What an ingest needs, from the channels, campaigns and rates that `dataset` gives."""
    channels = engine.query(
        "SELECT channel, synonyms FROM channels ORDER BY channel", channels=dataset("channels")
    )
    campaigns = engine.query(
        "SELECT campaign FROM campaigns ORDER BY _loaded DESC, campaign",
        campaigns=dataset("campaigns"),
    )
    spellings = Spellings(
        channel_spellings(channels.to_pylist()),
        {fold_name(name): name for name in campaigns["campaign"].to_pylist()},
    )
    rates = engine.query(FILLED_RATES, fx=dataset("fx"))
    return Ingest(
        engine,
        batches,
        spellings,
        rates,
        settings.currency,
        settings.time_zone,
        pa.table({"person_id": pa.array(sorted(erased), pa.int64())}),
    )
