"""Credit from touches and conversions as they are: any ids, no workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from northing.attribution.attribution import Attribution, gather_credit
from northing.attribution.estimates import estimate
from northing.attribution.log import (
    CONVERSION_COLUMNS,
    MILESTONE_KINDS,
    TOUCH_COLUMNS,
    Log,
)
from northing.attribution.markov import solve_markov
from northing.attribution.people import number_people, person_sql
from northing.attribution.rule import RULES, Rule
from northing.attribution.solving import Counts
from northing.attribution.split import split_estimates
from northing.attribution.statistics import (
    CONVERSION_CUTS,
    TOUCH_CUTS,
    Statistics,
    fold_log,
)
from northing.engine import Dataset, Engine, open_engine, quote_name, quote_text
from northing.errors import BadInput, Unknown

Convention = Literal["aggregate", "renormalised"]
DIMENSIONS = (
    "channel",
    "campaign",
    "content",
    "touch_date",
    "date",
    "segment",
    "country",
    "device",
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def attribute(
    touches: Dataset,
    conversions: Dataset,
    *,
    rule: str = "linear",
    kind: str | None = None,
    lookback_days: float = 90,
    half_life_days: float = 7.0,
    by: str | Sequence[str] = "channel",
    direct: str = "direct",
    milestones: Dataset | None = None,
    as_of: datetime | None = None,
    finished: bool = False,
    convention: Convention = "aggregate",
    engine: Engine | None = None,
) -> Attribution:
    """Share out conversions among the touches that came before them.

    Args:
        touches: person_id (text, whole number, UUID …), at, channel; campaign, content,
            country, device as far as `by` needs them. Touches of nobody are left out.
        conversions: person_id of the same type, at; value, conversion kind, segment, country,
            device, declared_channel, declared_campaign as far as there are. Conversions of
            nobody are unattributed.
        rule: A name of `RULES`.
        kind: The kind of conversion; needed where `conversions` hold more than one.
        lookback_days: Older touches do not count; one exactly that old does not either.
        half_life_days: Of the time decay.
        by: One or more of channel, campaign, content, touch_date, date (both in UTC), segment,
            country, device.
        direct: Channel that the last non-direct rule passes over.
        milestones: person_id, at, kind ("lead", "opportunity"): for the W-shaped rule.
        as_of: People whose last touch is less than the lookback before it may still convert,
            and are not yet counted as lost; the log's last instant by default.
        finished: Whether nothing can follow any more, so that nobody is still open.
        convention: Of Markov credit: removal effects share out the total (`aggregate`), or
            each journey by itself (`renormalised`).
        engine: Where to work; in this process by default.

    Returns:
        Credit by the dimensions with 95 % intervals; rows and unattributed sum to all
        conversions. The intervals say how much the credit would vary with other people of the
        same kind; that credit is not effect they cannot say.

    Raises:
        BadInput: If a column, the milestones or the kind is lacking, or the ids differ in type.
        OutOfRange: If the lookback or the half-life is.
        Unknown: If the rule or a dimension is.

    Examples:
        >>> import pyarrow as pa
        >>> day = lambda n: datetime(2026, 1, n, tzinfo=UTC)
        >>> touches = pa.table({
        ...     "person_id": ["ada", "ada"],
        ...     "at": [day(1), day(2)],
        ...     "channel": ["display", "email"],
        ... })
        >>> conversions = pa.table({"person_id": ["ada"], "at": [day(3)], "value": [80.0]})
        >>> credit = attribute(touches, conversions, rule="linear")
        >>> [(row.key, row.conversions, row.value) for row in credit.rows]
        [(('display',), 0.5, 40.0), (('email',), 0.5, 40.0)]
        >>> row = credit.rows[0]
        >>> round(row.low), round(row.high)  # one buyer tells little
        (0, 160)
    """
    chosen = RULES[rule]
    dimensions = _dimensions(by)
    engine = open_engine() if engine is None else engine
    log, kind = _log(engine, touches, conversions, milestones, kind, dimensions)
    _check_needs(rule, chosen, log, kind)

    def fold(rules: Sequence[str], weights: dict[str, float] | None = None) -> Statistics:
        return fold_log(
            engine,
            log,
            kind=kind,
            lookback_days=lookback_days,
            half_life_days=half_life_days,
            direct=direct,
            touch_cut=[name for name in dimensions if name in TOUCH_CUTS],
            conversion_cut=[name for name in dimensions if name in CONVERSION_CUTS],
            as_of_us=None if as_of is None else _microseconds(as_of),
            finished=finished,
            rules=rules,
            order=chosen.order if chosen.solve and chosen.statistic == "transitions" else 0,
            sets=chosen.statistic == "sets",
            groups=True,
            channel_weights=weights,
        )

    if chosen.solve is None:
        return gather_credit(estimate(fold([rule]).credit, rule), rule, dimensions)
    statistics = fold(["linear"])
    if rule == "markov" and convention == "renormalised":
        effects = dict(solve_markov(statistics.transitions).removal_effects)
        credit = fold(["_channel_weight"], effects).credit
        return gather_credit(estimate(credit, "_channel_weight"), rule, dimensions)
    counted = statistics.sets if chosen.statistic == "sets" else statistics.transitions
    shares = chosen.solve(Counts.of(counted))
    split = split_estimates(estimate(statistics.credit, "linear"), shares)
    return gather_credit(split, rule, dimensions, shares.notes)


def _dimensions(by: str | Sequence[str]) -> tuple[str, ...]:
    names = (by,) if isinstance(by, str) else tuple(by)
    for name in names:
        if name not in DIMENSIONS:
            raise Unknown("dimension", name, DIMENSIONS)
    if not names:
        raise BadInput("by is empty; expected at least one dimension such as 'channel'.")
    return names


def _log(
    engine: Engine,
    touches: Dataset,
    conversions: Dataset,
    milestones: Dataset | None,
    kind: str | None,
    dimensions: Sequence[str],
) -> tuple[Log, str | None]:
    tables = {"touches": touches, "conversions": conversions}
    if milestones is not None:
        tables["milestones"] = milestones
    people = number_people(engine, tables)
    if people is not None:
        tables["people"] = people
    kind = _kind(engine, conversions, kind)
    of_kind = f" WHERE t.kind = {quote_text(kind)}" if kind and _has(conversions, "kind") else ""
    conversion_columns = [c for c in ("value", *CONVERSION_COLUMNS) if _has(conversions, c)]
    read = {column: quote_name(column) for column in conversion_columns}
    if "date" in dimensions and "date" not in read:
        read["date"] = 'CAST(t."at" AS DATE)'
    touch_columns = [column for column in TOUCH_COLUMNS if _has(touches, column)]
    log = Log(
        tables,
        person_sql("touches", people, {c: quote_name(c) for c in touch_columns}, known=True),
        person_sql("conversions", people, read, where=of_kind),
        None
        if milestones is None
        else person_sql("milestones", people, {"kind": "kind"}, known=True),
        tuple(touch_columns),
        tuple(read),
    )
    return log, kind


def _has(dataset: Dataset, column: str) -> bool:
    return column in dataset.schema.names


def _kind(engine: Engine, conversions: Dataset, kind: str | None) -> str | None:
    if kind is not None or not _has(conversions, "kind"):
        return kind
    rows = engine.query("SELECT DISTINCT kind FROM conversions", conversions=conversions)
    kinds = sorted(str(found) for found in rows["kind"].to_pylist())
    if len(kinds) > 1:
        raise BadInput(
            f"The conversions are of several kinds: {', '.join(kinds)}; expected one, or "
            f"kind={kinds[0]!r} to choose it."
        )
    return kinds[0] if kinds else None


def _check_needs(name: str, rule: Rule, log: Log, kind: str | None) -> None:
    if "milestones" in rule.needs and log.milestones is None and kind not in MILESTONE_KINDS:
        raise BadInput(
            f"Rule {name!r} needs milestones; expected a table of person_id, at, kind "
            "with the leads and opportunities."
        )
    if "declaration" in rule.needs and "declared_channel" not in log.conversion_columns:
        raise BadInput(f"Rule {name!r} needs conversions with a column declared_channel.")


def _microseconds(instant: datetime) -> int:
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return (instant - _EPOCH) // timedelta(microseconds=1)
