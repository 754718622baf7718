"""Alignment of a workspace: the one computation behind page, export and command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from northing.align import Alignment, alignment
from northing.align.alignment import Row
from northing.calendar import Calendar, Period, parse_period
from northing.plan import Plan
from northing.workspace.analyses.remembered import Remembered
from northing.workspace.measuring import calendar_of
from northing.workspace.plan_file import PlanTexts, read_plan_file
from northing.workspace.plan_money import PlanMoney

if TYPE_CHECKING:
    from datetime import date

    from northing.align.matching import Match
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class WorkspaceAlignment:
    """The alignment of a workspace's money with its plan.

    Attributes:
        found: Shares, indices, orphans.
        plan: The plan that it was laid beside.
        matches: Every campaign and where it belongs.
        credited_elsewhere: Value credited to channels without a campaign; in no share.
        rule: Attribution rule of the credited value.
        tolerance: Share of spent money that may serve no objective, from 0 to 1.
        header: Currency, as-of, period, snapshot.
        notes: What to know before believing it.
    """

    found: Alignment
    plan: Plan
    matches: tuple[Match, ...]
    credited_elsewhere: Decimal
    rule: str
    tolerance: float
    header: Mapping[str, Any]
    notes: tuple[str, ...]

    @property
    def unlinked_share(self) -> float | None:
        """Share of spent money that serves no objective; None where nothing was spent."""
        return self.found.none.actual.share

    @property
    def beyond_tolerance(self) -> bool:
        """Whether more of the money is unlinked than may be."""
        return (self.unlinked_share or 0.0) > self.tolerance

    @property
    def unmatched(self) -> tuple[Match, ...]:
        """Campaigns with spend and without an initiative, the most spent first."""
        lost = [one for one in self.matches if one.initiative is None and one.campaign.spend]
        return tuple(sorted(lost, key=lambda one: (-one.campaign.spend, one.campaign.name)))

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs: shares from 0 to 1, indices from 0 to 100."""
        return {
            "snapshot": self.header["snapshot"],
            "period": self.header["period"],
            "index": {"plan": self.found.plan_index, "actual": self.found.actual_index},
            "objectives": [_row_json(row) for row in (*self.found.objectives, self.found.run)],
            "none": {
                "planned": self.found.none.planned.share,
                "actual": self.found.none.actual.share,
                "campaigns": [
                    {
                        "campaign": one.campaign,
                        "channel": one.channel,
                        "amount": one.amount,
                        "reason": one.reason,
                    }
                    for one in self.found.campaigns
                ],
            },
        }


def align_workspace(
    workspace: Workspace,
    plan: Plan | None = None,
    *,
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
    rule: str | None = None,
) -> WorkspaceAlignment:
    """Set the workspace's planned and spent money beside the shares agreed with finance.

    Shares are of all its money, so that this is for readers who may see all of it.

    Args:
        workspace: Holds spend, costs and credit.
        plan: The live plan by default, as `plan.yaml` holds it; see `published_plan`.
        period: Of the money; the fiscal year of the newest complete day by default.
        snapshot: The newest by default.
        rule: Attribution rule of credited value; the settings' otherwise.

    Raises:
        Missing: If nothing has been published yet.
        BadInput: If the plan cannot be read.
    """
    snapshot = snapshot or workspace.snapshot()
    plan = read_plan_file(workspace.folder) if plan is None else plan
    calendar = calendar_of(workspace, snapshot)
    if period is None:
        period = fiscal_year(snapshot.as_of, calendar)
    elif isinstance(period, str):
        period = parse_period(period, calendar, snapshot.as_of)
    asked = Remembered(workspace, snapshot, period)
    money = PlanMoney(plan, asked)
    rule = rule or asked.settings.rule
    planned, problems = money.budget.within("planned", asked.period)
    credited, elsewhere = money.credited(asked, rule)
    found = alignment(plan, asked.period, planned, money.actual(asked.period), credited)
    return WorkspaceAlignment(
        found=found,
        plan=plan,
        matches=tuple(money.matches.values()),
        credited_elsewhere=elsewhere,
        rule=rule,
        tolerance=asked.settings.alignment_tolerance,
        header=asked.header(),
        notes=(*found.notes, *problems, *_notes(money, elsewhere, asked)),
    )


def published_plan(workspace: Workspace, snapshot: Snapshot) -> Plan:
    """The plan that a snapshot was published with; packs read this one.

    Raises:
        Missing: If it is no longer kept.
    """
    return PlanTexts(workspace.lake.root).read(snapshot.plan)


def fiscal_year(day: date, calendar: Calendar) -> Period:
    """The fiscal year that holds a day.

    Examples:
        >>> from datetime import date
        >>> fiscal_year(date(2026, 6, 30), Calendar()).label
        '2026'
        >>> fiscal_year(date(2026, 6, 30), Calendar(fiscal_year_start=4)).label
        'FY27'
    """
    if calendar.fiscal_year_start == 1:
        return parse_period(str(day.year), calendar)
    ends_in = day.year + (day.month >= calendar.fiscal_year_start)
    return parse_period(f"FY{ends_in % 100:02d}", calendar)


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "objective": row.key,
        "agreed": row.agreed,
        "planned": row.planned.share,
        "actual": row.actual.share,
        "credited": row.credited_share,
    }


def _notes(money: PlanMoney, elsewhere: Decimal, asked: Remembered) -> tuple[str, ...]:
    notes = list(dict.fromkeys(one.problem for one in money.matches.values() if one.problem))
    if elsewhere:
        notes.append(
            f"{elsewhere:,.2f} {asked.settings.currency} are credited to channels without a "
            "campaign; they are in no objective's credited share."
        )
    return tuple(notes)
