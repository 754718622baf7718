"""Initiative: audiences and channels, materials from brief to made, milestones."""

from __future__ import annotations

from northing.plan.schedule import is_done
from northing.plan.values import Step
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    one = context.plan.initiatives[context.arguments["key"]]
    names = names_of()

    def row(kind: str, step: Step) -> Row:
        late = not is_done(step) and step.due < context.as_of
        return {
            "what": step.name,
            "kind": kind,
            "due": step.due,
            "state": Cell(
                f"{step.state}, late" if late else step.state, tone="bad" if late else ""
            ),
            "owner": called(step.owner or one.owner, names),
            "done": step.done_on,
        }

    steps = [row("material", step) for step in one.materials]
    steps += [row("milestone", step) for step in one.milestones]
    reach: list[Row] = [
        {"audience": place.audience, "channel": place.channel, "kind": place.kind}
        for place in one.reach
    ]
    return (
        Table(
            (
                Column("audience", "Audience"),
                Column("channel", "Channel", "name"),
                Column("kind", "Kind"),
            ),
            reach,
            caption="Whom it reaches, where",
            empty="No audience and channel yet.",
        ),
        Table(
            (
                Column("what", "What"),
                Column("kind", "Kind"),
                Column("due", "Due", "date"),
                Column("state", "State"),
                Column("owner", "Owner"),
                Column("done", "Done", "date"),
            ),
            sorted(steps, key=lambda row: row["due"]),
            caption="Materials and milestones",
            empty="No material and no milestone yet.",
        ),
    )


ENTRY = Section(page="initiative", title="For whom, and what is made", build=_build, order=20)
