"""Balances beside the objectives: short against long term, safe against bold, the reserve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from northing.align.parts import RUN, Part, apportion
from northing.plan import Plan

BETS = ("proven", "growing", "exploring")
NO_BET = "nobody said"


@dataclass(frozen=True)
class Split:
    """Money of one state cut in two or three.

    Attributes:
        amounts: By name, in a fixed order; they sum to the money that was cut, exactly.
        shares: The same from 0 to 1; empty where there is no money.
    """

    amounts: Mapping[str, Decimal]
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Horizon:
    """Short against long term, of the money that serves an objective.

    Attributes:
        agreed_long: Share agreed for the long term, from 0 to 1; None where none is.
        planned, actual: Cut in short and long.
    """

    agreed_long: float | None
    planned: Split
    actual: Split


@dataclass(frozen=True)
class Bets:
    """Proven, growing and exploring money; run is left out.

    Attributes:
        planned: By the bet of each budget line.
        actual: By the bet of the budget lines of the same initiative and channel, else of the
            initiative; what no line names is "nobody said".
    """

    planned: Split
    actual: Split


@dataclass(frozen=True)
class Reserve:
    """The experiment reserve.

    Attributes:
        agreed: Share of all money set aside, from 0 to 1; None where none is.
        planned: Money in lines of the category reserve.
        share: Of all planned money; None where there is none.
        given_out: What of it stands under an initiative.
    """

    agreed: float | None
    planned: Decimal
    share: float | None
    given_out: Decimal


def horizon(plan: Plan, planned: Iterable[Part], actual: Iterable[Part]) -> Horizon:
    """Cut the money that serves objectives in short and long term."""
    agreed = None if plan.long_share is None else float(plan.long_share / 100)
    return Horizon(agreed, _by_horizon(plan, planned), _by_horizon(plan, actual))


def bets(planned: Iterable[Part], actual: Iterable[Part]) -> Bets:
    """Cut money in proven, growing and exploring."""
    planned = [part for part in planned if part.serves != RUN]
    chosen = _planned_bets(planned)
    own, spent = (dict.fromkeys((*BETS, NO_BET), Decimal(0)) for _ in range(2))
    for part in planned:
        own[part.line.bet or NO_BET] += part.amount
    sums: dict[tuple[str | None, str | None], Decimal] = {}
    for part in actual:
        if part.serves != RUN:
            place = (part.line.initiative, part.line.channel)
            sums[place] = sums.get(place, Decimal(0)) + part.amount
    for (initiative, channel), amount in sums.items():
        weights = chosen.get((initiative, channel)) or chosen.get((initiative, None))
        pieces = apportion(amount, weights) if weights else {NO_BET: amount}
        for bet, piece in pieces.items():
            spent[bet] += piece
    return Bets(_split(own), _split(spent))


def reserve(plan: Plan, planned: Sequence[Part]) -> Reserve:
    """Set the reserve beside what was agreed."""
    whole = sum((one.amount for one in planned), Decimal(0))
    held = [one for one in planned if one.line.category == "reserve"]
    amount = sum((one.amount for one in held), Decimal(0))
    given = sum((one.amount for one in held if one.line.initiative), Decimal(0))
    return Reserve(
        None if plan.reserve_share is None else float(plan.reserve_share / 100),
        amount,
        float(Fraction(amount) / Fraction(whole)) if whole > 0 else None,
        given,
    )


def _by_horizon(plan: Plan, parts: Iterable[Part]) -> Split:
    sums = {"short": Decimal(0), "long": Decimal(0)}
    for part in parts:
        if part.serves in plan.objectives:
            sums[plan.objectives[part.serves].horizon] += part.amount
    return _split(sums)


def _planned_bets(
    parts: Iterable[Part],
) -> Mapping[tuple[str | None, str | None], Mapping[str, Decimal]]:
    """What was planned under each bet, by initiative and channel, and by initiative alone."""
    found: dict[tuple[str | None, str | None], dict[str, Decimal]] = {}
    for part in parts:
        line = part.line
        if line.initiative is None or not line.bet or part.amount <= 0:
            continue
        for key in ((line.initiative, line.channel), (line.initiative, None)):
            held = found.setdefault(key, {})
            held[line.bet] = held.get(line.bet, Decimal(0)) + part.amount
    return found


def _split(sums: Mapping[str, Decimal]) -> Split:
    kept = {name: Fraction(amount) for name, amount in sums.items() if amount > 0}
    whole = sum(kept.values(), Fraction(0))
    shares = {name: float(kept.get(name, Fraction(0)) / whole) for name in sums} if whole else {}
    return Split(dict(sums), shares)
