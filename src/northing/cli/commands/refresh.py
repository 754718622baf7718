"""Bring everything up to date."""

from __future__ import annotations

from collections.abc import Mapping

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
    for line in explain_match_rates(opened.match_rates(snapshot)):
        say(line)
    if quarantined:
        print_table(
            ["quarantined in", "reason", "rows"],
            [[row["table"], row["reason"], row["rows"]] for row in quarantined],
        )


def explain_match_rates(rates: Mapping[str, float | None]) -> list[str]:
    """Say in words how well it is known who is who; nothing where nothing could match.

    Examples:
        >>> explain_match_rates({"touches_to_person": 0, "conversions_to_journey": 0.912})[0]
        'Who is who: 91.2 % of conversions name somebody whose journey can be followed.'
    """
    meanings = {
        "touches_to_person": "of touches join to a known person",
        "touches_to_account": "of touches join to an account",
        "conversions_to_journey": "of conversions name somebody whose journey can be followed",
    }
    # No touch is matched where no identity links were loaded; that is no failure to report.
    said = [
        f"{100 * rate:.1f} % {meaning}"
        for name, meaning in meanings.items()
        if (rate := rates.get(name))
    ]
    if not said:
        return []
    return [
        f"Who is who: {'; '.join(said)}.",
        "What cannot be joined is shown as unattributed and stays in every total.",
    ]


ENTRY = Command(run)
