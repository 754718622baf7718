"""Leads: what became of those that each campaign brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    PeriodOption,
    RuleOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    from northing.workspace.analyses.leads import LeadCohort, LeadQuality


def run(
    by: Annotated[
        str, typer.Option(help="campaign, channel; or day, week, month, quarter of entry.")
    ] = "campaign",
    entry: Annotated[
        str | None, typer.Option(help="What leads enter with: lead, else mql …; or signup.")
    ] = None,
    rule: RuleOption = None,
    within: Annotated[
        int | None,
        typer.Option(
            help="Judge every stage after so many days; otherwise each when 95 % of those who "
            "ever reach it have.",
            min=1,
        ),
    ] = None,
    period: PeriodOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge lead quality: how many of a campaign's leads get how far, their worth and cost."""
    found = open_workspace(workspace).lead_quality(
        by=by, entry=entry, rule=rule, within_days=within, period=period
    )
    print_json(found.to_json()) if as_json else show_leads(found)


def show_leads(found: LeadQuality) -> None:
    """Print cohorts of leads for people."""
    from northing.cli.analyses import ROWS, say_header, say_more, say_notes

    currency = found.header["currency"]
    rows = [_line(row, found, row.key or f"(no {found.by})") for row in found.rows[:ROWS]]
    rows += [_line(found.unattributed, found, "unattributed"), _line(found.total, found, "total")]
    last = found.stages[-1]
    print_table(
        [
            found.by,
            found.entry,
            *(f"{stage} %" for stage in found.stages),
            f"{last} so far",
            f"{currency}/{found.entry}",
            f"cost/{found.entry}",
            f"cost/{last}",
        ],
        rows,
        title=f"What became of each {found.entry} by {found.by}, {found.rule}, "
        f"{found.header['period']['label']}",
    )
    say_more(len(found.rows))
    say("In brackets: fewer than 30 are old enough to be judged; do not compare them.")
    say_header(found.header)
    say_notes(found.notes)


def _line(row: LeadCohort, found: LeadQuality, name: str) -> list[Any]:
    rates = []
    for stage in found.stages:
        told = row.stages[stage]
        text = "–" if told.rate is None else f"{100 * told.rate:.1f}"
        rates.append(f"({text})" if told.few and told.rate is not None else text)
    so_far = row.stages[found.stages[-1]].reached
    costs = [row.value_per_lead, row.cost_per_lead, row.cost_per_won]
    return [name, row.leads, *rates, so_far, *costs]


ENTRY = Command(run)
