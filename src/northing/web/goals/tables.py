"""Tables of objectives and key results that several pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from northing.align.progress import RULE
from northing.web.goals.selectors import ObjectiveStanding, Standing
from northing.web.goals.words import aim, pace_text, status_cell, value_cell
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Cell, Column, Table

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

_COLUMNS = (
    Column("what", "Objective and key results"),
    Column("status", "Status", whole=True),
    Column("value", "Value to date", "number"),
    Column("target", "Target"),
    Column("pace", "Pace", help="What is behind ÷ what should be by now on the planned course"),
    Column("due", "Due", "date"),
    Column("check_in", "Last check-in"),
    Column("owner", "Owner"),
)


def tree_table(context: PageContext, tree: Iterable[ObjectiveStanding]) -> Table:
    """Objectives, each followed by its key results."""
    names = names_of()
    rows: list[dict[str, Any]] = []
    for one in tree:
        rows.append(_objective_row(context, one, names, one.depth))
        rows += [_result_row(context, result, names, one.depth + 1) for result in one.results]
    return Table(
        _COLUMNS,
        rows,
        caption="Objectives and key results",
        notes=(RULE,),
        empty="No objective yet.",
        most=100,
    )


def results_table(context: PageContext, results: Iterable[Standing]) -> Table:
    """Key results without their objectives."""
    names = names_of()
    columns = (Column("what", "Key result"), *_COLUMNS[1:])
    rows = [_result_row(context, one, names, 0) for one in results]
    return Table(columns, rows, caption="Key results", empty="No key result yet.")


def objectives_table(context: PageContext, tree: Iterable[ObjectiveStanding]) -> Table:
    """Objectives, each in one row with how its key results stand."""
    names = names_of()
    rows = []
    for one in tree:
        row = _objective_row(context, one, names)
        row["results"] = _counted(one)
        row["why"] = one.reason
        rows.append(row)
    columns = (
        Column("what", "Objective"),
        Column("status", "Status", whole=True),
        Column("why", "Because"),
        Column("results", "Key results"),
        Column("due", "Due", "date"),
        Column("owner", "Owner"),
    )
    return Table(columns, rows, caption="Objectives", empty="No objective yet.", most=20)


def _objective_row(
    context: PageContext, one: ObjectiveStanding, names: Mapping[str, str], depth: int = 0
) -> dict[str, Any]:
    objective = one.objective
    level = (objective.team or objective.level).replace("_", " ")
    alone = ", serves no other objective" if one.orphan else ""
    return {
        "what": Cell(
            f"{objective.title} ({level}{alone})",
            depth=depth,
            href=context.link("objective", key=objective.key, keep=False),
            tone="warn" if one.orphan else "",
        ),
        "status": status_cell(one.status, one.reason),
        "value": "",
        "target": "",
        "pace": "",
        "due": objective.due if objective.due else "",
        "check_in": "",
        "owner": called(objective.owner, dict(names)),
    }


def _result_row(
    context: PageContext, one: Standing, names: Mapping[str, str], depth: int
) -> dict[str, Any]:
    key_result, progress = one.key_result, one.progress
    stretch = " (stretch)" if key_result.commitment == "stretch" else ""
    return {
        "what": Cell(
            f"{key_result.title}{stretch}",
            depth=depth,
            href=context.link("key_result", key=key_result.key, keep=False),
        ),
        "status": status_cell(progress.status, progress.reason),
        "value": value_cell(key_result, progress.reading.value, progress.reading.note),
        "target": aim(key_result, context.currency),
        "pace": pace_text(progress),
        "due": key_result.due,
        "check_in": check_in_text(one),
        "owner": called(key_result.owner, dict(names)),
    }


def check_in_text(one: Standing) -> str:
    """The newest check-in: its day and how sure its owner is."""
    if one.check_in is None:
        return "none yet"
    return f"{one.check_in.on.day} {one.check_in.on:%b %Y}: {one.check_in.confidence:.0%} sure"


def _counted(one: ObjectiveStanding) -> str:
    counts: dict[str, int] = {}
    for result in one.results:
        counts[result.progress.status] = counts.get(result.progress.status, 0) + 1
    return ", ".join(f"{count} {status}" for status, count in counts.items()) or "none"
