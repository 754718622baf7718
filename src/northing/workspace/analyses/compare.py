"""Every rule over the same conversions: who gets what, and how far the rules disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from northing.calendar import Period
from northing.workspace.analyses.agreement import Agreement, agreement_of
from northing.workspace.analyses.asked import (
    UNATTRIBUTED,
    Asked,
    Key,
    amounts_json,
    check_by,
)
from northing.workspace.measuring import Amount

if TYPE_CHECKING:
    from northing.attribution.rule import Rule
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace

DIMENSIONS = ("channel", "campaign", "segment", "country", "device")
OF = ("value", "conversions")

Credits = Mapping[str, Mapping[Key, Amount]]
"""Credit by rule, then by key."""


@dataclass(frozen=True)
class ComparedKey:
    """What every rule gives one channel or campaign.

    Attributes:
        key: The channel, campaign …; None: credit that names none.
        credit: By rule. A rule that cannot measure the key is not among them.
        share: Of all conversions or all value, unattributed included, by rule.
        rank: By rule, 1 gets most.
        spread: Largest less smallest share; None where fewer than two rules have one.
    """

    key: Key
    credit: Mapping[str, Amount]
    share: Mapping[str, float | None]
    rank: Mapping[str, int]
    spread: float | None

    @property
    def ranks_differ(self) -> bool:
        return len(set(self.rank.values())) > 1

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "credit": amounts_json(self.credit),
            "share": dict(self.share),
            "rank": dict(self.rank),
            "ranks_differ": self.ranks_differ,
            "spread": self.spread,
        }


@dataclass(frozen=True)
class RuleComparison:
    """Rules side by side over one kind of conversion.

    Attributes:
        kind: Kind of conversion.
        by: What credit is split by.
        of: Whether shares, ranks and spread are of "value" or of "conversions".
        rules: Those that could be asked, in order.
        absent: Why each of the others could not.
        rows: The widest spread last, the largest credit first.
        unattributed: What no touch accounts for, by rule; it has no rank.
        total: All conversions, the same under every rule.
        moved: For each pair of rules the share of all credit that moves between them.
        agreement: Of what was declared with the last touch; None where nothing was declared.
        header: Currency, as-of, period, snapshot, lookback.
        notes: What to know before believing it.
    """

    kind: str
    by: str
    of: str
    rules: tuple[str, ...]
    absent: Mapping[str, str]
    rows: tuple[ComparedKey, ...]
    unattributed: ComparedKey
    total: Amount
    moved: Mapping[tuple[str, str], float]
    agreement: Agreement | None
    header: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def most_moved(self) -> tuple[tuple[str, str], float] | None:
        """The two rules that differ most, and by how much of all credit."""
        return max(self.moved.items(), key=lambda pair: pair[1]) if self.moved else None

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "kind": self.kind,
            "by": self.by,
            "of": self.of,
            **self.header,
            "rules": list(self.rules),
            "absent": dict(self.absent),
            "rows": [row.as_dict() for row in self.rows],
            "unattributed": self.unattributed.as_dict(),
            "total": self.total.as_dict(),
            "moved": [
                {"rules": list(pair), "share_of_credit": share}
                for pair, share in self.moved.items()
            ],
            "agreement": self.agreement.to_json() if self.agreement else None,
            "notes": list(self.notes),
        }


def compare_rules(
    workspace: Workspace,
    *,
    kind: str | None = None,
    by: str = "channel",
    of: str | None = None,
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
) -> RuleComparison:
    """Set every rule's credit side by side. See `Workspace.compare_rules`."""
    from northing.attribution import RULES

    asked = Asked.of(workspace, period, snapshot)
    kind, by = asked.kind(kind), check_by(by, DIMENSIONS)
    agreement = agreement_of(asked, kind)
    absent = {
        name: why for name, rule in RULES.items() if (why := _absence(asked, kind, rule, agreement))
    }
    by_rule = {name: asked.credit([kind], name, by) for name in RULES if name not in absent}
    total = _total(next(iter(by_rule.values()), {}))
    of = check_by(of, OF) if of else ("value" if total.value > 0 else "conversions")
    rows, unattributed = _rows(asked, by, by_rule, total, of)
    return RuleComparison(
        kind=kind,
        by=by,
        of=of,
        rules=tuple(by_rule),
        absent=absent,
        rows=rows,
        unattributed=unattributed,
        total=total,
        moved=_moved(by_rule, total, of),
        agreement=agreement,
        header={**asked.header(), "lookback_days": asked.settings.lookback(kind)},
        notes=_notes(asked, by, total, of),
    )


def _absence(asked: Asked, kind: str, rule: Rule, agreement: Agreement | None) -> str | None:
    """A sentence where a rule needs something that the data do not hold."""
    from northing.attribution.log import MILESTONE_KINDS

    if "declaration" in rule.needs and not (agreement and agreement.declared):
        return f"No {kind} conversion of {asked.period} carries a declared channel."
    if "milestones" in rule.needs and not {*asked.kinds} & {*MILESTONE_KINDS}:
        return f"It needs milestones ({', '.join(MILESTONE_KINDS)}), and there are none."
    if "nulls" in rule.needs and not _has_nulls(asked, kind):
        return f"It needs journeys that did not end in {kind}, and there are none."
    return None


def _has_nulls(asked: Asked, kind: str) -> bool:
    from northing.attribution.markov import NULL
    from northing.engine import quote_text

    sql = f"""
        SELECT count(*) AS n FROM credit_transitions
        WHERE kind = {quote_text(kind)} AND to_state = {quote_text(NULL)}"""
    return bool(asked.rows(sql)[0]["n"])


def _total(credit: Mapping[Key, Amount]) -> Amount:
    return Amount(
        sum(amount.conversions for amount in credit.values()),
        sum(amount.value for amount in credit.values()),
    )


def _rows(
    asked: Asked, by: str, by_rule: Credits, total: Amount, of: str
) -> tuple[tuple[ComparedKey, ...], ComparedKey]:
    from northing.attribution.disagreement import ranks

    unseen = asked.unseen if by == "channel" else frozenset()
    keys = dict.fromkeys([key for credit in by_rule.values() for key in credit])
    keys.pop(UNATTRIBUTED, None)
    places = {
        rule: ranks({key: _amount(credit, key, of) for key in keys if key not in unseen})
        for rule, credit in by_rule.items()
    }

    def row(key: Key) -> ComparedKey:
        measurable = {
            rule: credit.get(key, Amount(0.0, 0.0))
            for rule, credit in by_rule.items()
            if key not in unseen or key in credit
        }
        return _compared(key, measurable, places, total, of)

    rows = sorted(
        (row(key) for key in dict.fromkeys([*keys, *sorted(unseen)])),
        key=lambda one: (
            -max((getattr(amount, of) for amount in one.credit.values()), default=0.0),
            str(one.key),
        ),
    )
    return tuple(rows), row(UNATTRIBUTED)


def _compared(
    key: Key,
    credit: Mapping[str, Amount],
    places: Mapping[str, Mapping[Key, int]],
    total: Amount,
    of: str,
) -> ComparedKey:
    from northing.attribution.disagreement import shares

    share = shares({rule: getattr(amount, of) for rule, amount in credit.items()}, _of(total, of))
    known = [part for part in share.values() if part is not None]
    return ComparedKey(
        None if key == UNATTRIBUTED else key,
        credit,
        share,
        {rule: places[rule][key] for rule in credit if key in places[rule]},
        max(known) - min(known) if len(known) > 1 else None,
    )


def _moved(by_rule: Credits, total: Amount, of: str) -> dict[tuple[str, str], float]:
    from northing.attribution.disagreement import moved_between

    whole = _of(total, of)
    if whole <= 0:
        return {}
    return moved_between(
        {
            rule: {key: getattr(amount, of) / whole for key, amount in credit.items()}
            for rule, credit in by_rule.items()
        }
    )


def _amount(credit: Mapping[Key, Amount], key: Key, of: str) -> float:
    return _of(credit[key], of) if key in credit else 0.0


def _of(amount: Amount, of: str) -> float:
    value: float = getattr(amount, of)
    return value


def _notes(asked: Asked, by: str, total: Amount, of: str) -> tuple[str, ...]:
    notes = ["Rules say who was present, not what was caused: none of them is the right one."]
    if _of(total, of) <= 0:
        notes.append(f"All {of} come to {_of(total, of):g}: shares have no meaning.")
    if asked.unseen:
        notes.append(
            "Not measurable by rules that need touches, because they leave none: "
            f"{', '.join(sorted(asked.unseen))}."
        )
    if by in ("country", "device"):
        notes.append(f"The {by} is the conversion's, else that of its last touch.")
    return tuple(notes)
