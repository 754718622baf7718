"""Approvals: who decides in whose place, from when until when."""

from __future__ import annotations

from northing.plan.kinds.delegation import Delegation
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    names = names_of()
    found = sorted(context.plan.all(Delegation), key=lambda one: one.ends, reverse=True)
    rows: list[Row] = [
        {
            "giver": called(one.giver, names),
            "taker": called(one.taker, names),
            "starts": one.starts,
            "ends": one.ends,
        }
        for one in found
    ]
    return Table(
        (
            Column("giver", "Whose approvals"),
            Column("taker", "Are used by"),
            Column("starts", "From", "date"),
            Column("ends", "To", "date"),
        ),
        rows,
        caption="Delegations",
        empty="Nobody decides in somebody else's place.",
        most=10,
    )


ENTRY = Section(page="approvals", title="Delegation", build=_build, order=40, width="half")
