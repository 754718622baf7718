"""Fold a log into statistics that add: credit of every additive rule, and what models need."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from northing.attribution.coding import LARGEST_KEY, PEOPLE_GROUP, Coded, Cuts, encode
from northing.attribution.counts import name_sets, name_steps, unpack
from northing.attribution.kernel import CREDIT, SETS, STEPS, CreditKernel, Windows
from northing.attribution.log import MILESTONE_KINDS, Log, events, journey_log
from northing.attribution.packing import Packing
from northing.attribution.rule import RULES
from northing.attribution.walk import GROUPS
from northing.engine import Dataset, Engine
from northing.errors import BadInput, OutOfRange, Unknown

US_A_DAY = 86_400_000_000
LONGEST_LOOKBACK_DAYS = 1_000_000
FOREVER = int(np.iinfo(np.int64).max)
DECLARED = "declared"
TOUCH_CUTS = ("channel", "campaign", "content", "touch_date")
CONVERSION_CUTS = ("date", "span", "month", "segment", "country", "device")
SET_COUNTS = ("converting", "null")
MOST_IN_SETS = 56


@dataclass(frozen=True)
class Statistics:
    """What a fold of the whole log says; every number adds over partitions of people.

    Where groups of people are told apart, every table has a column people_group: one of 64
    random groups, by the hash of the person.

    Attributes:
        credit: The cut's columns, then for each additive rule `<rule>_conversions` and
            `<rule>_value` (doubles). Rows whose channel is null are unattributed.
        transitions: month, from_state, to_state, transitions. The month is the conversion's,
            or that of the last touch where nothing followed; states are the channels,
            "(start)", "(conversion)" and "(null)". At order 2 and 3 without month and with
            before_2, before_1: the channels before from_state, null where there were none.
        rules: The additive rules, in order.
        sets: channel_set (a number), channels (a list), converting, null: journeys with exactly
            these channels that converted, and that did not. Empty unless asked for.
    """

    credit: pa.Table
    transitions: pa.Table
    rules: tuple[str, ...]
    sets: pa.Table


def fold_statistics(
    engine: Engine,
    touches: Dataset,
    conversions: Dataset,
    milestones: Dataset | None = None,
    *,
    kind: str | None = None,
    lookback_days: float = 90,
    half_life_days: float = 7.0,
    direct: str = "direct",
    touch_cut: Sequence[str] = ("channel", "campaign"),
    conversion_cut: Sequence[str] = ("date", "segment"),
    period: tuple[date, date] | None = None,
    as_of_us: int | None = None,
    finished: bool = False,
    time_zone: str = "UTC",
    rules: Sequence[str] | None = None,
    order: int = 1,
    sets: bool = False,
    groups: bool = False,
) -> Statistics:
    """Fold touches and conversions of one kind into statistics.

    Args:
        engine: Where to fold.
        touches: journey_id (int64), at, channel; campaign, content, country, device as cut.
        conversions: journey_id (int64, null: nobody known), at; value, date, month, segment,
            country, device, declared_channel, declared_campaign as far as there are.
        milestones: journey_id, at, kind ("lead", "opportunity"); for the W-shaped rule.
        kind: Kind of the conversions; a lead or an opportunity is its own milestone.
        lookback_days: Older touches do not count; one exactly that old does not either.
        half_life_days: Of the time decay.
        direct: Channel that the last non-direct rule passes over.
        touch_cut: Among channel, campaign, content, touch_date; the channel always comes along.
        conversion_cut: Among date, month, segment, country, device. Country and device are
            the conversion's where it has them, else those of the journey's last touch.
        period: First local date and the one after the last: conversions by their `date`,
            null journeys by their last touch. The whole log by default.
        as_of_us: Null journeys with a touch less than the lookback before this instant (in
            microseconds) are still open; the log's last instant by default.
        finished: Whether nothing can follow any more, so that no journey is open.
        time_zone: Of the touch dates, and of the months of null journeys.
        rules: Names of the additive rules; all of them by default.
        order: How many channels the states of the transitions remember, at most 3; 0: no
            transitions are wanted.
        sets: Whether sets of channels are wanted.
        groups: Whether groups of people are told apart, for intervals.

    Raises:
        BadInput: If a column is lacking, a touch has no channel, or a rule's weights do not
            sum to one.
        OutOfRange: If the lookback or the half-life is, or there are too many channels to be
            counted in sets.
        Unknown: If a cut or a rule is.

    Examples:
        >>> from northing.engine import open_engine
        >>> touches = pa.table({
        ...     "journey_id": [1, 1],
        ...     "at": pa.array([0, 1], pa.timestamp("us", tz="UTC")),
        ...     "channel": ["display", "email"],
        ... })
        >>> conversions = pa.table({
        ...     "journey_id": [1], "at": pa.array([2], pa.timestamp("us", tz="UTC")),
        ... })
        >>> folded = fold_statistics(
        ...     open_engine(), touches, conversions, touch_cut=(), conversion_cut=()
        ... )
        >>> dict(zip(*folded.credit.select(["channel", "linear_conversions"]).to_pydict().values()))
        {'display': 0.5, 'email': 0.5, None: 0.0}
    """
    return fold_log(
        engine,
        journey_log(touches, conversions, milestones),
        kind=kind,
        lookback_days=lookback_days,
        half_life_days=half_life_days,
        direct=direct,
        touch_cut=touch_cut,
        conversion_cut=conversion_cut,
        period=period,
        as_of_us=as_of_us,
        finished=finished,
        time_zone=time_zone,
        rules=rules,
        order=order,
        sets=sets,
        groups=groups,
    )


def fold_log(
    engine: Engine,
    log: Log,
    *,
    kind: str | None,
    lookback_days: float,
    half_life_days: float,
    direct: str,
    touch_cut: Sequence[str],
    conversion_cut: Sequence[str],
    period: tuple[date, date] | None = None,
    as_of_us: int | None = None,
    finished: bool = False,
    time_zone: str = "UTC",
    rules: Sequence[str] | None = None,
    order: int = 1,
    sets: bool = False,
    groups: bool = False,
    channel_weights: Mapping[str, float] | None = None,
) -> Statistics:
    """Fold a described log; see `fold_statistics`.

    `channel_weights` are handed to the rules behind the other parameters.
    """
    _check_days("half_life_days", half_life_days)
    weighing = weighing_rules(rules)
    cuts = Cuts(
        _cut("touch cut", touch_cut, TOUCH_CUTS),
        _cut("conversion cut", conversion_cut, CONVERSION_CUTS),
        groups,
    )
    coded = encode(engine, log, cuts, period, time_zone)
    _check_counts(coded, order, sets)
    last_at = coded.last_at if as_of_us is None else as_of_us
    kernel = CreditKernel(
        windows_of(coded, kind, lookback_days, FOREVER if finished else last_at),
        coded.codes,
        weighing,
        params_of(coded.channels, half_life_days, direct, lookback_days, channel_weights),
        channels=len(coded.channels),
        order=order,
        by_month=order == 1,
        sets=sets,
    )
    folded = engine.fold(events(log, coded), "journey_id", kernel, **log.tables, **coded.tables)
    names = (*weighing, DECLARED)
    credit = _credit(folded, coded, names)
    _check_sums(credit, names)
    return Statistics(credit, _transitions(folded, coded, order), names, _sets(folded, coded))


def additive_rules() -> tuple[str, ...]:
    """Names of the rules that weigh the touches of a journey, then the declared one."""
    return (*weighing_rules(), DECLARED)


def weighing_rules(rules: Sequence[str] | None = None) -> tuple[str, ...]:
    """Names of the rules that weigh the touches of a journey, all or the given ones of them."""
    if rules is not None:
        return tuple(rule for rule in rules if rule != DECLARED)
    return tuple(name for name, rule in RULES.items() if rule.weights is not None)


def _check_days(name: str, days: float) -> None:
    if not 0 < days <= LONGEST_LOOKBACK_DAYS:
        raise OutOfRange(name, days, f"a number of days above 0, at most {LONGEST_LOOKBACK_DAYS}")


def _cut(kind: str, columns: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for column in columns:
        if column not in known:
            raise Unknown(kind, column, known)
    return tuple(column for column in known if column in columns)


def windows_of(
    coded: Coded, kind: str | None, lookback_days: float, last_at: int = FOREVER
) -> Windows:
    """How a coded log is cut into journeys; none is open where nothing can follow `last_at`.

    Raises:
        OutOfRange: If the lookback is.
    """
    _check_days("lookback_days", lookback_days)
    lookback_us = round(lookback_days * US_A_DAY)
    # Conversions have their codes twice: of known persons, and of nobody known.
    codes = coded.touch_codes + len(MILESTONE_KINDS) + 2 * coded.conversion_codes
    return Windows(
        coded.touch_codes,
        coded.conversion_codes,
        lookback_us,
        MILESTONE_KINDS.index(kind) if kind in MILESTONE_KINDS else -1,
        FOREVER if last_at == FOREVER else last_at - lookback_us,
        Packing(coded.last_at, codes.bit_length(), coded.marks),
    )


def params_of(
    channels: Sequence[str],
    half_life_days: float,
    direct: str,
    lookback_days: float,
    weights: Mapping[str, float] | None = None,
) -> NDArray[np.float64]:
    """What rules are given besides the journey; see `northing.attribution.rule`."""
    code = channels.index(direct) if direct in channels else -1
    tail = [weights.get(channel, 0.0) for channel in channels] if weights else []
    return np.array([half_life_days, code, lookback_days, *tail], np.float64)


def _credit(folded: pa.Table, coded: Coded, rules: Sequence[str]) -> pa.Table:
    rows = folded.filter(pc.equal(folded["statistic"], CREDIT))
    columns = dict(coded.cells(rows["key"].to_numpy()))
    for place, rule in enumerate(rules):
        columns[f"{rule}_conversions"] = rows[f"sum_{2 * place}"]
        columns[f"{rule}_value"] = rows[f"sum_{2 * place + 1}"]
    return pa.table(columns)


def _transitions(folded: pa.Table, coded: Coded, order: int) -> pa.Table:
    """The steps by name. A key is (month, group of people), state, target; see `add_steps`."""
    channels = len(coded.channels)
    keys, sums = _unpacked(folded, STEPS, 1)
    place, steps = np.divmod(keys, (channels + 1) ** max(order, 1) * (channels + 2))
    month, group = np.divmod(place, coded.codes.sizes[5])
    columns = {"month": coded.months.take(pa.array(month))} if order <= 1 else {}
    columns |= name_steps(steps, coded.channels, order)
    if coded.cuts.people:
        columns[PEOPLE_GROUP] = pa.array(group.astype(np.int8))
    return pa.table({**columns, "transitions": pa.array(sums[:, 0].astype(np.int64))})


def _sets(folded: pa.Table, coded: Coded) -> pa.Table:
    """The sets by name. A key is set, group of people; see `add_sets`."""
    keys, sums = _unpacked(folded, SETS, 2)
    members, group = np.divmod(keys, coded.codes.sizes[5])
    columns = name_sets(members, coded.channels)
    if coded.cuts.people:
        columns[PEOPLE_GROUP] = pa.array(group.astype(np.int8))
    counted = sums.astype(np.int64)
    columns |= {name: pa.array(counted[:, place]) for place, name in enumerate(SET_COUNTS)}
    return pa.table(columns)


def _unpacked(
    folded: pa.Table, statistic: int, measures: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    rows = folded.filter(pc.equal(folded["statistic"], statistic))
    width = folded.num_columns - 2
    packed = [rows[f"sum_{place}"].to_numpy() for place in range(width)]
    return unpack(rows["key"].to_numpy(), np.stack(packed, axis=1), measures)


def _check_counts(coded: Coded, order: int, sets: bool) -> None:
    channels = len(coded.channels)
    if sets and channels > MOST_IN_SETS:
        raise OutOfRange(
            "The number of channels", channels, f"at most {MOST_IN_SETS} for sets of channels"
        )
    places = 1 if order > 1 else len(coded.months)
    if places * GROUPS * (channels + 1) ** order * (channels + 2) > LARGEST_KEY:
        raise OutOfRange("The number of channels", channels, f"fewer at order {order}")


def _check_sums(credit: pa.Table, rules: Sequence[str]) -> None:
    """Every rule hands out each conversion once: what was declared counts them."""
    if math.isnan(pc.sum(credit[f"{DECLARED}_value"]).as_py() or 0.0):
        raise BadInput(
            "A conversion's value is not a number (NaN); leave it empty where it is not known."
        )
    conversions = pc.sum(credit[f"{DECLARED}_conversions"]).as_py() or 0.0
    for rule in rules:
        handed_out = pc.sum(credit[f"{rule}_conversions"]).as_py() or 0.0
        if not abs(handed_out - conversions) <= 1e-6 * max(1.0, conversions):
            raise BadInput(
                f"Rule {rule!r} hands out {handed_out:.6f} conversions of {conversions:.0f}; "
                "expected weights that sum to one in each journey."
            )
