"""Issues: what stands in the way of objectives and initiatives, and who hears of it when late."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from django.urls import reverse

from northing.plan.kinds.issue import Issue
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Cell, Column, Fragment, Table

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext


def open_issues(context: PageContext) -> list[Issue]:
    """Issues that are not closed, the earliest deadline first."""
    found = [one for one in context.plan.all(Issue) if one.state != "closed"]
    return sorted(found, key=lambda one: (one.due, one.key))


def issues_of(
    context: PageContext, of: Literal["objective", "initiative"], key: str
) -> tuple[Block, ...]:
    """What stands in the way of an objective and its initiatives, or of one initiative."""
    serving = {key} if of == "initiative" else set()
    for name, one in context.plan.initiatives.items():
        if of == "objective" and any(part.objective == key for part in one.contributions):
            serving.add(name)
    found = [
        one
        for one in open_issues(context)
        if one.initiative in serving or (of == "objective" and one.objective == key)
    ]
    table = issues_table(context, found)
    if not context.scope.may("raise_issue"):
        return (table,)
    actions = [("Say what stands in the way", reverse(f"{of}-issue", kwargs={"key": key}))]
    return (table, Fragment("goals/actions.html", {"actions": actions}))


def issues_table(context: PageContext, issues: Iterable[Issue]) -> Table:
    """Issues with owner, deadline and whose they are once late."""
    names, plan = names_of(), context.plan
    rows = []
    for one in issues:
        late = one.late(context.as_of)
        about = plan.objectives.get(one.objective or "")
        rows.append(
            {
                "what": Cell(one.title, href=_settling(context, one)),
                "about": Cell(
                    about.title, href=context.link("objective", key=about.key, keep=False)
                )
                if about
                else _initiative(context, one),
                "owner": called(one.owner, names),
                "due": Cell(one.due, tone="bad" if late else ""),
                "state": Cell(_state(one, late), tone="bad" if late else ""),
            }
        )
    columns = (
        Column("what", "What"),
        Column("about", "Endangers"),
        Column("owner", "Who removes it"),
        Column("due", "By", "date"),
        Column("state", "State"),
    )
    return Table(columns, rows, caption="Issues", empty="Nothing stands in the way.", most=12)


def _initiative(context: PageContext, issue: Issue) -> Cell:
    one = context.plan.initiatives.get(issue.initiative or "")
    if one is None:
        return Cell("–")
    return Cell(one.title, href=context.link("initiative", key=one.key, keep=False))


def _settling(context: PageContext, issue: Issue) -> str | None:
    """Where an issue is settled, for those who may have to."""
    if not context.scope.may("raise_issue"):
        return None
    return reverse("issue", kwargs={"key": issue.key})


def _state(issue: Issue, late: bool) -> str:
    if issue.state == "escalated":
        return f"▲ escalated to {issue.escalate_to}"
    return f"▼ late: goes to {issue.escalate_to}" if late else "● open"
