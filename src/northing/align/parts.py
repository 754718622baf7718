"""Money in parts: which objective each cent of it serves, or why none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import lcm

from northing.errors import BadInput
from northing.money import SCALE, as_money
from northing.plan import Plan
from northing.plan.kinds.budget_line import RUN as RUN_CATEGORIES
from northing.plan.kinds.initiative import Initiative

RUN = "run"
"""Stands for people and tools: they keep the place running and serve every objective."""
NONE = "none"
"""Stands for no objective: what serves nothing that anybody wants to reach."""


@dataclass(frozen=True)
class MoneyLine:
    """An amount of money in one of its states, or of credited value.

    Attributes:
        on: Its day; for money of a month, or of a part of one, the first day of it.
        amount: In the reporting currency; negative where it was paid back.
        initiative: Key of the initiative it was spent on; None where nobody knows of one.
        category: media, people, tools, agency …; people and tools are "run", whatever they
            were spent on.
        channel: Where it went; empty for no channel.
        campaign: As the data name it.
        country: Two-letter code; empty where none is known.
        bet: proven, growing or exploring; empty where nobody said.
        budget_line: Key of the budget line that it stands in.
        until: Last day of a longer time that it covers.
    """

    on: date
    amount: Decimal
    initiative: str | None = None
    category: str = "media"
    channel: str = ""
    campaign: str | None = None
    country: str = ""
    bet: str = ""
    budget_line: str | None = None
    until: date | None = None


@dataclass(frozen=True)
class Part:
    """What of a line serves one objective.

    Attributes:
        line: The line.
        serves: Key of the objective, `RUN` or `NONE`.
        amount: Parts of a line sum to its amount, exactly.
        reason: Why it serves none, in a few words; empty otherwise.
    """

    line: MoneyLine
    serves: str
    amount: Decimal
    reason: str = ""


def split_money(plan: Plan, lines: Iterable[MoneyLine]) -> tuple[Part, ...]:
    """Say of each line which objectives it serves, as the plan had it on its day.

    Args:
        plan: Says which initiative serves what, and since when.
        lines: Money of one state, or credited value.

    Returns:
        One part a line and objective; all of them sum to what came in, exactly.

    Raises:
        BadInput: If an objective is called run or none.

    Examples:
        >>> plan = Plan()
        >>> lines = [MoneyLine(date(2026, 7, 1), Decimal(100)),
        ...          MoneyLine(date(2026, 7, 1), Decimal(50), category="people")]
        >>> [(part.serves, str(part.amount), part.reason) for part in split_money(plan, lines)]
        [('none', '100', 'no initiative'), ('run', '50', '')]
    """
    for key in (RUN, NONE):
        if key in plan.objectives:
            raise BadInput(f"An objective is called {key}, which stands for a row of its own.")
    weights = _ServedBy(plan.initiatives)
    return tuple(part for line in lines for part in _parts(line, weights))


def _parts(line: MoneyLine, weights: _ServedBy) -> Iterator[Part]:
    if line.category.casefold() in RUN_CATEGORIES:
        yield Part(line, RUN, line.amount)
        return
    found = weights.of(line)
    if found is None:
        initiative = weights.initiatives.get(line.initiative or "")
        yield Part(line, NONE, line.amount, _reason(line, initiative))
    elif len(found.keys) == 1:
        yield Part(line, found.keys[0], line.amount)
    else:
        for objective, amount in found.cut(line.amount):
            yield Part(line, objective, amount)


@dataclass(frozen=True)
class _ServedBy:
    """What initiatives serve since when, each read once: money has many lines of the same."""

    initiatives: Mapping[str, Initiative]
    _found: dict[str, tuple[list[date], list[Weights]]] = field(default_factory=dict)

    def of(self, line: MoneyLine) -> Weights | None:
        """How a line is cut, as `serving` says; None where it serves nothing."""
        key = line.initiative or ""
        if key not in self._found:
            self._found[key] = self._since(self.initiatives.get(key))
        starts, weights = self._found[key]
        place = _begun(starts, line.on, line.until)
        return None if place is None else weights[place]

    @staticmethod
    def _since(initiative: Initiative | None) -> tuple[list[date], list[Weights]]:
        starts = _starts(initiative) if initiative else []
        return starts, [Weights.of(initiative.serves(start)) for start in starts if initiative]


def _reason(line: MoneyLine, initiative: Initiative | None) -> str:
    if initiative is not None:
        return f"{initiative.title} serves no objective"
    if line.initiative:
        return f"the plan knows no initiative {line.initiative}"
    if line.category == "reserve":
        return "reserve that is not given out"
    return "no initiative"


def serving(initiative: Initiative, on: date, until: date | None = None) -> dict[str, Decimal]:
    """What part of an initiative serves which objective on a day, as fractions.

    Money of a month in which the initiative begins to serve counts for what it begins with.
    """
    starts = _starts(initiative)
    place = _begun(starts, on, until)
    return {} if place is None else initiative.serves(starts[place])


def _starts(initiative: Initiative) -> list[date]:
    """The days from which on it serves what it serves, in order."""
    return sorted({one.since or date.min for one in initiative.contributions})


def _begun(starts: list[date], on: date, until: date | None) -> int | None:
    """Which of the starts counts on a day, or for a time that the first one falls into."""
    place = bisect_right(starts, on) - 1
    if place < 0 and until is not None and starts and starts[0] <= until:
        return 0
    return place if place >= 0 else None


def apportion(amount: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Cut an amount by shares so that the pieces sum to it exactly.

    Args:
        amount: Kept at the four decimals that tables keep.
        shares: By key, above 0; only how they stand to each other counts.

    Returns:
        By key. What rounding leaves over goes to the largest remainders; of equal ones to the
        key that comes first.

    Raises:
        BadInput: If there is nothing to cut by.

    Source:
        Hamilton's method of largest remainders.

    Examples:
        >>> third = Decimal(1)
        >>> pieces = apportion(Decimal("0.01"), {"a": third, "b": third, "c": third})
        >>> [str(piece) for piece in pieces.values()]
        ['0.0034', '0.0033', '0.0033']
    """
    return dict(Weights.of(shares).cut(amount))


@dataclass(frozen=True)
class Weights:
    """Shares as whole numbers, ready to cut many amounts.

    Attributes:
        keys: What is served.
        weights: Of each key.
        whole: Their sum.
    """

    keys: tuple[str, ...]
    weights: tuple[int, ...]
    whole: int

    @classmethod
    def of(cls, shares: Mapping[str, Decimal]) -> Weights:
        """Weights that stand to each other as shares do.

        Raises:
            BadInput: If there is nothing to cut by.
        """
        ratios = [share.as_integer_ratio() for share in shares.values()]
        common = lcm(*(below for _, below in ratios))
        weights = tuple(above * (common // below) for above, below in ratios)
        if sum(weights) <= 0:
            raise BadInput(f"An amount cannot be cut by {dict(shares)}; expected shares above 0.")
        return cls(tuple(shares), weights, sum(weights))

    def cut(self, amount: Decimal) -> list[tuple[str, Decimal]]:
        """The pieces of an amount by key, as `apportion` makes them."""
        units = int(as_money(amount).scaleb(SCALE))
        sign, size = (-1, -units) if units < 0 else (1, units)
        exact = [divmod(weight * size, self.whole) for weight in self.weights]
        pieces = [piece for piece, _ in exact]
        left = size - sum(pieces)
        if left:
            order = sorted(range(len(exact)), key=lambda one: (-exact[one][1], self.keys[one]))
            for place in order[:left]:
                pieces[place] += 1
        amounts = (Decimal(sign * piece).scaleb(-SCALE) for piece in pieces)
        return list(zip(self.keys, amounts, strict=True))


def summed(parts: Iterable[Part]) -> dict[str, Decimal]:
    """Sum the parts by what they serve."""
    sums: dict[str, Decimal] = {}
    for part in parts:
        sums[part.serves] = sums.get(part.serves, Decimal(0)) + part.amount
    return sums
