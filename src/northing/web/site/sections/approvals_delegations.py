"""Approvals: who decides in whose place, from when until when."""

from __future__ import annotations

from northing.plan.kinds.delegation import Delegation
from northing.web.plan.people import called, is_person, names_of
from northing.web.plan.selectors import plan_for, version_of
from northing.web.site.blocks import Block, Column, Fragment, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    names = names_of()
    found = sorted(plan_for(context.scope).all(Delegation), key=lambda one: one.ends, reverse=True)
    rows: list[Row] = [
        {
            "giver": called(one.giver, names),
            "taker": called(one.taker, names),
            "starts": one.starts,
            "ends": one.ends,
        }
        for one in found
    ]
    table = Table(
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
    if not context.scope.may("approve_money"):
        return (table,)
    mine = [
        {"one": one, "version": version_of("delegation", one.key)}
        for one in found
        if is_person(context.user, one.giver)
    ]
    return (table, Fragment("plan/delegate.html", {"mine": mine}))


ENTRY = Section(
    page="approvals", title="Delegation", build=_build, order=40, width="half", own=True
)
