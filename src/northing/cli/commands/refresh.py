"""Bring everything up to date."""

from __future__ import annotations

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)


def run(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Bring tables, credit and metrics up to date and publish them as one snapshot."""
    opened = open_workspace(workspace)
    before = opened.snapshots.latest()
    snapshot = opened.refresh()
    is_new = before is None or before.number != snapshot.number
    quarantined = opened.quarantine(snapshot)
    if as_json:
        print_json(
            {
                "snapshot": snapshot.id,
                "new": is_new,
                "as_of": snapshot.as_of,
                "rows": snapshot.rows,
                "match_rates": opened.match_rates(snapshot),
                "quarantined": quarantined,
            }
        )
        return
    state = "Published" if is_new else "Nothing has changed since"
    if not any(snapshot.rows.values()):
        say("Nothing has been loaded yet: start with `northing load FILE`.")
        return
    say(f"{state} snapshot {snapshot.id}, as of {snapshot.as_of}.")
    print_table(["table", "rows"], [[name, rows] for name, rows in snapshot.rows.items() if rows])
    for name, rate in opened.match_rates(snapshot).items():
        if rate is not None:
            say(f"{name.replace('_', ' ')}: {rate:.1%}")
    if quarantined:
        print_table(
            ["quarantined in", "reason", "rows"],
            [[row["table"], row["reason"], row["rows"]] for row in quarantined],
        )


ENTRY = Command(run)
