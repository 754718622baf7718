"""Lead quality: what became of the leads that each campaign brought, at equal age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from northing.calendar import GRAINS, Period, split_period
from northing.engine import quote_name, quote_text
from northing.errors import Missing, NotDivisible, Unknown
from northing.workspace.analyses.asked import UNATTRIBUTED, Asked, Key, check_by
from northing.workspace.measuring import calendar_of

if TYPE_CHECKING:
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace

DIMENSIONS = ("campaign", "channel", *GRAINS)
NEARLY_ALL = 0.95
"""A stage is judged after the days within which this share of those who reached it had."""


@dataclass(frozen=True)
class StageRate:
    """How many of some leads reached a stage.

    Attributes:
        reached: So far, at whatever age.
        old_enough: Leads that had the full number of days to reach it.
        within: Those of them that reached it within these days.
        rate: within ÷ old_enough, comparable between cohorts; None where none is old enough.
        low, high: Its 95 % bounds by Wilson.
        few: Fewer than 30 old enough: shown, not to be compared.
        mature_share: old_enough ÷ leads.
    """

    reached: float
    old_enough: float
    within: float
    rate: float | None
    low: float | None
    high: float | None
    few: bool
    mature_share: float | None

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class LeadCohort:
    """The leads of one campaign, channel or period.

    Attributes:
        key: None: leads by something that names no campaign.
        leads: Credited under the rule.
        stages: By later stage.
        value: Revenue of these leads so far.
        pipeline: Value of the opportunities that grew from them; None where there is no stage.
        spend: Media spend of the key in the period; None where spend does not carry the key.
        value_per_lead, cost_per_lead, cost_per_won: Ratios of these sums; None where undefined.
    """

    key: Key
    leads: float
    stages: Mapping[str, StageRate]
    value: float
    pipeline: float | None
    spend: float | None
    value_per_lead: float | None
    cost_per_lead: float | None
    cost_per_won: float | None

    def as_dict(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        stages = {stage: rate.as_dict() for stage, rate in self.stages.items()}
        return {**plain, "stages": stages}


@dataclass(frozen=True)
class LeadQuality:
    """Cohorts of leads beside one another.

    Attributes:
        entry: Kind of conversion with which leads enter.
        stages: Later ones, in order.
        by: What the cohorts are cut by.
        rule: Which touch brought a lead.
        days: After how many days each stage is judged.
        rows: Most leads first, or in order of time.
        unattributed: Leads that no touch explains.
        total: All leads of the period, and all spend.
        not_measurable: Spend of keys whose leads no rule can see, such as television.
        header: Currency, as-of, period, snapshot.
        notes: What to know before believing it.
    """

    entry: str
    stages: tuple[str, ...]
    by: str
    rule: str
    days: Mapping[str, int]
    rows: tuple[LeadCohort, ...]
    unattributed: LeadCohort
    total: LeadCohort
    not_measurable: Mapping[str, float]
    header: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "entry": self.entry,
            "stages": list(self.stages),
            "by": self.by,
            "rule": self.rule,
            "judged_after_days": dict(self.days),
            **self.header,
            "rows": [row.as_dict() for row in self.rows],
            "unattributed": self.unattributed.as_dict(),
            "total": self.total.as_dict(),
            "not_measurable": dict(self.not_measurable),
            "notes": list(self.notes),
        }


def lead_quality(
    workspace: Workspace,
    *,
    by: str = "campaign",
    entry: str | None = None,
    rule: str | None = None,
    within_days: int | None = None,
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
) -> LeadQuality:
    """Follow leads by what brought them. See `Workspace.lead_quality`."""
    asked = Asked.of(workspace, period, snapshot)
    by, rule = check_by(by, DIMENSIONS), _additive(rule or asked.settings.rule)
    entry, stages = _ladder(asked, entry)
    days = _days(asked, entry, stages, within_days)
    sums = _sums(asked, by, entry, rule, days)
    spends = _spends(asked, by)
    keys = [key for key in sums if key not in (UNATTRIBUTED, _TOTAL)]
    hidden = {} if by in GRAINS else asked.hidden_spend(by)
    hidden = {key: amount for key, amount in hidden.items() if key not in sums}
    if by not in GRAINS:
        paid = [key for key in spends if key not in sums and key not in hidden]
        keys = sorted([*keys, *paid], key=lambda key: (-_leads(sums, key, entry), str(key)))

    def cohort(key: Key, spend: float | None) -> LeadCohort:
        return _cohort(key, entry, stages, sums.get(key, {}), spend)

    return LeadQuality(
        entry=entry,
        stages=stages,
        by=by,
        rule=rule,
        days=days,
        rows=tuple(cohort(key, spends.get(key)) for key in keys),
        unattributed=cohort(UNATTRIBUTED, None),
        total=cohort(_TOTAL, sum(spends.values()) if spends else None),
        not_measurable={str(key): amount for key, amount in hidden.items()},
        header=asked.header(),
        notes=_notes(asked, entry, days),
    )


_TOTAL = "\0total"

Sums = Mapping[str, Mapping[str, float]]
"""By stage: leads, reached, old_enough, within, value."""


def _additive(rule: str) -> str:
    from northing.attribution import RULES, additive_rules

    if not RULES[rule].additive:
        raise NotDivisible(
            f"{rule} is solved for all leads together and cannot follow single ones; use one of "
            f"{', '.join(additive_rules())}."
        )
    return rule


def _ladder(asked: Asked, entry: str | None) -> tuple[str, tuple[str, ...]]:
    from northing.workspace.funnel import ladders_of

    ladders = {ladder[0]: ladder[1:] for ladder in ladders_of(asked.kinds)}
    if not ladders:
        raise Missing(
            "There are no leads to follow: load conversions of at least two of the kinds lead, "
            "mql, sql, opportunity, won, or signup and order."
        )
    chosen = entry or next(iter(ladders))
    if chosen not in ladders:
        raise Unknown("kind with which leads enter", chosen, ladders)
    return chosen, ladders[chosen]


def _days(
    asked: Asked, entry: str, stages: Sequence[str], within_days: int | None
) -> dict[str, int]:
    """After how many days each stage is judged: when nearly all who ever reached it had."""
    from northing.errors import OutOfRange

    if within_days is not None:
        if within_days < 1:
            raise OutOfRange("within_days", within_days, "a whole number of days above 0")
        return dict.fromkeys(stages, within_days)
    rows = asked.rows(
        f"""SELECT stage, days, sum(conversions_declared) AS n FROM lead_cohorts
            WHERE entry = {quote_text(entry)} GROUP BY stage, days ORDER BY stage, days"""
    )
    return {
        stage: _quantile([(r["days"], r["n"]) for r in rows if r["stage"] == stage])
        for stage in stages
    }


def _quantile(counts: Sequence[tuple[int, float]]) -> int:
    left = NEARLY_ALL * sum(count for _, count in counts)
    for days, count in counts:
        left -= count
        if left <= 1e-9:
            return max(1, days)
    return 1


def _sums(
    asked: Asked, by: str, entry: str, rule: str, days: Mapping[str, int]
) -> dict[Key, dict[str, dict[str, float]]]:
    """Per key and stage: leads, reached, old enough, within the days, value."""
    as_of = asked.snapshot.as_of
    horizons = pa.table(
        {
            "stage": [entry, *days],
            "days": pa.array([0, *days.values()], pa.int64()),
            "until": pa.array(
                [as_of, *(as_of - timedelta(days=count) for count in days.values())], pa.date32()
            ),
        }
    )
    leads = quote_name(f"conversions_{rule}")
    value = quote_name(f"value_{rule}")
    key, join, pieces = _key(asked, by)
    sql = f"""
        SELECT {key} AS key, c.channel IS NULL AS unattributed, h.stage AS stage,
               sum(CASE WHEN c.stage = {quote_text(entry)} AND c.date <= h.until
                        THEN {leads} ELSE 0 END) AS old_enough,
               sum(CASE WHEN c.stage = h.stage THEN {leads} ELSE 0 END) AS reached,
               sum(CASE WHEN c.stage = h.stage AND c.date <= h.until AND c.days <= h.days
                        THEN {leads} ELSE 0 END) AS within,
               sum(CASE WHEN c.stage = h.stage THEN {value} ELSE 0 END) AS value
        FROM lead_cohorts c {join} CROSS JOIN horizons h
        WHERE c.entry = {quote_text(entry)} AND {asked.dated()}
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    found: dict[Key, dict[str, dict[str, float]]] = {}
    for row in asked.rows(sql, horizons=horizons, **pieces):
        unattributed = row["unattributed"] and by not in GRAINS
        for name in (UNATTRIBUTED if unattributed else row["key"], _TOTAL):
            held = found.setdefault(name, {}).setdefault(row["stage"], {})
            for column in ("old_enough", "reached", "within", "value"):
                held[column] = held.get(column, 0.0) + row[column]
    return {key: stages for key, stages in found.items() if stages[entry]["reached"] > 1e-9}


def _key(asked: Asked, by: str) -> tuple[str, str, dict[str, pa.Table]]:
    """SQL of the key, and the pieces of the calendar that it comes from."""
    if by not in GRAINS:
        return f"c.{quote_name(by)}", "", {}
    grain = next(one for one in GRAINS if one == by)
    pieces = split_period(asked.period, grain, calendar_of(asked.workspace, asked.snapshot))
    table = pa.table(
        {
            "label": [piece.label for piece in pieces],
            "first_day": pa.array([piece.start for piece in pieces], pa.date32()),
            "after": pa.array([piece.end for piece in pieces], pa.date32()),
        }
    )
    join = "JOIN pieces p ON c.date >= p.first_day AND c.date < p.after"
    return "p.label", join, {"pieces": table}


def _spends(asked: Asked, by: str) -> dict[Key, float]:
    if by not in GRAINS:
        return asked.spend(by)
    _, _, pieces = _key(asked, by)
    sql = f"""
        SELECT p.label AS key, CAST(sum(c.amount) AS DOUBLE) AS amount
        FROM spend_daily c JOIN pieces p ON c.date >= p.first_day AND c.date < p.after
        WHERE {asked.dated()} GROUP BY 1 ORDER BY 1"""
    return {row["key"]: row["amount"] for row in asked.rows(sql, **pieces)}


def _leads(sums: Mapping[Key, Sums], key: Key, entry: str) -> float:
    return sums[key][entry]["reached"] if key in sums else 0.0


def _cohort(
    key: Key, entry: str, stages: Sequence[str], sums: Sums, spend: float | None
) -> LeadCohort:
    leads = sums[entry]["reached"] if sums else 0.0
    last = stages[-1]
    won = sums[last]["reached"] if last in sums else 0.0
    value = sums[last]["value"] if last in sums else 0.0
    pipeline = sums.get("opportunity", {}).get("value") if "opportunity" in stages else None
    return LeadCohort(
        key=None if key in (UNATTRIBUTED, _TOTAL) else key,
        leads=leads,
        stages={stage: _rate(sums.get(stage, {}), leads) for stage in stages},
        value=value,
        pipeline=pipeline,
        spend=spend,
        value_per_lead=_ratio(value, leads),
        cost_per_lead=_ratio(spend, leads),
        cost_per_won=_ratio(spend, won),
    )


def _rate(sums: Mapping[str, float], leads: float) -> StageRate:
    from northing.attribution.proportion import FEW, wilson

    old, within = sums.get("old_enough", 0.0), sums.get("within", 0.0)
    low, high = wilson(within, old) if old > 1e-9 else (None, None)
    return StageRate(
        reached=sums.get("reached", 0.0),
        old_enough=old,
        within=within,
        rate=_ratio(within, old),
        low=low,
        high=high,
        few=old < FEW,
        mature_share=_ratio(old, leads),
    )


def _ratio(above: float | None, below: float) -> float | None:
    # What is credited to nobody is 0 but for the last digits.
    return None if above is None or below <= 1e-9 else above / below


def _notes(asked: Asked, entry: str, days: Mapping[str, int]) -> tuple[str, ...]:
    judged = ", ".join(f"{stage} after {count}" for stage, count in days.items())
    notes = [
        f"Rates compare at equal age, in days: {judged}. Younger {entry} conversions are left out "
        "of the rate; values and costs count what has happened so far.",
        "A later stage follows from one lead: the deal's, else the person's last before it, else "
        "the account's; a stage counts as reached where a later one was.",
    ]
    if asked.unseen:
        notes.append(
            "Leads that these bring are not measurable by any rule, because they leave no touches; "
            f"their spend counts in the total: {', '.join(sorted(asked.unseen))}."
        )
    return tuple(notes)
