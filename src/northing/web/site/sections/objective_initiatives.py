"""Objective: what is done for it."""

from __future__ import annotations

from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    plan, key, names = context.plan, context.arguments["key"], names_of()
    rows = []
    for one in plan.initiatives.values():
        ever = {part.objective for part in one.contributions}
        if key not in ever:
            continue
        share = one.serves(min(max(context.as_of, one.starts), one.ends)).get(key)
        rows.append(
            {
                "what": Cell(one.title, href=context.link("initiative", key=one.key, keep=False)),
                "kind": one.kind,
                "share": Cell(share, title=None if share else "Not at this time."),
                "starts": one.starts,
                "ends": one.ends,
                "state": one.state,
                "owner": called(one.owner, names),
            }
        )
    columns = (
        Column("what", "Initiative"),
        Column("kind", "Kind", "name"),
        Column("share", "Serves it with", "percent"),
        Column("starts", "From", "date"),
        Column("ends", "To", "date"),
        Column("state", "State"),
        Column("owner", "Owner"),
    )
    return Table(
        columns,
        rows,
        caption="Initiatives",
        empty="Nothing is done for it: no initiative serves this objective.",
    )


ENTRY = Section(page="objective", title="What we do for it", build=_build, order=30)
