"""What differs between two plans, one sentence each, and how much money moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from northing.plan.kind import KINDS
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.plan import Plan
from northing.plan.records import record_of
from northing.plan.values import Amount, Money

SHARES = {
    "run_share": "share for people and tools",
    "long_share": "share for the long term",
    "reserve_share": "share in reserve",
}


@dataclass(frozen=True)
class Moved:
    """Money that one plan has more than another, in one state and currency."""

    state: Money
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        kind: A name of `KINDS`, or "plan" for a share of the whole.
        key: Of the entry; empty for the plan.
        title: What people call the entry.
        change: added, changed or removed.
        field: Which field changed, as "planned 2026-03" for money; empty for a whole entry.
        before: What it was, as text; empty where nothing was.
        after: What it is.
        money: What moved with it; nothing where no money did.
    """

    kind: str
    key: str
    title: str
    change: Literal["added", "changed", "removed"]
    field: str = ""
    before: str = ""
    after: str = ""
    money: tuple[Moved, ...] = ()

    @property
    def sentence(self) -> str:
        """The difference in words.

        Examples:
            >>> Difference("objective", "grow", "Grow", "changed", "owner", "mara", "lars").sentence
            'Objective "Grow" (grow): owner from mara to lars.'
        """
        what = KINDS[self.kind].title.capitalize() if self.kind in KINDS else "The plan"
        named = f' "{self.title}" ({self.key})' if self.key else ""
        if not self.field:
            return f"{what}{named} {self.change}{_sums(self.money)}."
        before, after = self.before or "nothing", self.after or "nothing"
        moved = _sums(self.money) if self.before and self.after else ""
        return f"{what}{named}: {self.field.replace('_', ' ')} from {before} to {after}{moved}."

    def __str__(self) -> str:
        return self.sentence


def differences(before: Plan, after: Plan) -> list[Difference]:
    """Everything that changed from one plan to the other.

    Returns:
        By kind in their order in files, then by key; a changed entry has one difference a
        field, a budget line one for each amount.

    Examples:
        >>> from northing.plan.kinds.objective import Objective
        >>> one = Plan.of([Objective("grow", "Grow", "company", "mara")])
        >>> two = Plan.of([Objective("grow", "Grow", "company", "lars")])
        >>> print(*differences(one, two))
        Objective "Grow" (grow): owner from mara to lars.
    """
    found = list(_shares(before, after))
    for name in sorted(KINDS, key=lambda name: (KINDS[name].order, name)):
        old, new = before.entries.get(name, {}), after.entries.get(name, {})
        for key in sorted({*old, *new}):
            found += _entry(name, key, old.get(key), new.get(key))
    return found


def money_moved(found: Iterable[Difference]) -> tuple[Moved, ...]:
    """What differences move in all, by state and currency, without what comes to nothing."""
    return _net(moved for one in found for moved in one.money)


def _shares(before: Plan, after: Plan) -> Iterator[Difference]:
    for name, title in SHARES.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Difference("plan", "", "", "changed", title, _text(old), _text(new))


def _entry(kind: str, key: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    title = _title(new if new is not None else old)
    if old is None:
        yield Difference(kind, key, title, "added", money=_net(_money(new, 1)))
    elif new is None:
        yield Difference(kind, key, title, "removed", money=_net(_money(old, -1)))
    else:
        yield from _fields(kind, key, title, old, new)


def _fields(kind: str, key: str, title: str, old: Any, new: Any) -> Iterator[Difference]:
    was, now = record_of(old), record_of(new)
    for one in fields(old):
        if getattr(old, one.name) == getattr(new, one.name):
            continue
        if isinstance(old, BudgetLine) and one.name == "amounts":
            yield from _amounts(kind, key, title, old, new)
            continue
        before, after = _text(was.get(one.name)), _text(now.get(one.name))
        yield Difference(
            kind,
            key,
            title,
            "changed",
            one.name,
            before or _text(getattr(old, one.name)),
            after or _text(getattr(new, one.name)),
        )


def _amounts(
    kind: str, key: str, title: str, old: BudgetLine, new: BudgetLine
) -> Iterator[Difference]:
    was, now = _by_month(old), _by_month(new)
    for place in sorted({*was, *now}):
        before, after = was.get(place), now.get(place)
        if before == after:
            continue
        month, state = place
        moved = [Moved(state, before.currency, -before.amount)] if before else []
        moved += [Moved(state, after.currency, after.amount)] if after else []
        yield Difference(
            kind,
            key,
            title,
            "changed",
            f"{state} {month:%Y-%m}",
            _amount(before),
            _amount(after),
            _net(moved),
        )


def _by_month(line: BudgetLine) -> Mapping[tuple[date, Money], Amount]:
    return {(one.month, one.state): one for one in line.amounts}


def _money(value: Any, sign: int) -> Iterator[Moved]:
    if isinstance(value, BudgetLine):
        for one in value.amounts:
            yield Moved(one.state, one.currency, sign * one.amount)


def _net(moves: Iterable[Moved]) -> tuple[Moved, ...]:
    sums: dict[tuple[Money, str], Decimal] = {}
    for one in moves:
        place = (one.state, one.currency)
        sums[place] = sums.get(place, Decimal(0)) + one.amount
    return tuple(Moved(*place, amount) for place, amount in sorted(sums.items()) if amount)


def _title(value: Any) -> str:
    names = ("title", "deliverable", "name", "domain", "reason", "who", "role", "note")
    found = (getattr(value, name, "") for name in names)
    return str(next((one for one in found if one), value.key))


def _sums(moves: Iterable[Moved]) -> str:
    listed = ", ".join(f"{one.state} {one.amount:+,.2f} {one.currency}" for one in moves)
    return f" ({listed})" if listed else ""


def _amount(one: Amount | None) -> str:
    return f"{one.amount:,.2f} {one.currency}" if one else ""


def _text(value: Any) -> str:
    if value is None or (not value and not isinstance(value, int | Decimal)):
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name.replace('_', ' ')} {_text(one)}" for name, one in value.items())
    return format(value, "f") if isinstance(value, Decimal) else str(value)
