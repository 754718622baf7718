"""Objective: who is responsible, accountable, consulted, informed."""

from __future__ import annotations

from django.urls import reverse

from northing.plan.kinds.responsibility import Responsibility
from northing.web.goals.words import LETTERS
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Column, Fragment, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    key, names = context.arguments["key"], names_of()
    known = [one for one in context.plan.all(Responsibility) if one.objective == key]
    known.sort(key=lambda one: (list(LETTERS).index(one.letter), one.who))
    rows = [{"letter": LETTERS[one.letter], "who": called(one.who, names)} for one in known]
    table = Table(
        (Column("letter", "Is", whole=True), Column("who", "Who")),
        rows,
        caption="Who answers for it",
        empty="Nobody is named.",
    )
    if not context.scope.may("edit_goals"):
        return (table,)
    actions = [("Name somebody", reverse("answer-for", kwargs={"key": key}))]
    return (table, Fragment("goals/actions.html", {"actions": actions}))


ENTRY = Section(
    page="objective",
    title="Who answers for it",
    build=_build,
    order=60,
    width="half",
)
