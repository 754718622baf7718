"""The 80/20 curve: how few campaigns bring most of the value, and what they cost beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from northing.calendar import Period
from northing.errors import Missing, NotDivisible
from northing.workspace.analyses.asked import UNATTRIBUTED, Asked, Key, check_by

if TYPE_CHECKING:
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace

DIMENSIONS = ("campaign", "channel", "content", "segment", "country", "device")
OF = ("value", "conversions", "spend")
_SPEND_CARRIES = ("campaign", "channel", "content", "country", "device")
_TOUCH_DIMENSIONS = ("campaign", "channel", "content")
TOP, MOST = 0.2, 0.8


@dataclass(frozen=True)
class ConcentrationRow:
    """One key, those that bring more standing before it.

    Attributes:
        key: The campaign, channel …
        amount: What the curve is of.
        share: Of the curve's total.
        cumulative_share: Of this key and those before it.
        keys_share: How many of all keys these are.
        spend: Media spend of the key; None where it has none, or spend lacks the dimension.
        cumulative_spend_share: Spend of this key and those before it, of the curve's spend.
    """

    key: Key
    amount: float
    share: float | None
    cumulative_share: float | None
    keys_share: float
    spend: float | None
    cumulative_spend_share: float | None

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Concentration:
    """How an amount is spread over keys.

    Attributes:
        by: What the keys are.
        of: value, conversions or spend.
        kinds: Kinds of conversion that are counted.
        rule: Attribution rule.
        rows: The largest amount first.
        total: What the rows bring together.
        spend: What they cost together; None where there is none, or it lacks the dimension.
        top_share: Share that the first 20 % of the keys bring, rounded up to whole keys.
        top_keys: How many keys these are.
        keys_for_most: How many keys bring 80 %.
        gini: 0 all alike, towards 1 one brings all; None where an amount is negative.
        tail_spend: Spend of the keys behind the first 80 %: what costs and hardly brings.
        outside: Amounts that name no key, or no touch, and so are not on the curve.
        not_measurable: Spend of keys that no rule can see, such as television.
        header: Currency, as-of, period, snapshot.
        notes: What to know before believing it.
    """

    by: str
    of: str
    kinds: tuple[str, ...]
    rule: str
    rows: tuple[ConcentrationRow, ...]
    total: float
    spend: float | None
    top_share: float | None
    top_keys: int
    keys_for_most: int | None
    gini: float | None
    tail_spend: float | None
    outside: Mapping[str, float]
    not_measurable: Mapping[str, float]
    header: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "by": self.by,
            "of": self.of,
            "kinds": list(self.kinds),
            "rule": self.rule,
            **self.header,
            "total": self.total,
            "spend": self.spend,
            "top_keys": self.top_keys,
            "top_share": self.top_share,
            "keys": len(self.rows),
            "keys_for_80_percent": self.keys_for_most,
            "gini": self.gini,
            "tail_spend": self.tail_spend,
            "outside": dict(self.outside),
            "not_measurable": dict(self.not_measurable),
            "rows": [row.as_dict() for row in self.rows],
            "notes": list(self.notes),
        }


def concentration(
    workspace: Workspace,
    *,
    by: str = "campaign",
    of: str = "value",
    kind: str | None = None,
    rule: str | None = None,
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
) -> Concentration:
    """Order keys by what they bring and add up. See `Workspace.concentration`."""
    from northing.attribution import RULES

    asked = Asked.of(workspace, period, snapshot)
    by, of = check_by(by, DIMENSIONS), check_by(of, OF)
    spends = (asked.spend(by) or None) if by in _SPEND_CARRIES else None
    if of == "spend" and by in _SPEND_CARRIES and spends is None:
        raise Missing(f"There is no spend in {asked.period}: load spend.")
    if of == "spend" and spends is None:
        raise NotDivisible(f"Spend is not kept by {by}; use one of {', '.join(_SPEND_CARRIES)}.")
    kinds = (asked.kind(kind),) if kind else revenue_kinds(asked)
    rule = rule or asked.settings.rule
    RULES[rule]  # an unknown one is refused even where spend needs none
    amounts = _amounts(asked, by, of, kinds, rule, spends)
    hidden = asked.hidden_spend(by) if of != "spend" and spends else {}
    return _concentrated(asked, by, of, kinds, rule, amounts, spends, hidden)


def revenue_kinds(asked: Asked) -> tuple[str, ...]:
    """The kinds of conversion that are revenue and that there are; else the settings' kind."""
    found = tuple(kind for kind in asked.settings.revenue_kinds if kind in asked.kinds)
    return found or (asked.kind(None),)


def _amounts(
    asked: Asked,
    by: str,
    of: str,
    kinds: Sequence[str],
    rule: str,
    spends: Mapping[Key, float] | None,
) -> dict[Key, float]:
    """What each key brings. A key with spend and no credit brings 0: it is on the curve."""
    if of == "spend":
        return dict(spends or {})
    # A conversion that no touch explains still has its segment, country and device.
    credit = asked.credit(kinds, rule, by, whole=by not in _TOUCH_DIMENSIONS)
    amounts = {key: float(getattr(amount, of)) for key, amount in credit.items()}
    return {**dict.fromkeys(spends or {}, 0.0), **amounts}


def _concentrated(
    asked: Asked,
    by: str,
    of: str,
    kinds: tuple[str, ...],
    rule: str,
    amounts: Mapping[Key, float],
    spends: Mapping[Key, float] | None,
    hidden: Mapping[Key, float],
) -> Concentration:
    from northing.attribution.concentration import curve_of

    outside = {
        name: amounts[key]
        for name, key in ((f"no {by}", None), ("unattributed", UNATTRIBUTED))
        if amounts.get(key)
    }
    # What no rule can see, and what was earned all the same (a declared channel), is kept.
    seen: dict[Key, float] = {
        key: amount
        for key, amount in amounts.items()
        if key not in (None, UNATTRIBUTED) and (key not in hidden or amount)
    }
    ordered = sorted(seen, key=lambda key: (-seen[key], str(key)))
    curve = curve_of(seen.values())
    rows = _rows(ordered, seen, curve.cumulative, spends)
    most = curve.keys_for(MOST)
    spend = None if spends is None else sum(row.spend or 0.0 for row in rows)
    return Concentration(
        by=by,
        of=of,
        kinds=kinds,
        rule=rule,
        rows=rows,
        total=sum(seen.values()),
        spend=spend,
        top_share=curve.share_of_top(TOP),
        top_keys=curve.count_of_top(TOP),
        keys_for_most=most,
        gini=curve.gini,
        tail_spend=None if most is None or spend is None else sum_spend(rows[most:]),
        outside=outside,
        not_measurable={str(key): part for key, part in hidden.items() if key not in seen},
        header=asked.header(),
        notes=_notes(by, of, rows, spends, hidden),
    )


def _rows(
    ordered: Sequence[Key],
    amounts: Mapping[Key, float],
    cumulative: Sequence[float],
    spends: Mapping[Key, float] | None,
) -> tuple[ConcentrationRow, ...]:
    from northing.attribution.concentration import cumulative_shares

    total = sum(amounts.values())
    costs = None if spends is None else [spends.get(key, 0.0) for key in ordered]
    running = cumulative_shares(costs) if costs else ()
    return tuple(
        ConcentrationRow(
            key=key,
            amount=amounts[key],
            share=amounts[key] / total if total > 0 else None,
            cumulative_share=cumulative[place] if cumulative else None,
            keys_share=(place + 1) / len(ordered),
            spend=None if spends is None else spends.get(key),
            cumulative_spend_share=running[place] if running else None,
        )
        for place, key in enumerate(ordered)
    )


def sum_spend(rows: Sequence[ConcentrationRow]) -> float:
    """What some keys cost together."""
    return sum(row.spend or 0.0 for row in rows)


def _notes(
    by: str,
    of: str,
    rows: Sequence[ConcentrationRow],
    spends: Mapping[Key, float] | None,
    hidden: Mapping[Key, float],
) -> tuple[str, ...]:
    notes = []
    if any(row.amount < 0 for row in rows):
        notes.append(
            "Some amounts are negative (returns, credits): the curve rises above 100 % before it "
            "comes back, and Gini's coefficient has no meaning."
        )
    if sum(row.amount for row in rows) <= 0:
        notes.append(f"All {of} together come to 0 or less: there is no curve.")
    if spends is None and by in _SPEND_CARRIES:
        notes.append("There is no spend in the period, so none stands beside the curve.")
    elif spends is None:
        notes.append(f"Spend is not kept by {by}, so none stands beside the curve.")
    if hidden:
        notes.append(
            "Left out, because no rule can see what leaves no touches: "
            f"{', '.join(sorted(map(str, hidden)))}."
        )
    return tuple(notes)
