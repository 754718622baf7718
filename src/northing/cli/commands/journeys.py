"""Journeys: what they look like, and the journey of one deal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    PeriodOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    pass


def run(
    kind: Annotated[str | None, typer.Option(help="Kind of conversion.")] = None,
    deal: Annotated[str | None, typer.Option(metavar="ID", help="One deal's journey.")] = None,
    period: PeriodOption = None,
    paths: Annotated[int, typer.Option(help="How many paths to show.", min=1)] = 15,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the paths, length and duration of journeys, or one deal's touches and credit."""
    opened = open_workspace(workspace)
    if deal is not None:
        journey = opened.journey(deal).to_json()
        if as_json:
            print_json(journey)
        else:
            show_deal(journey)
        return
    found = opened.journeys(kind=kind, period=period).to_json(paths)
    if as_json:
        print_json(found)
    else:
        show_journeys(found)


def show_journeys(found: dict[str, Any]) -> None:
    """Print journeys for people."""
    if not found["paths"]:
        say(f"No {found['kind']} conversion has a touch within {found['lookback_days']} days.")
        return
    # Kinds such as leads carry no value; a column of zeros would claim that they do.
    worth = any(row["value"] for row in [*found["paths"], *found["first_last"]])
    print_table(
        ["path", "conversions", "value"],
        [
            [row["path"], row["conversions"], row["value"] if worth else None]
            for row in found["paths"]
        ],
        title=f"Most frequent paths to {found['kind']}, {found['period']}",
    )
    print_table(
        ["first", "last", "conversions", "value"],
        [
            [row["first"], row["last"], row["conversions"], row["value"] if worth else None]
            for row in sorted(found["first_last"], key=lambda row: -row["conversions"])[:12]
        ],
        title="From first to last channel",
    )
    say(
        f"Half of them took {found['median_touches']:g} touches or fewer and converted within "
        f"{found['median_days']:g} days of the first; lookback {found['lookback_days']} days."
    )


def show_deal(journey: dict[str, Any]) -> None:
    """Print one deal's journey for people."""
    say(f"Deal {journey['deal']} of account {journey['account']}, snapshot {journey['snapshot']}")
    for conversion in journey["conversions"]:
        touches = conversion["touches"]
        title = f"{conversion['kind']} on {conversion['at'][:10]}"
        if conversion["value"]:
            title += f", {conversion['value']:,.2f} {journey['currency']}"
        if not touches:
            say(f"{title}: no touch within {conversion['lookback_days']} days, unattributed.")
            continue
        rules = list(touches[0]["credit"])
        print_table(
            ["at", "channel", "campaign", *rules],
            [
                [
                    touch["at"][:16].replace("T", " "),
                    touch["channel"],
                    touch.get("campaign"),
                    *(touch["credit"][rule] for rule in rules),
                ]
                for touch in touches
            ],
            title=title,
        )


ENTRY = Command(run)
