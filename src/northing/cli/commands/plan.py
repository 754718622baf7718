"""The plan as a file: bring it in, take it out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    say,
)
from northing.errors import Conflict

if TYPE_CHECKING:
    from northing.plan import Plan
    from northing.plan.differences import Difference

app = typer.Typer(
    help="Bring a plan in as YAML, or take it out: import, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(name="import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="YAML, as northing plan export writes it.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove what the file does not hold.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Kept with every change.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a plan in: what is new is added, what differs is changed, all or nothing."""
    from northing.plan import read_plan
    from northing.plan.differences import differences
    from northing.plan.merging import merge_plans
    from northing.web.plan.selectors import live_plan_of

    wanted = read_plan(file)
    folder = open_workspace(workspace).folder
    if dry_run:
        now = live_plan_of(folder)
        changed = differences(now, merge_plans(now, wanted, replace=replace))
    else:
        changed = _import(folder, wanted, reason or f"brought in from {file.name}", replace)
    _show(changed, as_json, dry_run)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to; it must not be there yet.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the plan to a YAML file."""
    from northing.lake import storage_errors
    from northing.plan import KINDS, write_plan
    from northing.web.plan.selectors import live_plan_of

    plan = live_plan_of(open_workspace(workspace).folder)
    if file.exists():
        raise Conflict(f"{file} is already there; an export never replaces a file.")
    with storage_errors("writing the plan"):
        file.write_text(write_plan(plan), encoding="utf-8")
    counts = {KINDS[name].plural: len(held) for name, held in plan.entries.items() if held}
    if as_json:
        print_json({"file": file, "entries": counts})
        return
    held = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    say(f"{file}: {held or 'an empty plan'}.")


def _import(folder: Path, wanted: Plan, reason: str, replace: bool) -> list[Difference]:
    """Into the site's database, or the file where there is no site."""
    from northing.web.place import SitePlace

    if SitePlace(folder).has_database:
        from northing.web.prepare import ready

        ready(folder)
        from northing.web.plan.importing import import_plan

        return import_plan(None, wanted, reason, replace=replace)
    from northing.plan.differences import differences
    from northing.plan.merging import merge_plans
    from northing.workspace.plan_file import read_plan_file, write_plan_file

    now = read_plan_file(folder)
    outcome = merge_plans(now, wanted, replace=replace)
    write_plan_file(folder, outcome)
    return differences(now, outcome)


def _show(changed: list[Difference], as_json: bool, dry_run: bool) -> None:
    if as_json:
        told = [
            {
                "kind": one.kind,
                "key": one.key,
                "change": one.change,
                "field": one.field or None,
                "before": one.before or None,
                "after": one.after or None,
                "sentence": one.sentence,
            }
            for one in changed
        ]
        print_json({"dry_run": dry_run, "differences": told})
        return
    for one in changed:
        say(one.sentence)
    if not changed:
        say("Nothing differs.")
    elif dry_run:
        say("Nothing was changed.")


ENTRY = Command(app)
