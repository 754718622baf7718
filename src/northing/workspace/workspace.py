"""A workspace: one folder with its settings, its key, its lake, and what can be asked of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from northing.engine import Dataset, Engine, ParquetFiles, open_engine
from northing.errors import BadInput, Conflict, Missing
from northing.lake import Lake, Snapshot, Snapshots
from northing.tables import CONTRACTS
from northing.workspace.batches import Batch, Batches, file_digest
from northing.workspace.identity import Identity, create_identity
from northing.workspace.loading import Load, Progress, load_readings, quietly
from northing.workspace.settings import FILE_NAME, read_settings, settings_text

if TYPE_CHECKING:
    from northing.calendar import Period
    from northing.metrics import Benchmarks, Metric, MetricTable
    from northing.plan import Plan
    from northing.sources import Limits, Reading
    from northing.sources import Mapping as SourceMapping
    from northing.workspace.alignment import WorkspaceAlignment
    from northing.workspace.analyses.compare import RuleComparison
    from northing.workspace.analyses.concentration import Concentration
    from northing.workspace.analyses.influence import Influence
    from northing.workspace.analyses.leads import LeadQuality
    from northing.workspace.analyses.waste import Waste
    from northing.workspace.erase import Erasure
    from northing.workspace.folders import FolderLoad
    from northing.workspace.health import Agreement, Health
    from northing.workspace.measuring import CreditTable
    from northing.workspace.paths import DealJourney, Journeys
    from northing.workspace.refresh import Refresh


class Workspace:
    """A workspace folder.

    Args:
        folder: The folder that holds `northing.toml`.

    Raises:
        Missing: If there is no workspace in it.
        BadSetting: If its settings are wrong.

    Examples:
        >>> import tempfile
        >>> ws = Workspace.init(Path(tempfile.mkdtemp()) / "acme", currency="EUR")
        >>> ws.settings.currency
        'EUR'
    """

    folds_intervals: ClassVar[bool] = True
    """Whether a metric's interval may take a fold of the log; where many wait, it may not."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).expanduser().resolve()
        if not (self.folder / FILE_NAME).is_file():
            raise Missing(
                f"{self.folder} is not a workspace: it has no {FILE_NAME}. "
                "Make one with `northing init DIR`, or name another with -w."
            )
        self.settings = read_settings(self.folder / FILE_NAME)
        self.lake = Lake.at(self.settings.lake, self.folder)
        self.batches = Batches(self.lake.root)
        self.snapshots = Snapshots(self.lake.root)

    @classmethod
    def init(
        cls,
        folder: str | Path,
        *,
        name: str | None = None,
        currency: str = "EUR",
        time_zone: str = "UTC",
        fiscal_year_start: int = 1,
        journeys: str = "person",
    ) -> Workspace:
        """Make a workspace in a new or empty folder.

        Raises:
            Conflict: If the folder already holds one.
            BadSetting: If a setting is wrong.
        """
        path = Path(folder).expanduser().resolve()
        if (path / FILE_NAME).exists():
            raise Conflict(f"{path} already is a workspace; nothing was changed.")
        text = settings_text(
            name or path.name,
            currency=currency,
            time_zone=time_zone,
            fiscal_year_start=fiscal_year_start,
            journeys=journeys,
        )
        path.mkdir(parents=True, exist_ok=True)
        create_identity(path)
        # The settings come last: a folder without them is not a workspace yet.
        (path / FILE_NAME).write_text(text, encoding="utf-8")
        return cls(path)

    @cached_property
    def identity(self) -> Identity:
        """The key and mapping of people."""
        return Identity(self.folder)

    @cached_property
    def engine(self) -> Engine:
        """Where tables are worked on, as the setting `engine` says."""
        return open_engine(self.settings.engine)

    @cached_property
    def _here(self) -> Engine:
        """Where files being loaded are worked on: on this machine, where they lie."""
        return self.engine if self.settings.engine.startswith("duckdb:") else open_engine()

    # -- in ---------------------------------------------------------------------------------------

    def read(
        self,
        file: str | Path,
        *,
        table: str | None = None,
        mapping: SourceMapping | str | Path | Mapping[str, Any] | None = None,
        allow_sql: bool = False,
        beside: Sequence[Path] = (),
        limits: Limits | None = None,
    ) -> list[Reading]:
        """Say how a file would be read, without loading it: what `--dry-run` shows.

        Raises:
            BadFile: If it cannot be read as any canonical table.
            AmbiguousFile: If it can be read in more than one way, with the questions.
            BadMapping: If the mapping is wrong or does not fit.
        """
        from northing.sources import COMMAND_LINE, ReadDefaults, read_file

        accounts = self.settings.accounts
        defaults = ReadDefaults(
            time_zone=self.settings.time_zone,
            currencies={name: one.currency for name, one in accounts.items() if one.currency},
            time_zones={name: one.time_zone for name, one in accounts.items() if one.time_zone},
        )
        return read_file(
            Path(file),
            table=table,
            mapping=_mapping(mapping),
            defaults=defaults,
            allow_sql=allow_sql,
            beside=beside,
            limits=limits or COMMAND_LINE,
        )

    def load(
        self,
        table: str | None,
        file: str | Path,
        *,
        mapping: SourceMapping | str | Path | Mapping[str, Any] | None = None,
        allow_sql: bool = False,
        dry_run: bool = False,
        readings: Sequence[Reading] | None = None,
        beside: Sequence[Path] = (),
        progress: Progress = quietly,
    ) -> Load:
        """Load a file as a raw batch. The tables change at the next refresh.

        Args:
            table: The canonical table that it holds; None lets the file decide.
            file: CSV, XLSX, JSON, NDJSON, Parquet, plain or in gz or zip.
            mapping: A mapping file, or its content, where the file cannot speak for itself.
            allow_sql: Whether the mapping may hold SQL (only from whom you trust).
            dry_run: Say what the load would do, and do nothing.
            readings: What `read` gave for the same file and mapping, to be spared a second look.
            beside: Other files of the same export that complete it (see `load_folder`).
            progress: Called with the name of each step.

        Returns:
            What was loaded, refused and why. The same file twice changes nothing and says so.

        Raises:
            BadFile, AmbiguousFile, BadMapping: As for `read`; then nothing is loaded.
            StorageFailed: If the disk refuses; then nothing is loaded.
        """
        from northing.workspace.foretell import foretell

        path = Path(file)
        if not path.is_file():
            raise Missing(f"There is no file {path}.")
        understood = _mapping(mapping)

        def read() -> Sequence[Reading]:
            if readings is not None:
                return readings
            return self.read(
                path, table=table, mapping=understood, allow_sql=allow_sql, beside=beside
            )

        how = {"table": table, "mapping": _mapping_digest(understood, path)}
        if beside:
            how["beside"] = _digest(*sorted(file_digest(file) for file in beside))
        load = load_readings(
            path,
            read,
            how,
            repeats=_repeats(understood),
            dry_run=dry_run,
            engine=self._here,
            batches=self.batches,
            identity=self.identity,
            progress=progress,
        )
        return foretell(self, load)

    def load_folder(
        self,
        folder: str | Path,
        *,
        mapping: SourceMapping | str | Path | Mapping[str, Any] | None = None,
        dry_run: bool = False,
        progress: Progress = quietly,
    ) -> FolderLoad:
        """Load what a folder's files hold, read together where they are parts of one export.

        Raises:
            BadInput: If the folder holds no file.
            BadFile: If two of its files can be the same part of an export.
        """
        from northing.workspace.folders import load_folder

        return load_folder(self, Path(folder), _mapping(mapping), dry_run, progress)

    def refresh(self, *, progress: Progress = quietly) -> Snapshot:
        """Bring tables, credit and rollups up to date and publish one snapshot.

        Returns:
            The new snapshot, or the published one where nothing has changed.

        Raises:
            Conflict: If another refresh is at work for longer than the setting `wait_seconds`.
            StorageFailed: If the disk refuses; the published snapshot stays in force.
        """
        return self.refreshing(progress=progress).run()

    def refreshing(self, *, progress: Progress = quietly, erasing: tuple[int, ...] = ()) -> Refresh:
        """A refresh that is ready to run, without the rows of people being erased."""
        from northing.workspace.locks import read_locks
        from northing.workspace.plan_file import plan_text
        from northing.workspace.refresh import Refresh

        return Refresh(
            self.settings,
            self.lake,
            self.batches,
            self.snapshots,
            self.identity,
            self.engine,
            progress,
            erasing=erasing,
            locks={name: lock.record for name, lock in read_locks(self.folder).items()},
            plan_text=plan_text(self.folder),
        )

    def unload(self, batch_id: str) -> Batch:
        """Take a load back: the next refresh makes its tables anew without it.

        Args:
            batch_id: As `load` and `loads` give it.

        Raises:
            Missing: If there is no such batch.
            Conflict: If a refresh is at work for longer than the setting `wait_seconds`.
        """
        with self.snapshots.publisher(self.settings.wait_seconds):
            batch = self.batches.get(batch_id) if batch_id.isalnum() else None
            if batch is None:
                raise Missing(f"There is no load {batch_id!r}; `northing unload` lists them.")
            self.batches.remove(batch)
        return batch

    def erase(self, identifier: str, *, progress: Progress = quietly) -> Erasure:
        """Erase a person for good: rows, raw batches, older versions, who the id was.

        Raises:
            BadInput: If the identifier is empty.
        """
        from northing.workspace.erase import erase_person

        if not identifier.strip():
            raise BadInput("An empty identifier names nobody; nothing was erased.")

        return erase_person(self, identifier, progress)

    # -- out --------------------------------------------------------------------------------------

    def snapshot(self, snapshot_id: str | None = None) -> Snapshot:
        """A published snapshot, the newest by default.

        Raises:
            Missing: If nothing has been published yet, or not under that id.
        """
        if snapshot_id is not None:
            return self.snapshots.get(snapshot_id)
        newest = self.snapshots.latest()
        if newest is None:
            raise Missing(
                "Nothing has been published yet: load files, then run `northing refresh`."
            )
        return newest

    def dataset(self, name: str, snapshot: Snapshot | None = None) -> Dataset:
        """A table of a snapshot.

        Raises:
            Missing: If the snapshot has no such table.
        """
        snapshot = snapshot or self.snapshot()
        if name not in snapshot.tables:
            raise Missing(f"The snapshot {snapshot.id} has no table {name!r}.")
        uris, schema = self.lake.files(name, snapshot.tables[name])
        if not all(Path(uri).exists() for uri in uris):
            raise Missing(
                f"The {name} of snapshot {snapshot.id} are no longer kept: they are older than the "
                f"retention of {self.settings.retention_days} days, and no pin holds them."
            )
        return ParquetFiles(uris, schema)

    def quarantine(self, snapshot: Snapshot | None = None) -> list[dict[str, Any]]:
        """Quarantined rows of a snapshot, counted by table and reason."""
        rows = self.engine.query(
            """SELECT "table", reason, waits, count(*) AS rows FROM quarantine
               GROUP BY ALL ORDER BY rows DESC, "table", reason""",
            quarantine=self.dataset("quarantine", snapshot),
        )
        found: list[dict[str, Any]] = rows.to_pylist()
        return found

    def metric(
        self,
        name: str,
        *,
        by: str | Sequence[str] = (),
        period: str | Period | None = None,
        compare: str | Period | None = None,
        where: Mapping[str, Any] | None = None,
        rule: str | None = None,
        kind: str | None = None,
        lookback_days: int | None = None,
        variant: str | None = None,
        equal_age: bool = False,
        snapshot: Snapshot | None = None,
    ) -> MetricTable:
        """Compute a metric of the catalogue.

        Args:
            name: Such as "roas".
            by: Dimensions to split by: channel, campaign, segment, country, device, month …
            period: Such as "2026-Q3" or "last-13-weeks", the default.
            compare: A period to set each value beside.
            where: The values wanted, by dimension.
            rule: Attribution rule, for metrics that share out credit; the settings' otherwise.
            kind: Kind of conversion, for metrics that count one.
            lookback_days: Days before a conversion in which touches earn credit; another one
                than the settings' folds the log again.
            variant: One of several ways of measuring the same thing, such as "first_touch".
            equal_age: Whether the period of comparison is taken as it stood at the same age.
            snapshot: The newest by default.

        Raises:
            Unknown: If there is no such metric, dimension, rule or parameter.
            NotDivisible: If a part of the metric does not carry a dimension.
            Missing: If nothing has been published yet.
        """
        from northing.workspace.measuring import measure

        return measure(
            self,
            name,
            by=by,
            period=period,
            compare=compare,
            where=where,
            rule=rule,
            kind=kind,
            lookback_days=lookback_days,
            variant=variant,
            equal_age=equal_age,
            snapshot=snapshot,
        )

    def metrics(self, snapshot: Snapshot | None = None) -> Mapping[str, Metric]:
        """Every metric that can be asked for: the catalogue's, and this workspace's own.

        Raises:
            Missing: If nothing has been published yet.
        """
        from northing.workspace.measuring import metrics_of

        return metrics_of(self, snapshot or self.snapshot())

    def benchmark(
        self, name: str, *, over: str = "month", period: str | Period | None = None, **asked: Any
    ) -> Benchmarks:
        """Say what a metric usually was, channel by channel: quartiles over the own past.

        Args:
            name: Such as "roas".
            over: What one observation is: "month" or "campaign".
            period: What it looks back over; the last 36 complete months by default.
            asked: where, rule, kind, lookback_days, variant, snapshot: as for `metric`.

        Raises:
            Unknown: If there is no such metric or kind of observation.
            NotDivisible: If the metric cannot be split by campaign.
        """
        from northing.workspace.measuring import benchmark

        return benchmark(self, name, over=over, period=period, **asked)

    def attribute(
        self,
        *,
        kind: str | None = None,
        rule: str | None = None,
        by: str | Sequence[str] = "channel",
        period: str | Period | None = None,
        dated: str = "conversion",
        snapshot: Snapshot | None = None,
    ) -> CreditTable:
        """Share out the conversions of one kind by one rule.

        Args:
            kind: Kind of conversion: lead, opportunity, won, order …; the settings' otherwise.
            rule: A rule of the catalogue; the settings' otherwise.
            by: channel, campaign, content, segment, country, device, day, week, month, quarter;
                one or several.
            period: Of the conversions; everything by default.
            dated: By "conversion" or by "touch".
            snapshot: The newest by default.

        Raises:
            Unknown: If there is no such kind, rule or dimension.
            NotDivisible: If the rule cannot be split that way.
            Missing: If there is nothing to credit.
        """
        from northing.workspace.measuring import attribute

        return attribute(
            self, kind=kind, rule=rule, by=by, period=period, dated=dated, snapshot=snapshot
        )

    def compare_rules(
        self,
        *,
        kind: str | None = None,
        by: str = "channel",
        of: str | None = None,
        period: str | Period | None = None,
        snapshot: Snapshot | None = None,
    ) -> RuleComparison:
        """Set every rule's credit side by side, with how far the rules disagree.

        Args:
            kind: Kind of conversion; the settings' otherwise.
            by: channel, campaign, segment, country or device.
            of: Whether shares are of "value" or "conversions"; value where there is any.
            period: Of the conversions; everything by default.
            snapshot: The newest by default.

        Raises:
            Unknown: If there is no such kind or dimension.
            Missing: If there is nothing to credit.
        """
        from northing.workspace.analyses.compare import compare_rules

        return compare_rules(self, kind=kind, by=by, of=of, period=period, snapshot=snapshot)

    def concentration(
        self,
        *,
        by: str = "campaign",
        of: str = "value",
        kind: str | None = None,
        rule: str | None = None,
        period: str | Period | None = None,
        snapshot: Snapshot | None = None,
    ) -> Concentration:
        """Say how few campaigns, channels … bring most, and what they cost.

        Args:
            by: campaign, channel, content, segment, country or device.
            of: value, conversions or spend.
            kind: Kind of conversion; all kinds that are revenue otherwise.
            rule: Attribution rule; the settings' otherwise.
            period: Of conversions and spend; everything by default.
            snapshot: The newest by default.

        Raises:
            Unknown: If there is no such kind, rule, dimension or amount.
            NotDivisible: If spend does not carry the dimension and was asked for.
        """
        from northing.workspace.analyses.concentration import concentration

        return concentration(
            self, by=by, of=of, kind=kind, rule=rule, period=period, snapshot=snapshot
        )

    def lead_quality(
        self,
        *,
        by: str = "campaign",
        entry: str | None = None,
        rule: str | None = None,
        within_days: int | None = None,
        period: str | Period | None = None,
        snapshot: Snapshot | None = None,
    ) -> LeadQuality:
        """Follow the leads that entered in a period: how many reach each stage, worth, cost.

        Args:
            by: campaign, channel; or day, week, month, quarter of entry.
            entry: Kind of conversion with which leads enter: lead (else mql …) or signup.
            rule: Which touch brought a lead; the settings' otherwise. No model-based one.
            within_days: Judge every stage after so many days; by default each after the days
                within which 95 % of those who ever reached it had.
            period: Of the entry; everything by default.
            snapshot: The newest by default.

        Raises:
            Missing: If there are no leads.
            NotDivisible: If the rule is solved from a model.
            Unknown: If there is no such dimension, rule or entry.
        """
        from northing.workspace.analyses.leads import lead_quality

        return lead_quality(
            self,
            by=by,
            entry=entry,
            rule=rule,
            within_days=within_days,
            period=period,
            snapshot=snapshot,
        )

    def influence(
        self,
        *,
        by: str = "campaign",
        period: str | Period | None = None,
        snapshot: Snapshot | None = None,
    ) -> Influence:
        """Set what marketing touched beside what it originated, by three definitions.

        Args:
            by: campaign or channel.
            period: Of revenue and of new opportunities; everything by default.
            snapshot: The newest by default.

        Raises:
            Missing: If there is neither revenue nor an opportunity.
            Unknown: If there is no such dimension.
        """
        from northing.workspace.analyses.influence import influence

        return influence(self, by=by, period=period, snapshot=snapshot)

    def waste(
        self, period: str | Period | None = None, *, snapshot: Snapshot | None = None
    ) -> Waste:
        """List spend that brings nothing, each euro under the first reason that applies.

        Args:
            period: Of the spend; everything by default.
            snapshot: The newest by default.

        Raises:
            Missing: If there is no spend.
        """
        from northing.workspace.analyses.waste import waste

        return waste(self, period=period, snapshot=snapshot)

    def align(
        self,
        plan: Plan | None = None,
        *,
        period: str | Period | None = None,
        rule: str | None = None,
        snapshot: Snapshot | None = None,
    ) -> WorkspaceAlignment:
        """Set planned and spent money beside the shares agreed with finance.

        Args:
            plan: The one in `plan.yaml` by default, which a site keeps up to date.
            period: Of the money; the fiscal year of the newest complete day by default.
            rule: Attribution rule of credited value; the settings' otherwise.
            snapshot: The newest by default.

        Raises:
            Missing: If nothing has been published yet.
            BadInput: If the plan cannot be read.
        """
        from northing.workspace.alignment import align_workspace

        return align_workspace(self, plan, period=period, rule=rule, snapshot=snapshot)

    def journeys(
        self,
        *,
        kind: str | None = None,
        period: str | Period | None = None,
        snapshot: Snapshot | None = None,
    ) -> Journeys:
        """Describe the converting journeys of one kind: paths, length, days, first and last.

        Raises:
            Missing: If nothing has been published yet.
        """
        from northing.workspace.paths import journeys

        return journeys(self, kind=kind, period=period, snapshot=snapshot)

    def journey(self, deal: str, *, snapshot: Snapshot | None = None) -> DealJourney:
        """Follow one deal back through its touches, with what each rule gives them.

        Raises:
            Missing: If there is no such deal, or nobody's touches are known for it.
        """
        from northing.workspace.paths import journey_of_deal

        return journey_of_deal(self, deal, snapshot=snapshot)

    def match_rates(self, snapshot: Snapshot | None = None) -> dict[str, float | None]:
        """How well the log knows who is who; see `northing.workspace.matching`."""
        from northing.workspace.matching import match_rates

        return match_rates(self, snapshot or self.snapshot())

    def health(self, snapshot: Snapshot | None = None) -> Health:
        """Say how far the data can be trusted: every check, the worst findings first.

        Args:
            snapshot: The newest by default; where nothing has been published, only the disk and
                the loads are looked at.

        Returns:
            Level, findings with sentence, count, money at stake and what to do, and what each
            source delivers.
        """
        from northing.workspace.health.examine import examine

        return examine(self, snapshot)

    def health_rows(
        self, finding: str, limit: int = 10, *, snapshot: Snapshot | None = None
    ) -> list[dict[str, Any]]:
        """Some of the rows behind a finding, without what says who somebody is.

        Args:
            finding: Its `id`.
            limit: How many rows at most.
            snapshot: The newest by default.

        Raises:
            Unknown: If there is no such finding in the snapshot.
        """
        from northing.workspace.health.examine import rows_behind

        return rows_behind(self, finding, limit, snapshot)

    def reconcile(
        self, period: str | Period | None = None, *, snapshot: Snapshot | None = None
    ) -> Agreement:
        """Set what every system states about a period beside Northing's totals.

        Args:
            period: Such as "2026-Q2"; the last 13 weeks by default.
            snapshot: The newest by default.

        Returns:
            Each total of CRM, finance, shop, web analytics and platforms with the difference,
            whether it is within the tolerance, and the causes that the data bear out.

        Raises:
            Missing: If nothing has been published yet.
        """
        from northing.workspace.health.reconcile import reconcile

        return reconcile(self, period, snapshot)

    def pin(self, name: str, snapshot: Snapshot | None = None) -> dict[str, int]:
        """Keep a snapshot's derived tables for as long as the pin stands.

        Person-level tables are never kept: a pack is reproduced from aggregates.

        Returns:
            The versions that are kept, by table.

        Raises:
            Conflict: If a pin of that name is already there.
            BadInput: If the name is not letters, digits, - and _.
            Missing: If the snapshot's tables are no longer kept.
        """
        from northing.tables import DERIVED

        if not name or not all(letter.isalnum() or letter in "-_" for letter in name):
            raise BadInput(f"{name!r} cannot name a pin; use letters, digits, - and _.")
        snapshot = snapshot or self.snapshot()
        kept = {
            table: version
            for table, version in snapshot.tables.items()
            if table in DERIVED and not DERIVED[table].person_level
        }
        for table in kept:
            self.dataset(table, snapshot)  # what is no longer kept cannot be pinned
        self.snapshots.pin(name, snapshot, kept)
        return kept


def _mapping(given: SourceMapping | str | Path | Mapping[str, Any] | None) -> SourceMapping | None:
    from northing.sources import load_mapping

    return load_mapping(given) if isinstance(given, str | Path | Mapping) else given


def _repeats(mapping: SourceMapping | None) -> dict[str, str | None]:
    """What a mapping says of rows with the same key, by table."""
    if mapping is None:
        return {}
    said: dict[str, str | None] = dict.fromkeys(CONTRACTS, mapping.answers.repeats)
    said.update({one.table: one.answers.repeats for one in mapping.tables if one.table})
    return said


def _mapping_digest(mapping: SourceMapping | None, path: Path) -> str | None:
    """A digest of what a mapping says, and of the other files that its queries read."""
    from northing.sources import named_files

    if mapping is None:
        return None
    others = {name: file_digest(file) for name, file in named_files(mapping, path).items()}
    return _digest(repr(replace(mapping, folder=None)), repr(sorted(others.items())))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
